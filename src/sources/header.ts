import { isRecord, ownField, ownFields } from '../lib/own-fields.js';

/** RFC 6750, section 2.1; RFC 9110, section 11.1: the scheme is case-insensitive. */
const SCHEME = /^bearer +/iu;

/** The scheme at the start, or after a comma, which joins two headers. */
const SCHEME_ANYWHERE = /(?:^|,)\s*bearer(?:\s|$)/iu;

/** A header that is present but cannot be read. */
export const MALFORMED = Symbol('malformed');

/**
 * The single value of a header, whose name is case-insensitive. A header that was sent twice, in
 * any spelling, is malformed. A REST API writes each header to both `headers` and
 * `multiValueHeaders`, a load balancer to one of them.
 */
export function headerOf(event: unknown, name: string): string | typeof MALFORMED | undefined {
  const { headers, multiValueHeaders } = ownFields(event);
  const [single, multi] = [valueIn(headers, name), valueIn(multiValueHeaders, name)];
  const value = single ?? multi;
  if (value === undefined) return undefined;
  return typeof value === 'string' && (multi === undefined || multi === value) ? value : MALFORMED;
}

/** The verifier checks the characters. */
const ONE_WORD = /^[^ ,]+$/u;

/** Three parts of base64url. */
const BARE_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/u;

/**
 * The token in `Authorization: Bearer ...`, or the whole header if it is a JWT, which a Cognito
 * authorizer also accepts; `undefined` for another scheme or without the header.
 */
export function tokenOf(event: unknown): string | typeof MALFORMED | undefined {
  const value = headerOf(event, 'authorization');
  if (typeof value !== 'string') return value;
  if (BARE_JWT.test(value)) return value;
  const scheme = SCHEME.exec(value)?.[0];
  if (scheme === undefined) return SCHEME_ANYWHERE.test(value) ? MALFORMED : undefined;
  const token = value.slice(scheme.length);
  return ONE_WORD.test(token) ? token : MALFORMED;
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
  return found.length > 1 ? MALFORMED : ownField(found, '0');
}
