import { verifierError } from '../lib/errors.js';
import { misuse } from '../lib/misuse.js';
import { type Fields, ownField, ownRecord } from '../lib/own-fields.js';
import { isMatch } from '../lib/text.js';
import type { InvalidToken } from './source.js';

/**
 * Verifies a token like `CognitoJwtVerifier` of `aws-jwt-verify`: `verify` returns the payload, or
 * a promise of it, or throws.
 *
 * An error about the token makes the request unauthenticated: an error of `aws-jwt-verify` or
 * `jose` that concerns the token, or any error with `statusCode` 401. Every other error is a
 * failure of the verifier, `ERR_VERIFIER`, 503.
 */
export interface TokenVerifier {
  verify(token: string): unknown;
}

/**
 * The messages of `aws-jwt-verify` about a token, and the sentence to report instead. Its messages
 * quote claims, and minifiers change the names of its error classes.
 */
const MESSAGES: readonly (readonly [pattern: RegExp, problem: string])[] = [
  [/^Invalid signature$/u, 'its signature is invalid'],
  [/^JWK for kid /u, 'no key of its issuer has its key id'],
  [/^issuer (?:must be provided$|not configured)/u, 'its issuer is not allowed'],
  [/^(?:JWT |Invalid JWT|Empty JWT|Malformed signature$)/u, 'it is not a well-formed JWT'],
];

/** The same for failed assertions about claims. Only their errors have a `failedAssertion`. */
const ASSERTIONS: typeof MESSAGES = [
  [/^Token expired/u, 'it has expired'],
  [/^Token can't be used before/u, 'it is not valid yet'],
  [/^Issuer/u, 'its issuer is not allowed'],
  [/^(?:Client ID|Audience)/u, 'its client or audience is not allowed'],
  [/^Token use/u, 'its token_use is not allowed'],
  [/^Scope/u, 'its scope is not allowed'],
  [/^Cognito group/u, 'its groups are not allowed'],
  [/^JWT signature algorithm/u, 'its algorithm is not allowed'],
  [/^/u, 'an assertion of the verifier failed'],
];

/** The error codes of `jose` that concern the token. */
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
  return misuse(`${label}: option ${option}`, value, `a verifier: ${example}.create(...)`);
}

/**
 * A failure of the verifier. It is not the error that is thrown, because several `cognitoGroups()`
 * may share it.
 */
class VerifierFailure {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/**
 * Verifies one token. A failure has a cause other than the token, such as an unreachable key set.
 */
async function verify(
  verifier: TokenVerifier,
  token: string,
): Promise<Fields | InvalidToken | VerifierFailure> {
  let payload: unknown;
  try {
    payload = await verifier.verify(token);
  } catch (error) {
    const problem = tokenProblemOf(error);
    return problem === undefined
      ? new VerifierFailure(`the verifier failed${codeOf(error)}`)
      : problem;
  }
  return payloadOf(payload) ?? new VerifierFailure('the verifier returned no payload with a sub');
}

/**
 * The claims of a verified payload. An object without a `sub` is something else, such as the
 * `{ payload }` of `jose`. It lists no groups, so its caller would pass every `noneOf`.
 */
export function payloadOf(value: unknown): Fields | undefined {
  const claims = ownRecord(value);
  return typeof claims?.sub === 'string' && claims.sub !== '' ? claims : undefined;
}

/** @returns `undefined` if the error is not about the token */
function tokenProblemOf(error: unknown): string | undefined {
  const message = String(ownField(error, 'message'));
  if (ownField(error, 'failedAssertion') !== undefined) return problemIn(ASSERTIONS, message);
  if (!isError(error)) return undefined;
  const code = ownField(error, 'code');
  if (isMatch(JOSE_TOKEN_CODES, code)) return `it was rejected: ${code}`;
  // An error of `http-errors` inherits its `statusCode`.
  if ((error as { statusCode?: unknown }).statusCode === 401) return 'the verifier answered 401';
  return problemIn(MESSAGES, message);
}

function problemIn(problems: typeof MESSAGES, message: string): string | undefined {
  return problems.find(([pattern]) => pattern.test(message))?.[1];
}

/** An error from another realm is not `instanceof Error`. */
function isError(value: unknown): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** The code of a Node error, such as `ENOTFOUND`. It never quotes a token. */
function codeOf(error: unknown): string {
  const code = ownField(error, 'code');
  return isMatch(/^[A-Z][A-Z0-9_]{2,40}$/u, code) ? `: ${code}` : '';
}

/**
 * Verifies a token once per event, even if several `cognitoGroups()` share the source.
 *
 * @throws `ERR_VERIFIER`, 503. `cause` contains a fixed sentence, never the verifier's message.
 */
export function verifyOnce(
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
    if (result instanceof VerifierFailure) throw verifierError(result.problem);
    return result;
  };
}
