import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { CALLER, type CallerOptions, checkCaller, type Incoming, isCaller } from './caller.js';
import { eventV2 } from './http-api-event.js';
import { type Kinds, TEXT } from './options.js';
import { REQUEST, type RequestOptions, toRequest } from './request.js';
import { signedToken } from './test-token.js';

export interface FunctionUrlEventOptions extends CallerOptions, RequestOptions {
  /** The bearer token. Default: a token of `testToken` for the caller, if there is one. */
  readonly token?: string;
}

const KINDS: Kinds<FunctionUrlEventOptions> = { ...CALLER, ...REQUEST, token: TEXT };

/**
 * The event of a Function URL with a bearer token. It has no routes, and so no path parameters:
 * `route` sets only the method and the path.
 *
 * @throws TypeError for an unknown or wrong option, a caller without `groups`, and a token that
 *   Cognito does not issue
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
