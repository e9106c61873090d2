import type { APIGatewayProxyEvent, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { CALLER, type CallerOptions, checkCaller, type Incoming, isCaller } from './caller.js';
import { type Kinds, oneOf } from './options.js';
import { renderForHttpApi } from './render-claims.js';
import { REQUEST, type RequestOptions, toRequest } from './request.js';
import { proxyEvent } from './rest-api-event.js';
import { tokenClaims } from './token-claims.js';

const PAYLOADS = ['1.0', '2.0'] as const;

/** The caller, the request and the payload format. */
export interface HttpApiEventOptions extends CallerOptions, RequestOptions {
  /** The payload format version. Default: `'2.0'`. */
  readonly payload?: (typeof PAYLOADS)[number];
}

const KINDS: Kinds<HttpApiEventOptions> = { ...CALLER, ...REQUEST, payload: oneOf(PAYLOADS) };

/**
 * Builds the event of an HTTP API with a JWT authorizer, payload format 2.0 or 1.0. The token is an
 * access token; every claim is a string, and a list is in brackets: `"[admin member]"`.
 *
 * The type describes an authenticated request. Without `groups` or `client`, the event has no
 * claims.
 *
 * @throws TypeError for an unknown or wrong option, a caller without `groups`, and a token that
 *   Cognito does not issue
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @example
 * httpApiEvent({
 *   route: 'PUT /teams/{teamId}',
 *   pathParameters: { teamId: '7' },
 *   groups: ['team_manager'],
 * })
 */
export function httpApiEvent(
  options: HttpApiEventOptions & { readonly payload: '1.0' },
): Incoming<APIGatewayProxyEvent>;
export function httpApiEvent(
  options?: HttpApiEventOptions,
): Incoming<APIGatewayProxyEventV2WithJWTAuthorizer>;
export function httpApiEvent(options: HttpApiEventOptions = {}): unknown {
  checkCaller('httpApiEvent', options, KINDS);
  const request = toRequest('httpApiEvent', options);
  const claims = isCaller(options)
    ? renderForHttpApi(tokenClaims('httpApiEvent', options, 'access'))
    : null;
  if (options.payload === '1.0') {
    return { version: '1.0', ...proxyEvent(request, { claims, scopes: null }) };
  }
  return eventV2(request, claims === null ? undefined : { jwt: { claims, scopes: null } });
}

/**
 * An event in payload format 2.0, of an HTTP API or a Function URL. Its header names are in lower
 * case.
 */
export function eventV2(
  request: RequestOptions & { readonly routeKey?: string },
  authorizer: unknown,
): unknown {
  const {
    method = 'GET',
    path = '/',
    resource = path,
    pathParameters,
    headers = {},
    query,
    body,
    routeKey = `${method} ${resource}`,
  } = request;
  const lowerCased = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      host: 'abc123.execute-api.eu-west-1.amazonaws.com',
      ...Object.fromEntries(lowerCased),
    },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'abc123',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey,
      stage: '$default',
      time: '26/Sep/2024:08:30:00 +0000',
      timeEpoch: 1727339400000,
    },
    ...(pathParameters === undefined ? {} : { pathParameters }),
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
}
