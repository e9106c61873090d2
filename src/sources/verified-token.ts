import { misuse } from '../lib/misuse.js';
import { checkOptions } from '../lib/options.js';
import { ownCopy } from '../lib/own-fields.js';
import { tokenOf as headerTokenOf, MALFORMED } from './header.js';
import { defineSource, type IdentitySource, identityOf, type SourceResult } from './source.js';
import { standsLast } from './stands-last.js';
import type { TokenPolicy } from './token-policy.js';
import { checkVerifier, type TokenVerifier, verifyOnce } from './verification.js';

export interface VerifiedTokenOptions<TEvent> {
  /** `CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId })`, or another verifier. */
  readonly verifier: TokenVerifier;
  /** Returns the token, if it is not in `Authorization`; `undefined` means that none was sent. */
  readonly token?: ((event: TEvent) => string | undefined) | undefined;
}

/**
 * The source for a token that nothing has verified yet: Function URLs, `$connect` of a WebSocket
 * API, a REST API whose group names may contain commas, or a load balancer that verifies a JWT
 * itself and forwards it.
 *
 * Reads `Authorization: Bearer <jwt>`, or `Authorization: <jwt>`, which a Cognito authorizer also
 * accepts, and trusts only the payload that the verifier returns. The claim is an array there.
 * Header names are case-insensitive, and a header that was sent twice is rejected. A token is
 * verified once per request.
 *
 * @returns `undefined` if no token was sent. A token that is malformed, expired, forged or meant
 *   for another audience makes the request unauthenticated: a guard answers 401 with
 *   `error="invalid_token"`, and no other source is tried.
 * @throws TypeError at construction: no verifier, or an unknown option
 * @throws `ERR_VERIFIER`, 503: the verifier failed for a reason other than the token
 * @throws `ERR_CLAIM_FORMAT`, 500: the verified claim is not an array of strings
 * @see https://github.com/awslabs/aws-jwt-verify#amazon-cognito
 * @example cognitoGroups({ source: verifiedToken({ verifier }) })
 */
export function verifiedToken<TEvent = unknown>(
  options: VerifiedTokenOptions<TEvent>,
): IdentitySource {
  const defaults = { verifier: undefined, token: headerTokenOf };
  const given = checkOptions('verifiedToken', options, defaults);
  const verify = verifyOnce(checkVerifier('verifiedToken', 'verifier', given.verifier));
  const tokenOf = given.token;
  if (typeof tokenOf !== 'function') {
    return misuse('verifiedToken: option token', tokenOf, 'a function of the event');
  }

  async function read(event: object, token: string, policy: TokenPolicy): Promise<SourceResult> {
    const claims = await verify(event, token);
    if (typeof claims === 'string') return claims;
    return identityOf('verified-token', ownCopy(claims), policy);
  }

  return defineSource({
    name: 'verified-token',
    waits: true,
    check: standsLast('verified-token'),
    identify(event: unknown, policy: TokenPolicy) {
      const token: unknown = tokenOf(event);
      if (token === undefined || token === null) return undefined;
      if (token === MALFORMED) {
        return 'the Authorization header is not a single token';
      }
      if (typeof token !== 'string' || token === '') {
        return 'it is not a string, or it is empty';
      }
      return read(event as object, token, policy);
    },
  });
}
