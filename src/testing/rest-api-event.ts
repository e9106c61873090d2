import type {
  APIGatewayProxyEvent,
  APIGatewayProxyEventBase,
  APIGatewayProxyWithCognitoAuthorizerEvent,
} from 'aws-lambda';
import { CALLER, type CallerOptions, checkCaller, type Incoming, isCaller } from './caller.js';
import { type Kinds, oneOf } from './options.js';
import { renderForRestApi } from './render-claims.js';
import { REQUEST, type RequestOptions, toRequest } from './request.js';
import { tokenClaims } from './token-claims.js';

const AUTHORIZERS = ['cognito', 'jwt'] as const;

/** The caller, the request and the authorizer. */
export interface RestApiEventOptions extends CallerOptions, RequestOptions {
  /** `'cognito'` writes every claim as a string; `'jwt'` keeps JSON types. Default: `'cognito'`. */
  readonly authorizer?: (typeof AUTHORIZERS)[number];
}

const KINDS: Kinds<RestApiEventOptions> = { ...CALLER, ...REQUEST, authorizer: oneOf(AUTHORIZERS) };

/**
 * Builds the event of a REST API with a Cognito authorizer or a JWT authorizer. The token is an ID
 * token, or an access token if the caller has `scopes` or is a `client`.
 *
 * The type describes an authenticated request. Without `groups` or `client`, the event has no
 * authorizer.
 *
 * @throws TypeError for an unknown or wrong option, a caller without `groups`, a token that Cognito
 *   does not issue, and, with a Cognito authorizer, a group name with a comma
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 * @example
 * restApiEvent({
 *   route: 'PUT /teams/{teamId}',
 *   pathParameters: { teamId: '7' },
 *   groups: ['team_manager'],
 * })
 */
export function restApiEvent(
  options: RestApiEventOptions & { readonly authorizer: 'jwt' },
): Incoming<APIGatewayProxyEvent>;
export function restApiEvent(
  options?: RestApiEventOptions,
): Incoming<APIGatewayProxyWithCognitoAuthorizerEvent>;
export function restApiEvent(options: RestApiEventOptions = {}): unknown {
  checkCaller('restApiEvent', options, KINDS);
  const claims = tokenClaims('restApiEvent', options, 'id');
  const request = toRequest('restApiEvent', options);
  if (!isCaller(options)) return proxyEvent(request, undefined);
  return proxyEvent(request, {
    claims: options.authorizer === 'jwt' ? claims : renderForRestApi(claims),
  });
}

/** The event of a REST API, which is also most of an event in payload format 1.0. */
export function proxyEvent(
  request: RequestOptions,
  authorizer: unknown,
): Incoming<APIGatewayProxyEventBase<never>> {
  const {
    method = 'GET',
    path = '/',
    resource = path,
    pathParameters = null,
    headers = {},
    query = null,
    body = null,
  } = request;
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
  return event as unknown as Incoming<APIGatewayProxyEventBase<never>>;
}

type Values = Readonly<Record<string, string>>;

/** The headers and the query, each as single values and as lists. */
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
