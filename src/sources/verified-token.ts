import { checkOptions } from '../lib/options.js';
import { quote } from '../lib/quote.js';
import { nativeList } from './group-list.js';
import { bearerTokenOf, MALFORMED } from './header.js';
import {
  defineSource,
  type IdentitySource,
  InvalidToken,
  type SourceResult,
  toIdentity,
} from './source.js';
import { checkVerifier, type TokenVerifier, verifyOnce } from './verification.js';

export interface VerifiedTokenOptions<TEvent> {
  /** `CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId })`, or any similar verifier. */
  readonly verifier: TokenVerifier;
  /** Where the token is, if not in `Authorization: Bearer …`; `undefined` where none was sent. */
  readonly token?: (event: TEvent) => string | undefined;
}

/**
 * A bearer token that nothing has verified yet: Function URLs, `$connect` of a WebSocket API, or a
 * REST API whose group names may hold commas.
 *
 * The claim is an array in the verified payload. Header names are case-insensitive, and a header
 * that was sent twice is rejected. A token is verified once a request.
 *
 * @returns `undefined` where no token was sent. A token that is malformed, expired, forged or meant
 *   for another audience makes the request unauthenticated: a guard answers 401 with
 *   `error="invalid_token"`, and no other source is asked.
 * @throws TypeError at construction: no verifier, or an unknown option
 * @throws `ERR_VERIFIER`, 503: the verifier failed for a reason other than the token
 * @throws `ERR_CLAIM_FORMAT`, 500: the verified claim is not an array of strings
 * @see https://github.com/awslabs/aws-jwt-verify#amazon-cognito
 * @example cognitoGroups({ source: verifiedToken({ verifier }) })
 */
export function verifiedToken<TEvent = unknown>(
  options: VerifiedTokenOptions<TEvent>,
): IdentitySource {
  const defaults = { verifier: undefined, token: bearerTokenOf };
  const given = checkOptions('verifiedToken', options, defaults);
  const verify = verifyOnce(
    'verified-token',
    checkVerifier('verifiedToken', 'verifier', given.verifier),
  );
  const tokenOf = given.token;
  if (typeof tokenOf !== 'function') {
    throw new TypeError(
      `verifiedToken: option token is ${quote(tokenOf)}; write a function of the event`,
    );
  }

  async function read(event: object, token: string, claim: string): Promise<SourceResult> {
    const claims = await verify(event, token);
    if (claims instanceof InvalidToken) return claims;
    const groups = nativeList(claims, { source: 'verified-token', path: 'token', claim });
    return toIdentity('verified-token', claims, groups);
  }

  return defineSource({
    name: 'verified-token',
    waits: true,
    identify(event: unknown, claim: string) {
      const token: unknown = tokenOf(event);
      if (token === undefined || token === null) return undefined;
      if (token === MALFORMED) {
        return new InvalidToken('the Authorization header is not a single Bearer token');
      }
      if (typeof token !== 'string' || token === '') {
        return new InvalidToken('it is not a string, or it is empty');
      }
      return read(event as object, token, claim);
    },
  });
}
