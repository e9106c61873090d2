import { verifierError } from '../lib/errors.js';
import { type Fields, ownField, ownRecord } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
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

/**
 * What `aws-jwt-verify` says of a token, and our sentence for it. Its own messages quote claims,
 * and minifiers change the names of its classes.
 */
const TOKEN_PROBLEMS: readonly (readonly [pattern: RegExp, problem: string])[] = [
  [/^Token expired/u, 'it has expired'],
  [/^Token can't be used before/u, 'it is not valid yet'],
  [/^Invalid signature$/u, 'its signature is invalid'],
  [/^JWT signature algorithm/u, 'its algorithm is not allowed'],
  [/^JWK for kid /u, 'no key of its issuer has its key id'],
  [/^(?:Issuer not allowed|issuer not configured)/u, 'its issuer is not allowed'],
  [/^issuer must be provided$/u, 'its issuer is missing'],
  [/^(?:Client ID|Audience) /u, 'its client or audience is not allowed'],
  [/^Token use /u, 'its token_use is not allowed'],
  [/^Scope /u, 'its scope is not allowed'],
  [/^Cognito group /u, 'its groups are not allowed'],
  [/^(?:JWT |Invalid JWT|Empty JWT|Malformed signature$)/u, 'it is not a well-formed JWT'],
];

/** Messages of a failed assertion that begin so could be about something else without one. */
const ASSERTED = /^(?:Token |Issuer|Client ID|Audience|Scope|Cognito group)/u;

/** The codes of `jose` that are about the token. */
const JOSE_TOKEN_CODES = /^ERR_(?:JW[ST]_[A-Z_]+|JOSE_ALG_NOT_ALLOWED|JWKS_NO_MATCHING_KEY)$/u;

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
    `${label}: option ${option} is ${quote(value)}; pass a verifier, such as ${example}.create(…)`,
  );
}

type Verified = Fields | InvalidToken;

/**
 * @throws `ERR_VERIFIER`, 503: the verifier failed for a reason other than the token, such as an
 *   unreachable key set
 */
async function verify(
  source: SourceName,
  verifier: TokenVerifier,
  token: string,
): Promise<Verified> {
  let payload: unknown;
  try {
    payload = await verifier.verify(token);
  } catch (error) {
    const problem = tokenProblemOf(error);
    if (problem !== undefined) return new InvalidToken(problem);
    throw verifierError(source, `the verifier failed${codeOf(error)}`);
  }
  const claims = payloadOf(payload);
  if (claims === undefined) {
    throw verifierError(source, 'the verifier returned no payload with a sub');
  }
  return claims;
}

/**
 * A payload without a `sub` is something else, such as the `{ payload }` of `jose`. It holds no
 * groups, so its caller would be in no excluded group.
 */
export function payloadOf(value: unknown): Fields | undefined {
  const claims = ownRecord(value);
  return typeof claims?.sub === 'string' && claims.sub !== '' ? claims : undefined;
}

/** @returns `undefined` if the error is not about the token */
function tokenProblemOf(error: unknown): string | undefined {
  const [code, message] = [ownField(error, 'code'), ownField(error, 'message')];
  if (typeof code === 'string' && JOSE_TOKEN_CODES.test(code)) return `it was rejected: ${code}`;
  const isAsserted = ownField(error, 'failedAssertion') !== undefined;
  const found =
    typeof message === 'string'
      ? TOKEN_PROBLEMS.find(([pattern]) => pattern.test(message))?.[1]
      : undefined;
  if (isAsserted) return found ?? 'an assertion of the verifier failed';
  if (found !== undefined && !ASSERTED.test(message as string)) return found;
  return isError(error) && ownField(error, 'statusCode') === 401 ? 'the verifier says 401' : undefined;
}

/** Errors of another realm are not `instanceof Error`. */
function isError(value: unknown): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** The code of a failure of Node, such as `ENOTFOUND`. It never quotes a token. */
function codeOf(error: unknown): string {
  const code = ownField(error, 'code');
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/u.test(code) ? `: ${code}` : '';
}

/** Several readers on one event verify a token once. */
export function verifyOnce(
  source: SourceName,
  verifier: TokenVerifier,
): (event: object, token: string) => Promise<Verified> {
  const pending = new WeakMap<object, { token: string; verified: Promise<Verified> }>();
  return (event, token) => {
    const earlier = pending.get(event);
    if (earlier?.token === token) return earlier.verified;
    const verified = verify(source, verifier, token);
    pending.set(event, { token, verified });
    return verified;
  };
}
