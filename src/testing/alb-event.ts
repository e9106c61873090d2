import type { ALBEvent } from 'aws-lambda';
import { CALLER, type CallerOptions, checkCaller, type Incoming } from './caller.js';
import { type Kinds, TEXT } from './options.js';
import { REQUEST, type RequestOptions, toRequest } from './request.js';
import { signedToken } from './test-token.js';

/** The caller, the request and the two tokens. */
export interface AlbEventOptions extends CallerOptions, RequestOptions {
  /** The header `x-amzn-oidc-accesstoken`. Default: a token of `testToken` for this caller. */
  readonly accessToken?: string;
  /**
   * The header `x-amzn-oidc-data`. Default: a token of `testToken` with this subject and no groups.
   */
  readonly data?: string;
}

const KINDS: Kinds<AlbEventOptions> = { ...CALLER, ...REQUEST, accessToken: TEXT, data: TEXT };

/**
 * Builds the event of an Application Load Balancer with an `authenticate-cognito` action. Such an
 * event has no route and no path parameters: the option `route` sets only the method and the path.
 *
 * @throws TypeError for an unknown or wrong option, a caller without `groups`, a token that Cognito
 *   does not issue, and a `client`, because a load balancer signs in only people
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#receive-event-from-load-balancer
 * @example albEvent({ method: 'PUT', path: '/teams/7', groups: ['admin'] })
 */
export function albEvent(options: AlbEventOptions = {}): Incoming<ALBEvent> {
  checkCaller('albEvent', options, KINDS);
  if (options.client) {
    throw new TypeError('albEvent: a load balancer signs people in; omit client');
  }
  const {
    method = 'GET',
    path = '/',
    query = {},
    body = '',
    headers = {},
  } = toRequest('albEvent', options);
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
