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

/** The context that your Lambda authorizer writes. It is not a token and has no other claims. */
export interface ContextOptions extends Pick<CallerOptions, 'groups' | 'subject'> {
  /** The key that holds the groups. Default: `'groups'`. */
  readonly key?: string;
  /** How the groups are written. Default: `'json'`. */
  readonly format?: 'json' | 'comma' | 'space' | 'array';
  /** The other keys of the context. */
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface LambdaAuthorizerEventOptions extends ContextOptions, RequestOptions {
  /** The kind of API, with the payload format version of an HTTP API. Default: `'rest'`. */
  readonly api?: (typeof APIS)[number];
}

/**
 * The event of a REST API or an HTTP API with a Lambda authorizer.
 *
 * @throws TypeError for an unknown option, and for a context that API Gateway does not pass on
 * @example lambdaAuthorizerEvent({ api: 'http-2.0', groups: ['admin'], format: 'array' })
 */
export function lambdaAuthorizerEvent(
  options: LambdaAuthorizerEventOptions & { readonly api: 'http-2.0' },
): Incoming<APIGatewayProxyEventV2>;
export function lambdaAuthorizerEvent(
  options?: LambdaAuthorizerEventOptions,
): Incoming<APIGatewayProxyEvent>;
export function lambdaAuthorizerEvent(options: LambdaAuthorizerEventOptions = {}): unknown {
  checkKeys('lambdaAuthorizerEvent', options, [...CONTEXT_KEYS, ...REQUEST_KEYS, 'api']);
  const { api = 'rest' } = options;
  if (!APIS.includes(api)) {
    throw new TypeError(
      `lambdaAuthorizerEvent: option api is ${JSON.stringify(api)}; ` +
        `write one of ${APIS.join(', ')}`,
    );
  }
  const context = contextOf('lambdaAuthorizerEvent', options, api !== 'http-2.0');
  if (api === 'http-2.0') return eventV2(options, context && { lambda: context });
  return api === 'rest'
    ? proxyEvent(options, context)
    : { version: '1.0', ...proxyEvent(options, context) };
}

export interface WebSocketEventOptions extends ContextOptions {
  /** `'$connect'`, `'$disconnect'`, `'$default'` or your own route key. Default: `'message'`. */
  readonly routeKey?: string;
  /** The headers of the request that opens the connection. Only `$connect` has them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The query of the request that opens the connection. Only `$connect` has one. */
  readonly query?: Readonly<Record<string, string>>;
  /** The body of a message. */
  readonly body?: string;
}

/**
 * The event of a WebSocket API whose `$connect` has a Lambda authorizer. Every later message has
 * the same context.
 *
 * @throws TypeError for an unknown option, for headers or a query outside `$connect`, and for a
 *   context that API Gateway does not pass on
 * @example webSocketEvent({ routeKey: '$connect', groups: ['member'] })
 */
export function webSocketEvent(
  options: WebSocketEventOptions = {},
): Incoming<APIGatewayProxyWebsocketEventV2> {
  checkKeys('webSocketEvent', options, [...CONTEXT_KEYS, 'routeKey', 'headers', 'query', 'body']);
  const { routeKey = 'message', headers, query = null, body } = options;
  const eventType = EVENT_TYPES.get(routeKey) ?? 'MESSAGE';
  if (eventType !== 'CONNECT' && (headers !== undefined || query !== null)) {
    throw new TypeError(
      `webSocketEvent: only $connect has headers and a query, got ${JSON.stringify(routeKey)}`,
    );
  }
  const authorizer = contextOf('webSocketEvent', options, true);
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

/** A flat context holds only strings, and API Gateway adds the principal. */
function contextOf(
  builder: string,
  options: ContextOptions,
  isFlat: boolean,
): Record<string, unknown> | undefined {
  const {
    groups,
    key = 'groups',
    format = 'json',
    subject = '3f1a7c52-0000-4000-8000-000000000001',
    context = {},
  } = options;
  if (groups === undefined) return undefined;
  if (isFlat && format === 'array') {
    throw new TypeError(
      `${builder}: only an HTTP API with payload format 2.0 sends an array in a context`,
    );
  }
  const list = encode(builder, groups, format);
  const entries = Object.entries({ sub: subject, [key]: list, ...context });
  const values = isFlat
    ? entries.map(([name, value]) => [name, flatValue(builder, name, value)])
    : entries;
  return {
    ...Object.fromEntries(values),
    ...(isFlat ? { principalId: subject, integrationLatency: 12 } : {}),
  };
}

/** @throws TypeError for a value with which API Gateway answers 500 and invokes no function */
function flatValue(builder: string, name: string, value: unknown): string {
  if (name === 'claims') {
    throw new TypeError(`${builder}: the context key claims is reserved; write another key`);
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  throw new TypeError(
    `${builder}: a flat context holds strings, numbers and booleans; ` +
      `${name} is ${JSON.stringify(value)}`,
  );
}

function encode(
  builder: string,
  groups: readonly string[],
  format: NonNullable<ContextOptions['format']>,
): unknown {
  checkGroups(builder, groups);
  if (format === 'array') return [...groups];
  if (format === 'json') return JSON.stringify(groups);
  if (format === 'space') return groups.join(' ');
  if (format !== 'comma') {
    throw new TypeError(
      `${builder}: option format is ${JSON.stringify(format)}; ` +
        'write one of json, comma, space, array',
    );
  }
  if (groups.some((name) => name.includes(','))) {
    throw new TypeError(
      `${builder}: a comma-separated list cannot hold a name with a comma, ` +
        `got ${JSON.stringify(groups)}`,
    );
  }
  return groups.join(',');
}
