import createError from 'http-errors';
import type { Rule } from './rule.js';

/** RFC 6750, section 3: what a client without a valid bearer token is told to send. */
const CHALLENGE = { 'WWW-Authenticate': 'Bearer' };

/** What an operator reads in the log of a denial; a client never sees it. */
export interface DenialCause {
  /** The rule, as data; `undefined` for a route that has none. */
  readonly rule: Rule | undefined;
  /** The groups that the rule names and the caller is not in. */
  readonly missing: readonly string[];
  readonly reason: string;
  /** The route, as in a table. */
  readonly route: string | undefined;
  /** Where the identity was read from; `undefined` for a caller without one. */
  readonly source: string | undefined;
}

/** The error of a refused caller: an `HttpError` of `http-errors`, whose message is the bare status text. */
export interface Denial extends Error {
  readonly status: 401 | 403;
  readonly statusCode: 401 | 403;
  readonly expose: true;
  readonly code: 'ERR_UNAUTHENTICATED' | 'ERR_FORBIDDEN';
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause: DenialCause;
}

/** 401 for a request that carries no identity, with a challenge; 403 for a caller who may not do this. */
export function denialError(status: 401 | 403, cause: DenialCause): Denial {
  const details =
    status === 401 ? { code: 'ERR_UNAUTHENTICATED', headers: { ...CHALLENGE } } : { code: 'ERR_FORBIDDEN' };
  const error = createError(status, details);
  // As `new Error(message, { cause })` does it: an error handler that sends the error as JSON must not send the rule.
  Object.defineProperty(error, 'cause', { value: cause, enumerable: false, configurable: true, writable: true });
  return error as unknown as Denial;
}

/**
 * 500: a claim has a form that its source does not send, so nobody is let in. `cause` says which claim and what is wrong with its
 * shape; it never quotes the value.
 */
export function claimFormatError(source: string | undefined, claim: string, problem: string): Error {
  return createError(500, { code: 'ERR_CLAIM_FORMAT', cause: { source, claim, problem } });
}

/** 500: the chain is wired wrongly. The message is for the developer; `http-errors` marks a 500 as not to be exposed. */
export function wiringError(message: string, cause?: unknown): Error {
  return createError(500, message, { code: 'ERR_AUTH_MISSING', cause });
}

export const isHttpError: (error: unknown) => boolean = createError.isHttpError;
