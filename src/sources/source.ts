import type { Fields } from '../lib/own-fields.js';
import { TokenPrincipal } from '../rules/principal.js';
import { type ClaimPlace, type Decode, listOf } from './group-list.js';
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

/** A caller whom AWS or a verifier has authenticated. Guards read it instead of the event. */
export interface Identity extends TokenPrincipal {
  readonly source: SourceName;
}

/**
 * The result for a token that was sent but is invalid (RFC 6750, section 3.1). The request is
 * unauthenticated, and no other source is tried.
 */
export class InvalidToken {
  /** For the operator, without any part of the token. */
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/**
 * What a source returns. `undefined` means an event of another kind or without a caller, so the
 * next source is tried.
 */
export type SourceResult = Identity | InvalidToken | undefined;

/** Reads the caller from one kind of event. Only the sources of this package are accepted. */
export interface IdentitySource {
  readonly name: SourceName;
  /**
   * Whether the source reads what the caller sent. A list may contain one such source, at the end.
   */
  readonly readsRequest?: true;
  /** Whether `identify` may return a promise. The result of that promise is final. */
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
  claims: Fields,
  { source, path }: Omit<ClaimPlace, 'claim'>,
  policy: TokenPolicy,
  decode?: Decode,
  isDetected = false,
): Identity | InvalidToken {
  const problem = policy.findProblem(claims, isDetected);
  if (problem !== undefined) return new InvalidToken(problem);
  // Spreading the place would take as long as everything else that reads a caller.
  const groups = listOf(claims, { source, path, claim: policy.claim }, decode);
  return toIdentity(source, claims, groups);
}

export function toIdentity(
  source: SourceName,
  claims: Fields,
  groups: readonly string[],
): Identity {
  return new TokenPrincipal(source, claims, groups) as Identity;
}
