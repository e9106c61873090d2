import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  httpAuthorizer,
  httpAuthorizerV1,
  restAuthorizer,
  type TokenClaims,
} from './authorizer-claims.js';
import type { MatchedRoute } from './gateway-route.js';

/** APIs that send proxy events; in an HTTP API each integration chooses its payload format. */
export type ApiType = 'REST' | 'HTTP 2.0' | 'HTTP 1.0';

export interface ProxyRequest {
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly body: string;
  readonly match: MatchedRoute;
  /** The verified claims; `undefined` on a route without an authorizer. */
  readonly claims: TokenClaims | undefined;
}

/** The whole event that this kind of API sends to a Lambda function. */
export const EVENT_OF: Readonly<Record<ApiType, (request: ProxyRequest) => object>> = {
  REST: restEvent,
  'HTTP 2.0': httpEvent,
  'HTTP 1.0': httpEventV1,
};

const ACCOUNT = { accountId: '123456789012', apiId: 'local', stage: '$default' } as const;

function restEvent(request: ProxyRequest): object {
  const { claims, url } = request;
  const stage = { stage: 'dev', path: `/dev${url.pathname}` };
  return proxyEvent(request, {
    ...stage,
    ...(claims === undefined ? {} : { authorizer: restAuthorizer(claims) }),
  });
}

/** This format has the block even without an authorizer; it is then empty. */
function httpEventV1(request: ProxyRequest): object {
  const { claims, match } = request;
  const authorizer =
    claims === undefined ? { claims: null, scopes: null } : httpAuthorizerV1(claims);
  const resourceId = `${match.route.method} ${match.route.path}`;
  return { version: '1.0', ...proxyEvent(request, { authorizer, resourceId }) };
}

/** What REST APIs and payload 1.0 have in common. */
function proxyEvent({ message, url, body, match }: ProxyRequest, context: object): object {
  const query = multiValue([...url.searchParams]);
  const headers = multiValue(headerPairs(message));
  const httpMethod = match.route.method;
  return {
    resource: match.route.path,
    path: url.pathname,
    httpMethod,
    headers: lastValues(headers),
    multiValueHeaders: headers,
    queryStringParameters: orNull(lastValues(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull(match.pathParameters),
    stageVariables: null,
    requestContext: {
      ...ACCOUNT,
      resourcePath: match.route.path,
      path: url.pathname,
      httpMethod,
      protocol: 'HTTP/1.1',
      domainName: url.hostname,
      requestId: randomUUID(),
      ...requestTimes('requestTime', 'requestTimeEpoch'),
      identity: {
        accountId: null,
        caller: null,
        sourceIp: message.socket.remoteAddress,
        user: null,
        userAgent: message.headers['user-agent'] ?? null,
        userArn: null,
      },
      ...context,
    },
    body: body === '' ? null : body,
    isBase64Encoded: false,
  };
}

function httpEvent({ message, url, body, match, claims }: ProxyRequest): object {
  const query = multiValue([...url.searchParams]);
  const headers = multiValue(
    headerPairs(message).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const routeKey = `${match.route.method} ${match.route.path}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: joined(headers),
    ...(isEmpty(query) ? {} : { queryStringParameters: joined(query) }),
    ...(isEmpty(match.pathParameters) ? {} : { pathParameters: { ...match.pathParameters } }),
    requestContext: {
      ...ACCOUNT,
      ...(claims === undefined ? {} : { authorizer: httpAuthorizer(claims) }),
      domainName: url.hostname,
      domainPrefix: url.hostname.split('.')[0],
      http: {
        method: match.route.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: message.socket.remoteAddress,
        userAgent: message.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      ...requestTimes('time', 'timeEpoch'),
    },
    ...(body === '' ? {} : { body }),
    isBase64Encoded: false,
  };
}

type Pair = readonly [name: string, value: string];
type MultiValue = Readonly<Record<string, readonly string[]>>;

/** As the client wrote them: only payload 2.0 has names in lower case. */
function headerPairs({ rawHeaders }: IncomingMessage): Pair[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  );
}

function multiValue(pairs: readonly Pair[]): MultiValue {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(values);
}

function lastValues(values: MultiValue): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, list]) => [name, list.at(-1) ?? '']),
  );
}

function joined(values: MultiValue): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.join(',')]));
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;
const orNull = (value: object): object | null => (isEmpty(value) ? null : { ...value });

/** `12/Mar/2020:19:03:58 +0000`, and the same in milliseconds. */
function requestTimes(text: string, epoch: string): object {
  const now = new Date();
  const [, date, month, year, time] = now.toUTCString().split(' ');
  return { [text]: `${date}/${month}/${year}:${time} +0000`, [epoch]: now.getTime() };
}
