import createError from 'http-errors';

/** RFC 6750, section 3: what a client without a valid bearer token is told to send. */
const CHALLENGE = 'Bearer';

/** What an operator reads in the log of a denial; a client never sees it. */
export interface DenialCause {
  readonly rule: string;
  /** The groups of the rule that the caller is not in. */
  readonly missing: readonly string[];
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

/** 401: the request carries no identity that AWS has verified. */
export function unauthorized(cause: DenialCause): Denial {
  return createError(401, {
    code: 'ERR_UNAUTHENTICATED',
    headers: { 'WWW-Authenticate': CHALLENGE },
    cause,
  }) as unknown as Denial;
}

/** 403: the caller is known and may not do this. */
export function forbidden(cause: DenialCause): Denial {
  return createError(403, { code: 'ERR_FORBIDDEN', cause }) as unknown as Denial;
}

/**
 * 500: a claim has a form that its source does not send, so nobody is let in. `cause` says which claim and what is wrong with its
 * shape; it never quotes the value.
 */
export function claimFormatError(source: string, claim: string, problem: string): Error {
  return createError(500, { code: 'ERR_CLAIM_FORMAT', cause: { source, claim, problem } });
}

/** 500: the chain is wired wrongly. The message is for the developer; `http-errors` marks a 500 as not to be exposed. */
export function wiringError(message: string, cause?: unknown): Error {
  return createError(500, message, { code: 'ERR_AUTH_MISSING', cause });
}

export const isHttpError: (error: unknown) => boolean = createError.isHttpError;
