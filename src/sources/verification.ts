import { verifierError } from '../lib/errors.js';
import { quote } from '../lib/options.js';
import { type Fields, fields, record } from '../lib/own-fields.js';
import { secretField } from '../lib/secret-field.js';
import { kindOf } from './group-list.js';
import { InvalidToken, type SourceName } from './source.js';

/**
 * Anything that verifies a token, as `CognitoJwtVerifier` of `aws-jwt-verify` does: it returns the payload, or throws. Of what it throws, the errors of
 * `aws-jwt-verify` and `jose` that are about the token are known, and any with the `statusCode` 401; every other is a failure of its own.
 */
export interface TokenVerifier {
  verify(token: string): unknown;
}

/** How `aws-jwt-verify` begins the messages of what is wrong with a token (and not with its keys). Class names do not survive a minifier. */
const TOKEN_AT_FAULT =
  /^(?:Invalid signature$|Malformed signature$|JWT |Invalid JWT|Empty JWT|JWK for kid |issuer not configured|issuer must be provided$)/u;

/** The codes of `jose` that are about the token. */
const JOSE_TOKEN_CODES = /^ERR_(?:JW[ST]_|JOSE_ALG_NOT_ALLOWED$|JWKS_NO_MATCHING_KEY$)/u;

export function checkVerifier(
  label: string,
  option: string,
  value: unknown,
  example: 'CognitoJwtVerifier' | 'AlbJwtVerifier' = 'CognitoJwtVerifier',
): TokenVerifier {
  if (typeof (value as TokenVerifier | undefined)?.verify === 'function') return value as TokenVerifier;
  throw new TypeError(
    `${label}: option ${option} is ${quote(value)}; pass a verifier such as ${example}.create({ … })`,
  );
}

/** The verified payload of a token, or that the token is refused. */
type Verified = Fields | InvalidToken;

/**
 * @throws `ERR_VERIFIER`, 503: the verifier failed for a reason of its own, such as a key set that cannot be reached. `cause` holds no token.
 */
async function verify(source: SourceName, verifier: TokenVerifier, token: string): Promise<Verified> {
  let payload: unknown;
  try {
    payload = await verifier.verify(token);
  } catch (error) {
    const problem = problemOf(error, token);
    if (isTokensFault(error)) return new InvalidToken(problem);
    throw verifierError({ source, problem: `the verifier failed: ${problem}` });
  }
  const claims = payloadOf(payload);
  if (claims === undefined) throw verifierError({ source, problem: 'the verifier returned no payload with a sub' });
  return claims;
}

/**
 * The payload of a token says whose it is. What has no `sub` is something else that holds no groups, such as the `{ payload }` of `jose`: a caller
 * who is in no excluded group.
 */
export function payloadOf(value: unknown): Fields | undefined {
  const claims = record(value);
  return typeof claims?.sub === 'string' && claims.sub !== '' ? claims : undefined;
}

/** Shorter parts of a token are parts of other words too. */
const LONGEST_HARMLESS_PART = 8;

/** What a verifier says of its failure, without the token or a part of it. A value that is no text may hold it in any form. */
function problemOf(error: unknown, token: string): string {
  const message: unknown = error instanceof Error ? error.message : error;
  if (typeof message !== 'string') return `it threw a value ${kindOf(message)}`;
  const parts = token.split(/[^\w-]+/u).filter(({ length }) => length > LONGEST_HARMLESS_PART);
  return [token, ...parts].reduce((text, part) => text.replaceAll(part, '[token]'), message);
}

/** By event, so that several readers on one event verify a token once. */
export function verifyOnce(
  source: SourceName,
  verifier: TokenVerifier,
): (event: object, token: string) => Promise<Verified> {
  const known = secretField<{ readonly token: string; readonly verified: Promise<Verified> }>();
  return (event, token) => {
    const earlier = known.get(event);
    if (earlier?.token === token) return earlier.verified;
    const verified = verify(source, verifier, token);
    known.set(event, { token, verified });
    return verified;
  };
}

/** What the verifier asserted of the token did not hold, or it could not be read, or no key fits. */
function isTokensFault(error: unknown): boolean {
  if (fields(error).failedAssertion !== undefined) return true;
  if (!(error instanceof Error)) return false;
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  if (statusCode === 401 || (typeof code === 'string' && JOSE_TOKEN_CODES.test(code))) return true;
  return TOKEN_AT_FAULT.test(error.message);
}
