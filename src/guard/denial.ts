import { type CreateError, fixed } from '../lib/errors.js';
import type { Rule } from '../rules/rule.js';

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

/** What an operator reads of a verifier that failed. */
export interface VerifierCause {
  readonly source: string;
  readonly problem: string;
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

/** 401 for a request that carries no identity, with a challenge (RFC 6750, section 3); 403 for a caller who may not do this. */
export function denialError(
  createError: CreateError,
  status: 401 | 403,
  cause: DenialCause,
  challenge: string,
): Denial {
  const denial = stackless(createError, status, cause) as { -readonly [TKey in keyof Denial]: Denial[TKey] };
  denial.code = status === 401 ? 'ERR_UNAUTHENTICATED' : 'ERR_FORBIDDEN';
  if (status === 401) denial.headers = { 'WWW-Authenticate': challenge };
  return denial;
}

/** With `--frozen-intrinsics` it cannot be set, and a denial has a stack. */
function limitStackTraces(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {}
}

const TEXTS = { 401: 'Unauthorized', 403: 'Forbidden' } as const;

const prototypes = new Map<401 | 403, object>();

/**
 * An error of `createError[status]` without its constructor, which walks the stack twice and costs ten times the request. A denial is an respondTo, not a
 * fault: where it was made says nothing. `cause` is not enumerable, so an error handler that sends the error as JSON does not send the rule.
 */
function stackless(createError: CreateError, status: 401 | 403, cause: DenialCause): Error {
  const { stackTraceLimit } = Error;
  limitStackTraces(0);
  const error = new Error(TEXTS[status], { cause });
  limitStackTraces(stackTraceLimit);
  return Object.setPrototypeOf(error, prototypeOf(createError, status));
}

/** Made at the first denial of a status. */
function prototypeOf(createError: CreateError, status: 401 | 403): object {
  const known = prototypes.get(status);
  if (known !== undefined) return known;
  const made: object = Object.create((createError?.[status] ?? Error).prototype, {
    name: fixed(`${TEXTS[status]}Error`),
    status: fixed(status),
    statusCode: fixed(status),
    expose: fixed(true),
  });
  prototypes.set(status, made);
  return made;
}
