import { type AuthError, authError, PACKAGE } from '../lib/auth-error.js';
import type { Decision } from '../rules/evaluate.js';
import type { Rule } from '../rules/rule.js';

/** What a denial tells the operator. The client never sees it. */
export interface DenialCause {
  readonly package: 'middy-cognito-groups';
  /** The rule, as data; `undefined` for a route that has none. */
  readonly rule: Rule | undefined;
  /** The groups that the failed parts of the rule require. */
  readonly missing: readonly string[];
  readonly reason: string;
  /** The route, as in a table. */
  readonly route: string | undefined;
  /** Where the identity was read from; `undefined` for an unauthenticated request. */
  readonly source: string | undefined;
}

/** What a failure of a verifier tells the operator. */
export interface VerifierCause {
  readonly package: 'middy-cognito-groups';
  readonly source: string;
  readonly problem: string;
}

/**
 * The error that `respond` receives: an `HttpError` of `http-errors`. Its message is only the
 * status text.
 */
export interface Denial extends Error {
  /** 503 if verification failed for a reason other than the token. */
  status: 401 | 403 | 503;
  statusCode: 401 | 403 | 503;
  expose: boolean;
  code: 'ERR_UNAUTHENTICATED' | 'ERR_FORBIDDEN' | 'ERR_VERIFIER';
  headers?: Record<string, string>;
  cause: DenialCause | VerifierCause;
}

const CODES = { 401: 'ERR_UNAUTHENTICATED', 403: 'ERR_FORBIDDEN' } as const;

export function createDenial(
  status: 401 | 403,
  { rule, missing, reason, challenge }: Decision,
  route: string | undefined,
  source: string | undefined,
): AuthError {
  const cause: DenialCause = { package: PACKAGE, rule, missing, reason, route, source };
  const denial = authError(status, CODES[status], cause);
  if (challenge !== undefined) denial.headers = { 'WWW-Authenticate': challenge };
  return denial;
}
