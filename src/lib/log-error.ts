import { PACKAGE } from './package.js';

/**
 * Logs an error that a user's code threw. `console.error` itself throws for an error that it cannot
 * format, such as one whose message is a symbol.
 */
export function logError(what: string, error: unknown): void {
  const message = `${PACKAGE}: ${what}`;
  try {
    console.error(message, error);
  } catch {
    console.error(message);
  }
}
