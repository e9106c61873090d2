import type {
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyWebsocketEventV2WithRequestContext,
} from 'aws-lambda';
import { quote } from '../lib/quote.js';
import { CONTEXT, type ContextOptions, contextOf } from './authorizer-context.js';
import { checkCaller, type Incoming } from './caller.js';
import { type Kinds, like, TEXT, TEXTS } from './options.js';
import { requestParts } from './rest-api-event.js';

/** The authorizer's context, the route and the message. */
export interface WebSocketEventOptions extends ContextOptions {
  /** `'$connect'`, `'$disconnect'`, `'$default'` or your own route key. Default: `'message'`. */
  readonly route?: string;
  /** The headers of the request that opens the connection. Only `$connect` has them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The query of the request that opens the connection. Only `$connect` has one. */
  readonly query?: Readonly<Record<string, string>>;
  /** The body of a message. */
  readonly body?: string;
}

const KINDS: Kinds<WebSocketEventOptions> = {
  ...CONTEXT,
  route: like(
    /^(?:\$(?:connect|disconnect|default)|[^\s/$]\S*)$/u,
    "'$connect', '$disconnect', '$default' or your own route key",
  ),
  headers: TEXTS,
  query: TEXTS,
  body: TEXT,
};

type WebSocketEvent = APIGatewayProxyWebsocketEventV2WithRequestContext<
  APIGatewayEventWebsocketRequestContextV2 & { readonly authorizer: never }
>;

/**
 * Builds the event of a WebSocket API whose `$connect` route has a Lambda authorizer. Every later
 * message has the same context. You can pass the event to a handler with any type of authorizer
 * context.
 *
 * @throws TypeError for an unknown or wrong option, for headers or a query without `$connect`, and
 *   for a context that API Gateway rejects
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 * @example webSocketEvent({ route: '$connect', groups: ['member'] })
 */
export function webSocketEvent(options: WebSocketEventOptions = {}): Incoming<WebSocketEvent> {
  checkCaller('webSocketEvent', options, KINDS);
  const { route: routeKey = 'message', headers, query = null, body } = options;
  const eventType = EVENT_TYPES.get(routeKey) ?? 'MESSAGE';
  if (eventType !== 'CONNECT' && (headers !== undefined || query !== null)) {
    throw new TypeError(
      `webSocketEvent: only $connect has headers and a query; remove them from ${quote(routeKey)}`,
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
  return event as unknown as Incoming<WebSocketEvent>;
}

const EVENT_TYPES = new Map([
  ['$connect', 'CONNECT'],
  ['$disconnect', 'DISCONNECT'],
]);
