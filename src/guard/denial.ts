import { stacklessError } from '../lib/stackless-error.js';
import type { Rule } from '../rules/rule.js';

/** What an operator reads in the log of a denial. A client never sees it. */
export interface DenialCause {
  /** The rule, as data; `undefined` for a route that has none. */
  readonly rule: Rule | undefined;
  /** The groups that the rule names and the caller is not in. */
  readonly missing: readonly string[];
  readonly reason: string;
  /** The route, as in a table. */
  readonly route: string | undefined;
  /** Where the identity was read from; `undefined` for an unauthenticated request. */
  readonly source: string | undefined;
}

/** What an operator reads of a verifier that failed. */
export interface VerifierCause {
  readonly source: string;
  readonly problem: string;
}

/** An `HttpError` of `http-errors`, whose message is the bare status text. */
export interface Denial extends Error {
  /** 503 if a token could not be verified for a reason other than the token. */
  status: 401 | 403 | 503;
  statusCode: 401 | 403 | 503;
  expose: boolean;
  code: 'ERR_UNAUTHENTICATED' | 'ERR_FORBIDDEN' | 'ERR_VERIFIER';
  headers?: Record<string, string>;
  cause: DenialCause | VerifierCause;
}

/** 401 with a challenge (RFC 6750, section 3) for an unauthenticated request, otherwise 403. */
export function createDenial(status: 401 | 403, cause: DenialCause, challenge: string): Denial {
  const isForbidden = status === 403;
  const denial = stacklessError(isForbidden ? 'Forbidden' : 'Unauthorized', cause) as Denial;
  denial.code = isForbidden ? 'ERR_FORBIDDEN' : 'ERR_UNAUTHENTICATED';
  if (!isForbidden) denial.headers = { 'WWW-Authenticate': challenge };
  return denial;
}
