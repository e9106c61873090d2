import { stringOf } from '../lib/claim-value.js';
import type { Fields } from '../lib/own-fields.js';
import { TokenPrincipal } from '../rules/principal.js';
import { type Decode, listOf } from './group-list.js';
import type { TokenPolicy } from './token-policy.js';

/** Where an identity was read from. */
export type SourceName =
  | 'rest-api'
  | 'http-api'
  | 'appsync'
  | 'lambda-authorizer'
  | 'verified-token'
  | 'alb'
  | 'http-jwt';

/**
 * A caller whom AWS or a verifier has authenticated. Guards read it instead of the event. It omits
 * the private field of the class, which would tell two copies of these types apart.
 */
export interface Identity extends Omit<TokenPrincipal, 'has'> {
  readonly source: SourceName;
}

/**
 * The result for a token that was sent but is invalid (RFC 6750, section 3.1). The request is
 * unauthenticated, and no other source is tried.
 */
export type InvalidToken = string;

/**
 * What a source returns. `undefined` means an event of another kind or without a caller, so the
 * next source is tried.
 */
export type SourceResult = Identity | InvalidToken | undefined;

/** Reads the caller from one kind of event. Only the sources of this package are accepted. */
export interface IdentitySource {
  readonly name: SourceName;
  /** @throws TypeError if it cannot stand at this place of a list, or beside a pin */
  readonly check?: (isLast: boolean, pin: string | undefined) => void;
  /** `identify` may return a promise, and that promise is final. */
  readonly waits?: true;
  /**
   * @param internal what earlier middleware of the chain left in `request.internal`
   * @throws `ERR_CLAIM_FORMAT`, 500: the claim has a format that AWS does not send
   */
  identify(
    event: unknown,
    policy: TokenPolicy,
    internal: unknown,
  ): SourceResult | Promise<SourceResult>;
}

/** A source that recognises its events by their own fields and reads what AWS has verified. */
export interface DetectedSource extends IdentitySource {
  identify(event: unknown, policy: TokenPolicy): Identity | InvalidToken | undefined;
}

/**
 * The sources of this package. A look-alike could return groups as a string, which also has an
 * `includes` method.
 */
const sources = new WeakSet<object>();

export function defineSource<TSource extends IdentitySource>(source: TSource): TSource {
  sources.add(source);
  return Object.freeze(source);
}

export function isSource(value: unknown): value is IdentitySource {
  return sources.has(value as object);
}

/**
 * The identity of a token's claims. The issuer is checked first, because the claims of a
 * foreign issuer may have any format.
 */
export function identityOf(
  source: SourceName,
  claims: Fields,
  policy: TokenPolicy,
  decode?: Decode,
  isDetected = false,
): Identity | InvalidToken {
  const problem = policy.problemOf(claims, isDetected);
  return problem ?? toIdentity(source, claims, listOf(claims, policy.claim, decode));
}

export function toIdentity(
  source: SourceName,
  claims: Fields,
  groups: readonly string[],
): Identity {
  const { sub, username, 'cognito:username': idName } = claims;
  return new TokenPrincipal(
    source,
    claims,
    groups,
    stringOf(sub),
    stringOf(idName) ?? stringOf(username),
  ) as Identity;
}
