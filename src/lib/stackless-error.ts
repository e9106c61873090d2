/**
 * An error without a stack trace. A denial is a response, not a defect: capturing the stack costs
 * six times as much as the rest of the request and helps no one.
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

/** Under `--frozen-intrinsics`, the limit cannot be set, so a denial has a stack. */
function limitStackTraces(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {}
}
