import { isRecord } from './own-fields.js';

/** The statuses of this package's errors, as RFC 9110 words them. */
export const STATUS_TEXTS = {
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

export type ErrorStatus = keyof typeof STATUS_TEXTS;

/** An error of this package. `rejectAs` converts it to an `HttpError` of a status. */
export class AuthError extends Error {
  readonly code: string;
  /** Only a denial with a challenge has this field. */
  declare headers?: Record<string, string>;
  /** A private field costs a tenth of a hidden property, and no log shows it. */
  #answer: unknown;

  constructor(code: string, cause: object, message: string) {
    super(message, { cause });
    this.code = code;
  }

  /** Stores how a guard answers this error, for `answerOf`. */
  answerWith(answer: unknown): void {
    this.#answer = answer;
  }

  /** @returns what `answerWith` stored; `undefined` for any other value, and for a copy */
  static answerOf(error: unknown): unknown {
    return isRecord(error) && #answer in error ? error.#answer : undefined;
  }
}

/**
 * An error without a stack trace. The stack would only show the functions of this package and of
 * Middy, and capturing it costs six times as much as the rest of a denied request.
 *
 * @param cause what the operator needs to know. The client never sees it.
 */
export function authError(
  status: ErrorStatus,
  code: string,
  cause: object,
  message: string = STATUS_TEXTS[status],
): AuthError {
  const limit = Error.stackTraceLimit;
  try {
    limitStackTraces(0);
    return new AuthError(code, cause, message);
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
