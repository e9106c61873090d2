import { fields, isRecord, own } from '../lib/own-fields.js';

/** RFC 6750, section 2.1; the scheme in any case, as RFC 9110, section 11.1, has it. */
const SCHEME = /^bearer +/iu;

/** Behind a comma too: that is how two headers are joined into one. */
const SCHEME_SOMEWHERE = /(?:^|,)\s*bearer(?:\s|$)/iu;

/** A header that is there, and not in a form that can be read. */
export const MALFORMED = Symbol('malformed');

/**
 * The one value of a header. Names are compared without regard to case; a header that was sent twice, in whatever spelling, has no value that could
 * be trusted. A REST API writes it into both places, a load balancer into one of them.
 */
export function headerOf(event: unknown, name: string): string | typeof MALFORMED | undefined {
  const { headers, multiValueHeaders } = fields(event);
  const [single, several] = [valueIn(headers, name), valueIn(multiValueHeaders, name)];
  const value = single ?? several;
  if (value === undefined) return undefined;
  return typeof value === 'string' && (several === undefined || several === value) ? value : MALFORMED;
}

/** The token of `Authorization: Bearer …`; `undefined` where another scheme or no header was sent. */
export function bearerTokenOf(event: unknown): string | typeof MALFORMED | undefined {
  const value = headerOf(event, 'authorization');
  if (typeof value !== 'string') return value;
  const scheme = SCHEME.exec(value)?.[0];
  if (scheme === undefined) return SCHEME_SOMEWHERE.test(value) ? MALFORMED : undefined;
  const token = value.slice(scheme.length);
  // One word. Its letters are for the verifier to read, which looks at each of them anyway.
  return token === '' || token.includes(',') || token.includes(' ') ? MALFORMED : token;
}

function valueIn(headers: unknown, name: string): unknown {
  if (!isRecord(headers)) return undefined;
  let found: unknown;
  for (const key of Object.keys(headers)) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue;
    const value = headers[key] ?? undefined;
    if (value !== undefined && found !== undefined) return MALFORMED;
    found ??= value;
  }
  if (!Array.isArray(found)) return found;
  return found.length > 1 ? MALFORMED : own(found, '0');
}
