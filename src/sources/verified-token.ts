import { checkOptions, quote } from '../lib/options.js';
import { nativeList } from './group-list.js';
import { bearerTokenOf, MALFORMED } from './header.js';
import { defineSource, type IdentitySource, InvalidToken, type SourceResult, toIdentity } from './source.js';
import { checkVerifier, type TokenVerifier, verifyOnce } from './verification.js';

export interface VerifiedTokenOptions<TEvent> {
  /** `CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId })` of `aws-jwt-verify`, or anything with such a `verify`. */
  readonly verifier: TokenVerifier;
  /** Where the token is, if not in `Authorization: Bearer …`; `undefined` where none was sent. */
  readonly token?: (event: TEvent) => string | undefined;
}

/**
 * A bearer token that nobody has verified yet: Function URLs, `$connect` of a WebSocket API, or in front of a REST API whose group names
 * may hold commas. The claim is read from the verified payload, where it is an array.
 *
 * Header names are compared without regard to case; a header that was sent twice is refused. A token is verified once a request.
 *
 * @returns `undefined` where no token was sent. A token that is malformed, expired, forged or made for somebody else is refused: the caller
 *   is nobody, a guard answers 401 with `error="invalid_token"`, and no other source is asked.
 * @throws TypeError at construction: no verifier, an unknown option
 * @throws `ERR_VERIFIER`, 503: the verifier failed for a reason of its own. Answered with 503, never a pass.
 * @throws `ERR_CLAIM_FORMAT`, 500: the verified claim is no array of strings
 * @see https://github.com/awslabs/aws-jwt-verify#amazon-cognito
 */
export function verifiedToken<TEvent = unknown>(options: VerifiedTokenOptions<TEvent>): IdentitySource {
  const given = checkOptions('verifiedToken', options, { verifier: undefined, token: bearerTokenOf });
  const verifier = checkVerifier('verifiedToken', 'verifier', given.verifier);
  const tokenOf = given.token;
  if (typeof tokenOf !== 'function') {
    throw new TypeError(
      `verifiedToken: option token is ${quote(tokenOf)}; write a function from the event to the token`,
    );
  }
  const verify = verifyOnce('verified-token', verifier);

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
      if (token === MALFORMED) return new InvalidToken('the Authorization header is no single Bearer token');
      if (typeof token !== 'string' || token === '') return new InvalidToken('it is no text, or an empty one');
      return read(event as object, token, claim);
    },
  });
}
