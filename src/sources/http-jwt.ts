import { wiringError } from '../lib/errors.js';
import { misuse } from '../lib/misuse.js';
import { checkOptions } from '../lib/options.js';
import { ownField } from '../lib/own-fields.js';
import { defineSource, type IdentitySource, identityOf } from './source.js';
import { standsLast } from './stands-last.js';
import type { TokenPolicy } from './token-policy.js';
import { payloadOf } from './verification.js';

/** Where the middleware stores the payload. */
export interface HttpJwtOptions {
  /** The `payloadKey` of the middleware that verifies the token. Default: `'jwt'`. */
  readonly payloadKey?: string | undefined;
}

/**
 * The source for a chain in which `@middy/http-jwt` or `@middy/http-paseto` verifies the token.
 * Attach that middleware before `cognitoGroups()`.
 *
 * Reads the verified payload from `request.internal[payloadKey]`, which no event can set. The claim
 * is an array there.
 *
 * @returns `undefined` if there is no payload. Without the claim, the caller is in no group.
 * @throws TypeError at construction: a key that is not a string
 * @throws `ERR_CLAIM_FORMAT`, 500: the claim is not an array of strings
 * @throws `ERR_AUTH_MISSING`, 500: `request.internal` was seen with another event. The very first
 *   concurrent requests cannot be distinguished.
 * @see https://middy.js.org/docs/middlewares/http-jwt
 * @example cognitoGroups({ source: httpJwt() })
 */
export function httpJwt(options: HttpJwtOptions = {}): IdentitySource {
  const { payloadKey } = checkOptions('httpJwt', options, { payloadKey: 'jwt' });
  if (typeof payloadKey !== 'string' || payloadKey === '') {
    return misuse('httpJwt: option payloadKey', payloadKey, 'the payloadKey of the middleware');
  }

  return defineSource({
    name: 'http-jwt',
    check: standsLast('http-jwt'),
    identify(event: unknown, policy: TokenPolicy, internal: unknown) {
      checkInternal(internal as object, event);
      const claims = payloadOf(ownField(internal, payloadKey));
      return claims && identityOf('http-jwt', claims, policy);
    },
  });
}

/** The event that each `internal` object belongs to. */
const events = new WeakMap<object, unknown>();

/**
 * With the Middy option `internal`, Middy 5 and 6 share one object between requests, so a request
 * without a token would find the payload of the previous request.
 */
function checkInternal(internal: object, event: unknown): void {
  if (events.has(internal) && events.get(internal) !== event) {
    throw wiringError(
      'httpJwt: request.internal is shared with another request; omit the Middy option internal',
    );
  }
  events.set(internal, event);
}
