import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Context } from 'aws-lambda';
import type { TokenClaims } from './authorizer-claims.js';
import { type ApiType, EVENT_OF } from './events.js';
import { ANSWERS_OF, type Answer, fromResult } from './gateway-answers.js';
import { findRoute, type GatewayRoute } from './gateway-route.js';
import { lambdaContext } from './lambda-context.js';
import type { VerifyToken } from './token-verifier.js';

export interface GatewayOptions {
  readonly api: ApiType;
  readonly routes: readonly GatewayRoute[];
  /** Asked on the routes that have an authorizer. */
  readonly verify: VerifyToken;
  /** Any Lambda function: `never`, because each declares which events it accepts. */
  readonly handler: (event: never, context: Context) => unknown;
}

export interface Gateway {
  readonly url: string;
  stop(): Promise<void>;
}

/** An API on a free loopback port, with one Lambda function for all its routes. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer(async (message, response) => {
    const { statusCode, headers, body } = await answer(options, message);
    response.writeHead(statusCode, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  { api, routes, verify, handler }: GatewayOptions,
  message: IncomingMessage,
): Promise<Answer> {
  const answers = ANSWERS_OF[api];
  try {
    const url = new URL(`http://${message.headers.host}${message.url}`);
    const match = findRoute(routes, message.method ?? '', url.pathname);
    if (match === undefined) return answers.noRoute;
    const claims = match.route.authorizer ? await authorize(message, verify) : undefined;
    if (match.route.authorizer && claims === undefined) return answers.unauthorized;
    const event = EVENT_OF[api]({ message, url, body: await text(message), match, claims });
    return fromResult(api, await handler(event as never, lambdaContext()));
  } catch (error) {
    console.error(error);
    return answers.failed;
  }
}

/** Both kinds of API accept a token with or without `Bearer`. */
async function authorize(
  message: IncomingMessage,
  verify: VerifyToken,
): Promise<TokenClaims | undefined> {
  const token = message.headers.authorization?.replace(/^Bearer /i, '');
  if (token === undefined) return undefined;
  return verify(token).catch(() => undefined);
}
