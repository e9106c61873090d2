import type { Context } from 'aws-lambda';
import type { Attempt } from './expectation.js';

type LambdaHandler = (event: never, context: Context) => unknown;

/** The event that the Lambda function received, and what `cognitoGroups()` read from it. */
export interface LambdaEvent {
  readonly requestContext: {
    readonly authorizer?: {
      readonly claims?: Claims | null;
      readonly jwt?: { readonly claims: Claims };
    };
  };
  readonly auth?: { readonly groups: readonly string[] };
}

type Claims = Readonly<Record<string, unknown>>;

/** A request sent over the network, and its results. */
export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** `undefined` if the gateway answered by itself. */
  readonly event: LambdaEvent | undefined;
}

/** A handler that keeps the last event it was called with, as the function left it. */
export class Recorder {
  #event: LambdaEvent | undefined;
  readonly handler: LambdaHandler;

  constructor(handler: LambdaHandler) {
    this.handler = (event, context) => {
      this.#event = event;
      return handler(event, context);
    };
  }

  /** The event since the last call. */
  take(): LambdaEvent | undefined {
    const event = this.#event;
    this.#event = undefined;
    return event;
  }
}

/** `http://127.0.0.1:1234/teams/red` */
export function urlOf(gatewayUrl: string, { route }: Attempt): string {
  return gatewayUrl + route.path.replace('{teamId}', 'red');
}

export async function send(
  gatewayUrl: string,
  attempt: Attempt,
  recorder: Recorder,
): Promise<Exchange> {
  const { token } = attempt.caller;
  const response = await fetch(urlOf(gatewayUrl, attempt), {
    method: attempt.route.method,
    headers: {
      Origin: 'https://teams.example',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
  });
  return {
    status: response.status,
    headers: response.headers,
    body: await response.text(),
    event: recorder.take(),
  };
}
