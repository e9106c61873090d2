import type { ALBEvent, LambdaFunctionURLEvent } from 'aws-lambda';
import {
  type CallerOptions,
  checkKeys,
  EVENT_KEYS,
  type Incoming,
  isCaller,
  type RequestOptions,
} from './caller.js';
import { eventV2 } from './http-api-event.js';
import { signedToken } from './test-token.js';

export interface FunctionUrlEventOptions extends CallerOptions, RequestOptions {
  /** The bearer token. Default: a token of `testToken` for the caller, if there is one. */
  readonly token?: string;
}

/**
 * The event of a Function URL with a bearer token. It has no routes, and so no path parameters.
 *
 * @throws TypeError for an unknown option, a caller without `groups`, and a token that Cognito
 *   does not issue
 * @example functionUrlEvent({ groups: ['admin'] })
 */
export function functionUrlEvent(
  options: FunctionUrlEventOptions = {},
): Incoming<LambdaFunctionURLEvent> {
  checkKeys('functionUrlEvent', options, [...EVENT_KEYS, 'token']);
  const {
    token = isCaller(options) ? signedToken('functionUrlEvent', options) : undefined,
    headers,
    pathParameters: _,
    ...request
  } = options;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return eventV2(
    { ...request, headers: { ...authorization, ...headers }, routeKey: '$default' },
    undefined,
  ) as Incoming<LambdaFunctionURLEvent>;
}

export interface AlbEventOptions extends CallerOptions, RequestOptions {
  /** `x-amzn-oidc-accesstoken`. Default: a token of `testToken` for this caller. */
  readonly accessToken?: string;
  /** `x-amzn-oidc-data`. Default: a token of `testToken` with this subject and no groups. */
  readonly data?: string;
}

/**
 * The event of an Application Load Balancer with an `authenticate-cognito` action.
 *
 * @throws TypeError for an unknown option, a caller without `groups`, a token that Cognito does
 *   not issue, and a `client`, whom no load balancer signs in
 * @example albEvent({ groups: ['admin'] })
 */
export function albEvent(options: AlbEventOptions = {}): Incoming<ALBEvent> {
  checkKeys('albEvent', options, [...EVENT_KEYS, 'accessToken', 'data']);
  if (options.client) {
    throw new TypeError('albEvent: a load balancer signs people in; omit client');
  }
  const { method = 'GET', path = '/', query = {}, body = '', headers = {} } = options;
  const { groups, scopes: _, ...others } = options;
  const {
    accessToken = groups && signedToken('albEvent', options),
    data = groups && signedToken('albEvent', others),
  } = options;
  const event = {
    requestContext: {
      elb: {
        targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/test/abc',
      },
    },
    httpMethod: method,
    path,
    queryStringParameters: query,
    headers: {
      host: 'test.eu-west-1.elb.amazonaws.com',
      ...(accessToken === undefined ? {} : { 'x-amzn-oidc-accesstoken': accessToken }),
      ...(data === undefined ? {} : { 'x-amzn-oidc-data': data }),
      ...headers,
    },
    body,
    isBase64Encoded: false,
  };
  return event as unknown as Incoming<ALBEvent>;
}
