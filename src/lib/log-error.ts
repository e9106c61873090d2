import { PACKAGE } from './errors.js';

/**
 * Tells the operator of an error. `console.error` throws for one that cannot be formatted, such as
 * one of somebody else's code whose message is a symbol.
 */
export function logError(what: string, error: unknown): void {
  const message = `${PACKAGE}: ${what}`;
  try {
    console.error(message, error);
  } catch {
    console.error(message);
  }
}
