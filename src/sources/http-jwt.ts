import { checkOptions, quote } from '../lib/options.js';
import { own } from '../lib/own-fields.js';
import { nativeList } from './group-list.js';
import { defineSource, type IdentitySource, toIdentity } from './source.js';
import { payloadOf } from './verification.js';

export interface HttpJwtOptions {
  /** The `payloadKey` of `@middy/http-jwt`, `'jwt'` without it. */
  readonly payloadKey?: string;
}

/**
 * The payload that `@middy/http-jwt` has verified, attached before `cognitoGroups()` in the same chain.
 *
 * Reads `request.internal[payloadKey]`, which no event can fill; the claim is an array there.
 *
 * @returns `undefined` where that middleware has left no payload. A payload without the claim is of a caller in no group.
 * @throws TypeError at construction: a key that is no text
 * @throws `ERR_CLAIM_FORMAT`, 500: the claim is no array of strings
 * @see https://middy.js.org/docs/middlewares/http-jwt
 */
export function httpJwt(options: HttpJwtOptions = {}): IdentitySource {
  const { payloadKey } = checkOptions('httpJwt', options, { payloadKey: 'jwt' });
  if (typeof payloadKey !== 'string' || payloadKey === '') {
    throw new TypeError(`httpJwt: option payloadKey is ${quote(payloadKey)}; write the payloadKey of @middy/http-jwt`);
  }
  return defineSource({
    name: 'http-jwt',
    identify(_event: unknown, claim: string, internal: unknown) {
      const claims = payloadOf(own(internal, payloadKey));
      if (claims === undefined) return undefined;
      const place = { source: 'http-jwt', path: `request.internal.${payloadKey}`, claim } as const;
      return toIdentity('http-jwt', claims, nativeList(claims, place));
    },
  });
}
