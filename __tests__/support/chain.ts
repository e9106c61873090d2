import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import type { Auth, CognitoGroupsOptions } from 'middy-cognito-groups';
import { cognitoGroups } from 'middy-cognito-groups';

const CONTEXT = {} as never;

export interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Runs a chain on an event, and returns its answer or throws its error. */
export async function invoke(handler: unknown, event: unknown): Promise<Answer> {
  return (await (handler as MiddyfiedHandler)(event, CONTEXT)) as Answer;
}

/** The error that a chain throws on an event. */
export async function thrownBy(handler: unknown, event: unknown): Promise<ThrownError> {
  try {
    await invoke(handler, event);
  } catch (error) {
    return error as ThrownError;
  }
  throw new Error('the chain threw nothing');
}

/** The status that a chain answers, or `thrown` and the status of the error. */
export async function answeredBy(handler: unknown, event: unknown): Promise<number | string> {
  try {
    return (await invoke(handler, event)).statusCode;
  } catch (error) {
    return `thrown ${(error as ThrownError).statusCode}`;
  }
}

export interface ThrownError extends Error {
  readonly status: number;
  readonly statusCode: number;
  readonly expose: boolean;
  readonly code: string;
  readonly headers?: Record<string, string>;
  readonly cause: Record<string, unknown>;
}

/** The `event.auth` that `cognitoGroups()` sets on this event, with what it derives on demand. */
export async function authOf(event: unknown, options?: CognitoGroupsOptions): Promise<Auth> {
  const handler = middy()
    .use(cognitoGroups(options))
    .handler(async ({ auth }) => {
      const derived = (auth as unknown as { toJSON(): object }).toJSON();
      const { source } = auth;
      return Object.assign(Object.create({ has: auth.has.bind(auth) }), derived, { source });
    });
  return (await invoke(handler, event)) as unknown as Auth;
}

/** The fields of `event.auth` without a token, those that are `undefined` aside. */
export const NO_AUTH = { groups: [], scopes: [], claims: {} } as const;

/** The error that `cognitoGroups()` throws on this event. */
export function failureOf(event: unknown, options?: CognitoGroupsOptions): Promise<ThrownError> {
  return thrownBy(middy().use(cognitoGroups(options)), event);
}
