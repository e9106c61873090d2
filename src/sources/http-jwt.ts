import { checkOptions } from '../lib/options.js';
import { ownField } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import { nativeList } from './group-list.js';
import { defineSource, type IdentitySource, toIdentity } from './source.js';
import { payloadOf } from './verification.js';

export interface HttpJwtOptions {
  /** The `payloadKey` of `@middy/http-jwt`. Default: `'jwt'`. */
  readonly payloadKey?: string;
}

/**
 * The payload that `@middy/http-jwt` has verified, attached before `cognitoGroups()`.
 *
 * Reads `request.internal[payloadKey]`, which no event can fill. The claim is an array there.
 *
 * @returns `undefined` where that middleware left no payload. A payload without the claim belongs
 *   to a caller in no group.
 * @throws TypeError at construction: a key that is not a string
 * @throws `ERR_CLAIM_FORMAT`, 500: the claim is not an array of strings
 * @see https://middy.js.org/docs/middlewares/http-jwt
 * @example cognitoGroups({ source: httpJwt() })
 */
export function httpJwt(options: HttpJwtOptions = {}): IdentitySource {
  const { payloadKey } = checkOptions('httpJwt', options, { payloadKey: 'jwt' });
  if (typeof payloadKey !== 'string' || payloadKey === '') {
    throw new TypeError(
      `httpJwt: option payloadKey is ${quote(payloadKey)}; write the payloadKey of @middy/http-jwt`,
    );
  }
  return defineSource({
    name: 'http-jwt',
    identify(_event: unknown, claim: string, internal: unknown) {
      const claims = payloadOf(ownField(internal, payloadKey));
      if (claims === undefined) return undefined;
      const place = { source: 'http-jwt', path: `request.internal.${payloadKey}`, claim } as const;
      return toIdentity('http-jwt', claims, nativeList(claims, place));
    },
  });
}
