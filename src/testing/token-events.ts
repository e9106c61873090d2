import type { ALBEvent, LambdaFunctionURLEvent } from 'aws-lambda';
import {
  type CallerOptions,
  checkKeys,
  EVENT_KEYS,
  type Incoming,
  type RequestOptions,
} from './caller.js';
import { eventV2 } from './http-api-event.js';
import { testToken } from './test-token.js';

export interface FunctionUrlEventOptions extends CallerOptions, RequestOptions {
  /** The bearer token, without it one of `testToken` with these groups. */
  readonly token?: string;
}

/** The event of a Function URL, with a bearer token. It has no routes, so it has no path parameters. */
export function functionUrlEvent(
  options: FunctionUrlEventOptions = {},
): Incoming<LambdaFunctionURLEvent> {
  checkKeys('functionUrlEvent', options, [...EVENT_KEYS, 'token']);
  const {
    groups,
    token = groups && testToken(options),
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
  /** `x-amzn-oidc-accesstoken`, without it one of `testToken` with these groups. */
  readonly accessToken?: string;
  /** `x-amzn-oidc-data`, without it one of `testToken` with this subject. */
  readonly data?: string;
}

/** The event of an Application Load Balancer with an `authenticate-cognito` action. */
export function albEvent(options: AlbEventOptions = {}): Incoming<ALBEvent> {
  checkKeys('albEvent', options, [...EVENT_KEYS, 'accessToken', 'data']);
  const { groups, method = 'GET', path = '/', query = {}, body = '', headers = {} } = options;
  const { groups: _, ...withoutGroups } = options;
  const { accessToken = groups && testToken(options), data = groups && testToken(withoutGroups) } =
    options;
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
