import { checkOptions } from '../lib/options.js';
import { isRecord, ownCopy, ownFields } from '../lib/own-fields.js';
import { headerOf } from './header.js';
import { defineSource, type IdentitySource, identityOf, type SourceResult } from './source.js';
import { standsLast } from './stands-last.js';
import type { TokenPolicy } from './token-policy.js';
import { checkVerifier, type TokenVerifier, verifyOnce } from './verification.js';

/** The user pool's access token, which lists the groups. */
const ACCESS_TOKEN = 'x-amzn-oidc-accesstoken';

/** The load balancer's own token. It lists no groups and proves who wrote both headers. */
const DATA = 'x-amzn-oidc-data';

/** A verifier for each of the two tokens. Both are required. */
export interface AlbTokenOptions {
  /** `CognitoJwtVerifier.create({ ..., tokenUse: 'access' })`. */
  readonly verifier: TokenVerifier;
  /** `AlbJwtVerifier.create({ albArn, ... })`: accepts only tokens of your own load balancer. */
  readonly albVerifier: TokenVerifier;
}

/**
 * The source for an Application Load Balancer with an `authenticate-cognito` action.
 *
 * Reads the claim, an array, from the access token in `x-amzn-oidc-accesstoken`. Before, it
 * verifies that token and the one in `x-amzn-oidc-data`, which must have the same `sub`. A caller
 * who bypasses the load balancer can send these headers but cannot sign their tokens.
 *
 * @returns `undefined` for any other event, and for a request with neither header. An invalid token
 *   makes the request unauthenticated: a guard answers 401 with `error="invalid_token"`.
 * @throws TypeError at construction: a verifier is missing
 * @throws `ERR_VERIFIER`, 503, and `ERR_CLAIM_FORMAT`, 500, as `verifiedToken` does
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#user-claims-encoding
 * @example cognitoGroups({ source: albToken({ verifier, albVerifier }) })
 */
export function albToken(options: AlbTokenOptions): IdentitySource {
  const defaults = { verifier: undefined, albVerifier: undefined };
  const given = checkOptions('albToken', options, defaults);
  const verifyAccess = verifyOnce(checkVerifier('albToken', 'verifier', given.verifier));
  const verifyData = verifyOnce(
    checkVerifier('albToken', 'albVerifier', given.albVerifier, 'AlbJwtVerifier'),
  );

  async function read(
    event: object,
    accessToken: string,
    data: string,
    policy: TokenPolicy,
  ): Promise<SourceResult> {
    // The access token first, because anyone can invent a key id for the load balancer's token, and
    // each new id makes its verifier fetch a key.
    const claims = await verifyAccess(event, accessToken);
    if (typeof claims === 'string') return claims;
    const signed = await verifyData(event, data);
    if (typeof signed === 'string') return signed;
    if (claims.sub !== signed.sub) {
      return `${ACCESS_TOKEN} and ${DATA} have different subjects`;
    }
    return identityOf('alb', ownCopy(claims), policy);
  }

  return defineSource({
    name: 'alb',
    waits: true,
    check: standsLast('alb'),
    identify(event: unknown, policy: TokenPolicy) {
      if (!isRecord(ownFields(ownFields(event).requestContext).elb)) return undefined;
      const [accessToken, data] = [headerOf(event, ACCESS_TOKEN), headerOf(event, DATA)];
      if (accessToken === undefined && data === undefined) return undefined;
      return typeof accessToken === 'string' && typeof data === 'string'
        ? read(event as object, accessToken, data, policy)
        : `${ACCESS_TOKEN} and ${DATA} are not each present once`;
    },
  });
}
