import { checkOptions } from '../lib/options.js';
import { fields, isRecord } from '../lib/own-fields.js';
import { nativeList } from './group-list.js';
import { headerOf } from './header.js';
import { defineSource, type IdentitySource, InvalidToken, type SourceResult, toIdentity } from './source.js';
import { checkVerifier, type TokenVerifier, verifyOnce } from './verification.js';

/** The user pool's access token, which has the groups. */
const ACCESS_TOKEN = 'x-amzn-oidc-accesstoken';

/** The load balancer's own token, which has none, and proves that the load balancer has written both headers. */
const DATA = 'x-amzn-oidc-data';

export interface AlbTokenOptions {
  /** `CognitoJwtVerifier.create({ …, tokenUse: 'access' })`. */
  readonly verifier: TokenVerifier;
  /** `AlbJwtVerifier.create({ albArn, … })`: only tokens of your own load balancer. */
  readonly albVerifier: TokenVerifier;
}

/**
 * An Application Load Balancer with an `authenticate-cognito` action.
 *
 * Reads the claim from the access token in `x-amzn-oidc-accesstoken`, after that token and the one in `x-amzn-oidc-data` have been verified and found
 * to be of one `sub`. Whoever reaches the function past the load balancer can send headers, and cannot sign them.
 *
 * @returns `undefined` for any other event, and where the load balancer has authenticated nobody. A token that does not hold is refused: 401.
 * @throws TypeError at construction: a verifier is missing
 * @throws `ERR_VERIFIER`, 503, and `ERR_CLAIM_FORMAT`, 500, as `verifiedToken` does
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#user-claims-encoding
 */
export function albToken(options: AlbTokenOptions): IdentitySource {
  const given = checkOptions('albToken', options, { verifier: undefined, albVerifier: undefined });
  const verifyAccess = verifyOnce('alb', checkVerifier('albToken', 'verifier', given.verifier));
  const verifyData = verifyOnce('alb', checkVerifier('albToken', 'albVerifier', given.albVerifier, 'AlbJwtVerifier'));

  async function read(event: object, accessToken: string, data: string, claim: string): Promise<SourceResult> {
    // One after the other: a key of a load balancer is fetched for its id, which anybody can make up.
    const claims = await verifyAccess(event, accessToken);
    if (claims instanceof InvalidToken) return claims;
    const signed = await verifyData(event, data);
    if (signed instanceof InvalidToken) return signed;
    if (claims.sub !== signed.sub) return new InvalidToken(`${ACCESS_TOKEN} and ${DATA} are of different subjects`);
    return toIdentity('alb', claims, nativeList(claims, { source: 'alb', path: ACCESS_TOKEN, claim }));
  }

  return defineSource({
    name: 'alb',
    waits: true,
    identify(event: unknown, claim: string) {
      if (!isRecord(fields(fields(event).requestContext).elb)) return undefined;
      const [accessToken, data] = [headerOf(event, ACCESS_TOKEN), headerOf(event, DATA)];
      if (accessToken === undefined && data === undefined) return undefined;
      return typeof accessToken === 'string' && typeof data === 'string'
        ? read(event as object, accessToken, data, claim)
        : new InvalidToken(`${ACCESS_TOKEN} and ${DATA} are not there once each`);
    },
  });
}
