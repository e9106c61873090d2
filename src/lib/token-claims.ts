import type { Fields } from './own-fields.js';

/** The claim as a string; `undefined` for any other type. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * The OAuth scopes of an access token, which every source writes as one string with spaces. A value
 * in brackets is a list that an HTTP API has written, so it is not a scope claim.
 */
export function scopesOf({ scope }: Fields): string[] {
  if (typeof scope !== 'string' || scope === '' || scope.startsWith('[')) return [];
  return scope.split(' ').filter((name) => name !== '');
}

/**
 * A client-credentials token has its `client_id` as `sub` and no user name. A token of a user has a
 * user name, or is an ID token.
 */
export function typeOf(
  claims: Fields,
  username: string | undefined,
): 'user' | 'client' | undefined {
  const { sub, client_id: clientId, token_use: tokenUse } = claims;
  if (typeof sub !== 'string' || sub === '') return undefined;
  if (username !== undefined || tokenUse === 'id') return 'user';
  return sub === clientId ? 'client' : undefined;
}

/**
 * A time in seconds since the epoch: a number, a numeric string, or a Java date in UTC
 * (`Thu Sep 26 09:22:46 UTC 2024`), as a REST API writes `iat`.
 *
 * @returns `undefined` if it is absent or malformed
 */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const seconds = value.length === JAVA_DATE_LENGTH ? fromJavaDate(value) : digitsOf(value, 0);
  return Number.isNaN(seconds) ? undefined : seconds;
}

const JAVA_DATE_LENGTH = 28;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ';

/** By position: a pattern and `Date.parse` would cost a request as much as all of its rules. */
function fromJavaDate(date: string): number {
  const month = MONTHS.indexOf(date.slice(4, 8));
  if (month < 0 || date.slice(19, 24) !== ' UTC ') return Number.NaN;
  const [year, day] = [digitsOf(date, 24), digitsOf(date, 8, 10)];
  const [hour, minute, second] = [
    digitsOf(date, 11, 13),
    digitsOf(date, 14, 16),
    digitsOf(date, 17, 19),
  ];
  return Date.UTC(year, month / 4, day, hour, minute, second) / 1000;
}

/** A decimal number; `NaN` for any other character, and for none. */
function digitsOf(value: string, from: number, to = value.length): number {
  let number = from < to && to - from < 13 ? 0 : Number.NaN;
  for (let at = from; at < to; at += 1) {
    const digit = value.charCodeAt(at) - 48;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : Number.NaN;
  }
  return number;
}
