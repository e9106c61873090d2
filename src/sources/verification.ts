import { verifierError } from '../lib/errors.js';
import { type Fields, ownFields, ownRecord } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import { kindOf } from './group-list.js';
import { InvalidToken, type SourceName } from './source.js';

/**
 * Verifies a token as `CognitoJwtVerifier` of `aws-jwt-verify` does: returns the payload or throws.
 *
 * An error about the token makes the request unauthenticated: those of `aws-jwt-verify` and `jose`
 * are known, and any error with the `statusCode` 401. Every other error is a failure of the
 * verifier.
 */
export interface TokenVerifier {
  verify(token: string): unknown;
}

/** How `aws-jwt-verify` begins a message about the token. Minifiers change the class names. */
const TOKEN_PREFIXES = /^(?:JWT |Invalid JWT|Empty JWT|JWK for kid |issuer not configured)/u;

/** Its whole messages about the token. What begins alike may be about the keys. */
const TOKEN_MESSAGES = /^(?:Invalid signature|Malformed signature|issuer must be provided)$/u;

/** The codes of `jose` that are about the token. */
const JOSE_TOKEN_CODES = /^ERR_(?:JW[ST]_|JOSE_ALG_NOT_ALLOWED$|JWKS_NO_MATCHING_KEY$)/u;

export function checkVerifier(
  label: string,
  option: string,
  value: unknown,
  example: 'CognitoJwtVerifier' | 'AlbJwtVerifier' = 'CognitoJwtVerifier',
): TokenVerifier {
  if (typeof (value as TokenVerifier | undefined)?.verify === 'function') {
    return value as TokenVerifier;
  }
  throw new TypeError(
    `${label}: option ${option} is ${quote(value)}; pass a verifier: ${example}.create(...)`,
  );
}

/** Kept apart from the error of one reading: several readers may meet the same failure. */
class VerifierFailure {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/** A failure has a reason other than the token, such as an unreachable key set. */
async function verify(
  verifier: TokenVerifier,
  token: string,
): Promise<Fields | InvalidToken | VerifierFailure> {
  let payload: unknown;
  try {
    payload = await verifier.verify(token);
  } catch (error) {
    const problem = problemOf(error, token);
    if (isAboutToken(error)) return new InvalidToken(problem);
    return new VerifierFailure(`the verifier failed: ${problem}`);
  }
  return payloadOf(payload) ?? new VerifierFailure('the verifier returned no payload with a sub');
}

/**
 * A payload without a `sub` is something else, such as the `{ payload }` of `jose`. It holds no
 * groups, so its caller would be in no excluded group.
 */
export function payloadOf(value: unknown): Fields | undefined {
  const claims = ownRecord(value);
  return typeof claims?.sub === 'string' && claims.sub !== '' ? claims : undefined;
}

/** Shorter parts of a token occur in other words too. */
const MAX_HARMLESS_PART = 8;

/** What a verifier says of its failure, without the token or a part of it. */
function problemOf(error: unknown, token: string): string {
  const message: unknown = error instanceof Error ? error.message : error;
  if (typeof message !== 'string') return `it threw a value ${kindOf(message)}`;
  const parts = token.split(/[^\w-]+/u).filter(({ length }) => length > MAX_HARMLESS_PART);
  return [token, ...parts].reduce((text, part) => text.replaceAll(part, '[token]'), message);
}

/**
 * Several readers on one event verify a token once.
 *
 * @throws `ERR_VERIFIER`, 503. `cause` holds no part of the token.
 */
export function verifyOnce(
  source: SourceName,
  verifier: TokenVerifier,
): (event: object, token: string) => Promise<Fields | InvalidToken> {
  const pending = new WeakMap<object, { token: string; result: ReturnType<typeof verify> }>();

  return async (event, token) => {
    let earlier = pending.get(event);
    if (earlier?.token !== token) {
      earlier = { token, result: verify(verifier, token) };
      pending.set(event, earlier);
    }
    const result = await earlier.result;
    if (result instanceof VerifierFailure) throw verifierError(source, result.problem);
    return result;
  };
}

/** An assertion about the token failed, the token cannot be read, or no key fits it. */
function isAboutToken(error: unknown): boolean {
  if (ownFields(error).failedAssertion !== undefined) return true;
  if (!(error instanceof Error)) return false;
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  if (statusCode === 401 || (typeof code === 'string' && JOSE_TOKEN_CODES.test(code))) return true;
  return TOKEN_PREFIXES.test(error.message) || TOKEN_MESSAGES.test(error.message);
}
