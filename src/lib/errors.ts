/** Middy's own middleware names its package in `cause` in the same way. */
export const PACKAGE = 'middy-cognito-groups';

/** The statuses of this package's errors. */
export type ErrorStatus = 401 | 403 | 500 | 503;

/** An error of this package. `rejectAs` converts it to an `HttpError` of `http-errors`. */
export class AuthError extends Error {
  readonly status: ErrorStatus;
  readonly code: string;
  /** A private field costs a tenth of a hidden property, and no log shows it. */
  #answer: unknown;

  constructor(status: ErrorStatus, code: string, message: string, cause: object) {
    super(message, { cause });
    this.status = status;
    this.code = code;
  }

  /** Stores how a guard answers this error, for `answerOf`. */
  answerWith(answer: object): void {
    this.#answer = answer;
  }

  /** @returns what `answerWith` stored; `undefined` for any other value, and for a copy */
  static answerOf(error: unknown): unknown {
    return typeof error === 'object' && error !== null && #answer in error
      ? error.#answer
      : undefined;
  }
}

/**
 * An error without a stack trace. The stack would only show the functions of this package and of
 * Middy, and capturing it costs six times as much as the rest of a denied request.
 */
export function authError(
  status: ErrorStatus,
  code: string,
  message: string,
  cause: object,
): AuthError {
  const limit = Error.stackTraceLimit;
  try {
    limitStackTraces(0);
    return new AuthError(status, code, message, cause);
  } finally {
    limitStackTraces(limit);
  }
}

/** Under `--frozen-intrinsics`, the limit cannot be set, so an error has a stack. */
function limitStackTraces(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {}
}

/**
 * 500: a claim has a format that its source does not send. `cause` names the claim and what is
 * wrong with its format, never its value.
 */
export function claimFormatError(claim: string, problem: string): AuthError {
  return authError(500, 'ERR_CLAIM_FORMAT', 'Internal Server Error', {
    package: PACKAGE,
    claim,
    problem,
  });
}

/** 500: the chain is wired wrongly. The message is for the developer; clients never see it. */
export function wiringError(message: string): AuthError {
  return authError(500, 'ERR_AUTH_MISSING', message, { package: PACKAGE });
}

/** 503: the verifier failed, so nothing is known about the caller. */
export function verifierError(problem: string): AuthError {
  return authError(503, 'ERR_VERIFIER', 'Service Unavailable', { package: PACKAGE, problem });
}
