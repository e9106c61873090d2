/**
 * An error without a stack trace. A denial is an answer, not a defect: walking the stack costs six
 * times as much as the whole request and helps no one.
 */
export function stacklessError(message: string, cause: unknown): Error {
  const limit = Error.stackTraceLimit;
  try {
    limitStackTraces(0);
    return new Error(message, { cause });
  } finally {
    limitStackTraces(limit);
  }
}

/** The limit cannot be set under `--frozen-intrinsics`. There, a denial has a stack. */
function limitStackTraces(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {}
}
