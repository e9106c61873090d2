import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { CALLER, type CallerOptions, checkCaller, type Incoming, isCaller } from './caller.js';
import { eventV2 } from './http-api-event.js';
import { type Kinds, TEXT } from './options.js';
import { REQUEST, type RequestOptions, toRequest } from './request.js';
import { signedToken } from './test-token.js';

/** The caller, the request and the token. */
export interface FunctionUrlEventOptions extends CallerOptions, RequestOptions {
  /** The bearer token. Default: a token of `testToken` for the caller, if there is a caller. */
  readonly token?: string;
}

const KINDS: Kinds<FunctionUrlEventOptions> = { ...CALLER, ...REQUEST, token: TEXT };

/**
 * Builds the event of a Function URL with a bearer token. Such an event has no route and no path
 * parameters: the option `route` sets only the method and the path.
 *
 * @throws TypeError for an unknown or wrong option, a caller without `groups`, and a token that
 *   Cognito does not issue
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 * @example functionUrlEvent({ method: 'PUT', path: '/teams/7', groups: ['admin'] })
 */
export function functionUrlEvent(
  options: FunctionUrlEventOptions = {},
): Incoming<LambdaFunctionURLEvent> {
  checkCaller('functionUrlEvent', options, KINDS);
  const { pathParameters: _, headers, ...request } = toRequest('functionUrlEvent', options);
  const { token = isCaller(options) ? signedToken('functionUrlEvent', options) : undefined } =
    options;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return eventV2(
    { ...request, headers: { ...authorization, ...headers }, routeKey: '$default' },
    undefined,
  ) as Incoming<LambdaFunctionURLEvent>;
}
