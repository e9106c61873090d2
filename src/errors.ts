import createError from 'http-errors';
import type { Rule } from './rule.js';

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

/** The error of a caller who is not let in: an `HttpError` of `http-errors`, whose message is the bare status text. */
export interface Denial extends Error {
  /** 503 when a token could not be verified for a reason that is not the caller's. */
  readonly status: 401 | 403 | 503;
  readonly statusCode: 401 | 403 | 503;
  readonly expose: true;
  readonly code: 'ERR_UNAUTHENTICATED' | 'ERR_FORBIDDEN' | 'ERR_VERIFIER';
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause: DenialCause | VerifierCause;
}

/** What an operator reads of a verifier that failed. */
export interface VerifierCause {
  readonly source: string;
  readonly problem: string;
}

/** 401 for a request that carries no identity, with a challenge (RFC 6750, section 3); 403 for a caller who may not do this. */
export function denialError(status: 401 | 403, cause: DenialCause, challenge: string): Denial {
  const details =
    status === 401
      ? { code: 'ERR_UNAUTHENTICATED', headers: { 'WWW-Authenticate': challenge } }
      : { code: 'ERR_FORBIDDEN' };
  return withCause(createError(status, details), cause);
}

/** 503: nothing is known of the caller, because the verifier failed. The message is the bare status text, so it may be exposed. */
export function verifierError(cause: VerifierCause): Denial {
  return withCause(createError(503, { code: 'ERR_VERIFIER', expose: true }), cause);
}

/** As `new Error(message, { cause })` does it: an error handler that sends the error as JSON must not send the rule. */
function withCause(error: Error, cause: DenialCause | VerifierCause): Denial {
  Object.defineProperty(error, 'cause', { value: cause, enumerable: false, configurable: true, writable: true });
  return error as Denial;
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

export function isVerifierError(error: unknown): error is Denial {
  return isHttpError(error) && (error as Denial).code === 'ERR_VERIFIER';
}
