import { isMatch } from './text.js';

/** The claim as a string; `undefined` for any other type. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `Thu Sep 26 09:22:46 UTC 2024`, as a Java runtime writes a date. */
const JAVA_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}$/u;

/**
 * A time in seconds since the epoch: a number, a numeric string, or a Java date in UTC, as a REST
 * API writes `iat`.
 *
 * @returns `undefined` if it is absent or malformed
 */
export function secondsOf(value: unknown): number | undefined {
  const isDate = isMatch(JAVA_DATE, value);
  const isDigits = isMatch(/^\d{1,12}$/u, value);
  const seconds = isDate ? Date.parse(value) / 1000 : isDigits ? Number(value) : value;
  return Number.isFinite(seconds) ? (seconds as number) : undefined;
}
