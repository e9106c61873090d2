import type { APIGatewayProxyEvent } from 'aws-lambda';
import {
  type CallerOptions,
  checkKeys,
  EVENT_KEYS,
  type Incoming,
  isCaller,
  type RequestOptions,
  tokenClaims,
} from './caller.js';
import { renderForRestApi } from './render-claims.js';

export interface RestApiEventOptions extends CallerOptions, RequestOptions {
  /** `'cognito'` makes every claim a string, `'jwt'` keeps JSON types. Default: `'cognito'`. */
  readonly authorizer?: 'cognito' | 'jwt';
}

/**
 * The event of a REST API with a Cognito authorizer or a JWT authorizer. The token is an ID token,
 * or an access token for a caller with `scopes` and for a `client`.
 *
 * @throws TypeError for an unknown option, a caller without `groups`, a token that Cognito does not
 *   issue, and with a Cognito authorizer for a group name with a comma
 * @example restApiEvent({ method: 'PUT', path: '/teams/7', groups: ['team_manager'] })
 */
export function restApiEvent(options: RestApiEventOptions = {}): Incoming<APIGatewayProxyEvent> {
  checkKeys('restApiEvent', options, [...EVENT_KEYS, 'authorizer']);
  const { authorizer = 'cognito' } = options;
  const claims = tokenClaims('restApiEvent', options, 'id');
  return proxyEvent(
    options,
    isCaller(options)
      ? { claims: authorizer === 'jwt' ? claims : renderForRestApi(claims) }
      : undefined,
  );
}

/** The event of a REST API, which is also most of an event of payload format 1.0. */
export function proxyEvent(
  options: RequestOptions,
  authorizer: unknown,
): Incoming<APIGatewayProxyEvent> {
  const {
    method = 'GET',
    path = '/',
    resource = path,
    pathParameters = null,
    headers = {},
    query = null,
    body = null,
  } = options;
  const event = {
    resource,
    path,
    httpMethod: method,
    ...requestParts(headers, query),
    pathParameters,
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
      httpMethod: method,
      identity: { sourceIp: '203.0.113.7', userAgent: 'test' },
      path: `/test${path}`,
      protocol: 'HTTP/1.1',
      requestId: 'c6af9ac6-0000-4000-8000-000000000000',
      requestTimeEpoch: 1727339400000,
      resourceId: 'a1b2c3',
      resourcePath: resource,
      stage: 'test',
    },
    body,
    isBase64Encoded: false,
  };
  return event as unknown as Incoming<APIGatewayProxyEvent>;
}

type Values = Readonly<Record<string, string>>;

/** Headers and query, each as single values and as lists. */
export function requestParts(headers: Values, query: Values | null): object {
  const sent = { Host: 'abc123.execute-api.eu-west-1.amazonaws.com', ...headers };
  return {
    headers: sent,
    multiValueHeaders: asLists(sent),
    queryStringParameters: query,
    multiValueQueryStringParameters: query && asLists(query),
  };
}

function asLists(values: Values): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}
