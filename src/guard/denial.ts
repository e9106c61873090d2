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
