import type {
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyWebsocketEventV2,
} from 'aws-lambda';
import {
  type CallerOptions,
  checkGroups,
  checkKeys,
  type Incoming,
  REQUEST_KEYS,
  type RequestOptions,
} from './caller.js';
import { eventV2 } from './http-api-event.js';
import { proxyEvent, requestParts } from './rest-api-event.js';

const APIS = ['rest', 'http-1.0', 'http-2.0'] as const;

const CONTEXT_KEYS = [
  'groups',
  'subject',
  'key',
  'format',
  'context',
] as const satisfies (keyof ContextOptions)[];

/** What your Lambda authorizer writes. It is no token, and has no other claims. */
export interface ContextOptions extends Pick<CallerOptions, 'groups' | 'subject'> {
  /** The key of the groups, `'groups'` without it. */
  readonly key?: string;
  /** How they are written, `'json'` without it. */
  readonly format?: 'json' | 'comma' | 'space' | 'array';
  /** The rest of the context. */
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface LambdaAuthorizerEventOptions extends ContextOptions, RequestOptions {
  /** `'rest'` without it. */
  readonly api?: (typeof APIS)[number];
}

/** The event of a REST API or an HTTP API with a Lambda authorizer. */
export function lambdaAuthorizerEvent(
  options: LambdaAuthorizerEventOptions & { readonly api: 'http-2.0' },
): Incoming<APIGatewayProxyEventV2>;
export function lambdaAuthorizerEvent(
  options?: LambdaAuthorizerEventOptions,
): Incoming<APIGatewayProxyEvent>;
export function lambdaAuthorizerEvent(options: LambdaAuthorizerEventOptions = {}): unknown {
  checkKeys('lambdaAuthorizerEvent', options, [...CONTEXT_KEYS, ...REQUEST_KEYS, 'api']);
  const { api = 'rest' } = options;
  if (!APIS.includes(api))
    throw new TypeError(`api is one of ${APIS.join(', ')}, got ${JSON.stringify(api)}`);
  const context = contextOf(options, api !== 'http-2.0');
  if (api === 'http-2.0') return eventV2(options, context && { lambda: context });
  return api === 'rest'
    ? proxyEvent(options, context)
    : { version: '1.0', ...proxyEvent(options, context) };
}

export interface WebSocketEventOptions extends ContextOptions {
  /** `'$connect'`, `'$disconnect'`, `'$default'` or a route of yours. */
  readonly routeKey?: string;
  /** Of the request that opens the connection: of `$connect` alone. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Of a message. */
  readonly body?: string;
}

/** The event of a WebSocket API whose `$connect` has a Lambda authorizer: every later message carries the same context. */
export function webSocketEvent(
  options: WebSocketEventOptions = {},
): Incoming<APIGatewayProxyWebsocketEventV2> {
  checkKeys('webSocketEvent', options, [...CONTEXT_KEYS, 'routeKey', 'headers', 'query', 'body']);
  const { routeKey = 'message', headers, query = null, body } = options;
  const eventType = EVENT_TYPES.get(routeKey) ?? 'MESSAGE';
  if (eventType !== 'CONNECT' && (headers !== undefined || query !== null))
    throw new TypeError(`only $connect has headers and a query, got ${JSON.stringify(routeKey)}`);
  const authorizer = contextOf(options, true);
  const event = {
    requestContext: {
      routeKey,
      ...(authorizer === undefined ? {} : { authorizer }),
      ...(eventType === 'MESSAGE' ? { messageId: 'JKJaXfiNDoE=' } : {}),
      eventType,
      extendedRequestId: 'JKJaXmPLvHcESHA=',
      requestTime: '26/Sep/2024:08:30:00 +0000',
      messageDirection: 'IN',
      stage: 'test',
      connectedAt: 1727339400000,
      requestTimeEpoch: 1727339400000,
      requestId: 'JKJaXmPLvHcESHA=',
      domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
      connectionId: 'JKJaXd4GjoECFSA=',
      apiId: 'abc123',
    },
    ...(eventType === 'CONNECT' ? requestParts(headers ?? {}, query) : {}),
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
  return event as unknown as Incoming<APIGatewayProxyWebsocketEventV2>;
}

const EVENT_TYPES = new Map([
  ['$connect', 'CONNECT'],
  ['$disconnect', 'DISCONNECT'],
]);

/** Flat contexts hold text only, and API Gateway adds the principal. */
function contextOf(options: ContextOptions, flat: boolean): Record<string, unknown> | undefined {
  const {
    groups,
    key = 'groups',
    format = 'json',
    subject = '3f1a7c52-0000-4000-8000-000000000001',
    context = {},
  } = options;
  if (groups === undefined) return undefined;
  if (flat && format === 'array')
    throw new TypeError('only an HTTP API with payload format 2.0 sends an array in a context');
  const entries = Object.entries({ sub: subject, [key]: encode(groups, format), ...context });
  const values = flat ? entries.map(([name, value]) => [name, flatText(name, value)]) : entries;
  return {
    ...Object.fromEntries(values),
    ...(flat ? { principalId: subject, integrationLatency: 12 } : {}),
  };
}

/** @throws TypeError for what API Gateway takes from no authorizer: then it answers 500, and calls nobody */
function flatText(name: string, value: unknown): string {
  if (name === 'claims')
    throw new TypeError('a context of a Lambda authorizer has no key claims: it is reserved');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new TypeError(
    `a flat context holds text, numbers and booleans; ${name} is ${JSON.stringify(value)}`,
  );
}

function encode(groups: readonly string[], format: NonNullable<ContextOptions['format']>): unknown {
  checkGroups(groups);
  if (format === 'array') return [...groups];
  if (format === 'json') return JSON.stringify(groups);
  if (format === 'space') return groups.join(' ');
  if (format !== 'comma')
    throw new TypeError(`format is json, comma, space or array, got ${JSON.stringify(format)}`);
  if (groups.some((name) => name.includes(',')))
    throw new TypeError(`a list with commas cannot hold ${JSON.stringify(groups)}`);
  return groups.join(',');
}
