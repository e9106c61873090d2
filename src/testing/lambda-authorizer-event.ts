import type {
  APIGatewayProxyEventBase,
  APIGatewayProxyEventV2WithLambdaAuthorizer,
} from 'aws-lambda';
import { CONTEXT, type ContextOptions, contextOf } from './authorizer-context.js';
import { checkCaller, type Incoming } from './caller.js';
import { eventV2 } from './http-api-event.js';
import { type Kinds, oneOf } from './options.js';
import { REQUEST, type RequestOptions, toRequest } from './request.js';
import { proxyEvent } from './rest-api-event.js';

const APIS = ['rest', 'http-1.0', 'http-2.0'] as const;

/** The authorizer's context, the request and the kind of API. */
export interface LambdaAuthorizerEventOptions extends ContextOptions, RequestOptions {
  /** The kind of API, with the payload format version of an HTTP API. Default: `'rest'`. */
  readonly api?: (typeof APIS)[number];
}

const KINDS: Kinds<LambdaAuthorizerEventOptions> = { ...CONTEXT, ...REQUEST, api: oneOf(APIS) };

/**
 * Builds the event of a REST API or an HTTP API with a Lambda authorizer. You can pass it to a
 * handler with any type of authorizer context.
 *
 * @throws TypeError for an unknown or wrong option, and for a context that API Gateway rejects
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 * @example lambdaAuthorizerEvent({ api: 'http-2.0', groups: ['admin'], format: 'array' })
 */
export function lambdaAuthorizerEvent(
  options: LambdaAuthorizerEventOptions & { readonly api: 'http-2.0' },
): Incoming<APIGatewayProxyEventV2WithLambdaAuthorizer<never>>;
export function lambdaAuthorizerEvent(
  options?: LambdaAuthorizerEventOptions,
): Incoming<APIGatewayProxyEventBase<never>>;
export function lambdaAuthorizerEvent(options: LambdaAuthorizerEventOptions = {}): unknown {
  checkCaller('lambdaAuthorizerEvent', options, KINDS);
  const { api = 'rest' } = options;
  const request = toRequest('lambdaAuthorizerEvent', options);
  const context = contextOf('lambdaAuthorizerEvent', options, api !== 'http-2.0');
  if (api === 'http-2.0') return eventV2(request, context && { lambda: context });
  return api === 'rest'
    ? proxyEvent(request, context)
    : { version: '1.0', ...proxyEvent(request, context) };
}
