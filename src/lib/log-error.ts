/**
 * Tells the operator of an error that somebody else's code threw. `console.error` throws for one
 * that cannot be formatted, such as an error whose message is a symbol.
 */
export function logError(message: string, error: unknown): void {
  try {
    console.error(message, error);
  } catch {
    console.error(message);
  }
}
