import { isRecord, own } from './own.js';

/** RFC 6750, section 2.1; the scheme in any case, as RFC 9110, section 11.1, has it. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/iu;
const BEARER_SCHEME = /^bearer(?: |$)/iu;

/** A header that is there, and not in a form that can be read. */
export const MALFORMED = Symbol('malformed');

/**
 * The one value of a header. Names are compared without regard to case; a header that was sent twice, in whatever spelling, has no value that could
 * be trusted.
 */
export function headerOf(event: unknown, name: string): string | typeof MALFORMED | undefined {
  const several = named(own(event, 'multiValueHeaders'), name).flat();
  const single = named(own(event, 'headers'), name).filter((value) => !several.includes(value));
  const [value, ...others] = [...several, ...single];
  if (value === undefined) return undefined;
  return others.length === 0 && typeof value === 'string' ? value : MALFORMED;
}

/** The token of `Authorization: Bearer …`; `undefined` where another scheme or no header was sent. */
export function bearerTokenOf(event: unknown): string | typeof MALFORMED | undefined {
  const value = headerOf(event, 'authorization');
  if (typeof value !== 'string') return value;
  if (!BEARER_SCHEME.test(value)) return undefined;
  return BEARER.exec(value)?.[1] ?? MALFORMED;
}

function named(headers: unknown, name: string): unknown[] {
  if (!isRecord(headers)) return [];
  return Object.entries(headers).flatMap(([key, value]) =>
    key.toLowerCase() === name && value !== undefined && value !== null ? [value] : [],
  );
}
