import { secondsOf, stringOf } from '../lib/claim-value.js';
import { type Fields, ownFields } from '../lib/own-fields.js';
import { compileOnly } from './compile.js';
import { type Hierarchy, impliedGroups } from './hierarchy.js';
import { contextOf } from './rule-context.js';
import { satisfies } from './truth.js';

/** The facts about a caller that rules read. `event.auth` is a principal. */
export interface Principal {
  readonly groups: readonly string[];
  /** The claim `sub`. */
  readonly subject?: string | undefined;
  /** The OAuth scopes of an access token; empty for a token without the claim. */
  readonly scopes?: readonly string[] | undefined;
  /** `'user'` for a person, `'client'` for a machine with a client-credentials token. */
  readonly type?: 'user' | 'client' | undefined;
  /** `iat`, in seconds since the epoch. */
  readonly issuedAt?: number | undefined;
  /** `auth_time`, in seconds since the epoch. */
  readonly signedInAt?: number | undefined;
  /** The claims of the token, which `owner` reads for a claim other than `sub`. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Where the caller was read from. If it is present and `undefined`, or `null` in JSON, the
   * request is unauthenticated.
   */
  readonly source?: string | null | undefined;
}

/**
 * A copy of a caller that is also a member of the implied groups. The copy inherits nothing, so a
 * polluted `Object.prototype` cannot supply a missing field.
 */
export function withImplied<TPrincipal extends Principal>(
  principal: TPrincipal,
  hierarchy: Hierarchy,
): TPrincipal {
  const groups = impliedGroups(principal.groups, hierarchy);
  return { __proto__: null, ...principal, groups } as TPrincipal;
}

/**
 * The caller that the claims of a token describe; also `event.auth`, because a subclass would add a
 * tenth to the cost of a request. Fields that most requests never read are derived from the claims
 * on demand; deriving them at once would double that cost.
 */
export class TokenPrincipal implements Principal {
  /** Exactly the token's list, in its order; empty for a caller in no group. */
  readonly groups: readonly string[];
  /**
   * The claim `sub`: the stable id of the user, or the `client_id` for a client-credentials token.
   */
  readonly subject: string | undefined;
  /** `cognito:username` of an ID token, `username` of an access token. */
  readonly username: string | undefined;
  /** The verified claims as the source wrote them. */
  readonly claims: Fields;
  readonly source: string | undefined;
  /** The event that `event.auth` belongs to; `undefined` for any other principal. */
  readonly #event: unknown;

  /** @param claims a copy that nothing else changes */
  constructor(
    source: string | undefined,
    claims: Fields,
    groups: readonly string[],
    subject?: string,
    username?: string,
    event?: unknown,
  ) {
    this.groups = groups;
    this.subject = subject;
    this.username = username;
    this.claims = claims;
    this.source = source;
    this.#event = event;
  }

  /** Whether a guard would allow the request. Only `event.auth` knows its event. */
  has(...given: unknown[]): boolean {
    const context = contextOf(this.#event);
    if (context === undefined) return false;
    const { principal, settings } = context;
    const rule = compileOnly('auth.has', given, settings.knownGroups);
    return satisfies(rule, principal, this.#event, []) === true;
  }

  /**
   * The OAuth scopes of an access token, which every source writes as one string with spaces. A
   * value in brackets is a list that an HTTP API wrote, so it is not a scope claim.
   */
  get scopes(): string[] {
    const { scope } = ownFields(this.claims);
    if (typeof scope !== 'string' || scope.startsWith('[')) return [];
    return scope.split(' ').filter((name) => name);
  }

  /**
   * The `sub` of a client-credentials token is its `client_id`, and the token has no user name. A
   * user's token has a user name or is an ID token. `undefined` for a Lambda authorizer, because
   * its author decides what the context contains.
   */
  get type(): 'user' | 'client' | undefined {
    if (this.source === 'lambda-authorizer') return undefined;
    const { sub, client_id: clientId, token_use: tokenUse } = ownFields(this.claims);
    if (!stringOf(sub)) return undefined;
    if (this.username || tokenUse === 'id') return 'user';
    return sub === clientId ? 'client' : undefined;
  }

  get clientId(): string | undefined {
    return stringOf(ownFields(this.claims).client_id);
  }

  get issuer(): string | undefined {
    return stringOf(ownFields(this.claims).iss);
  }

  get issuedAt(): number | undefined {
    return secondsOf(ownFields(this.claims).iat);
  }

  get signedInAt(): number | undefined {
    return secondsOf(ownFields(this.claims).auth_time);
  }

  /** JSON leaves out what is `undefined`. A copy without a caller must not look like one. */
  toJSON(): object {
    const { scopes, type, clientId, issuer, issuedAt, signedInAt } = this;
    const source = this.source ?? null;
    return { ...this, source, scopes, type, clientId, issuer, issuedAt, signedInAt };
  }
}

/**
 * A copy of the caller with other groups.
 *
 * @param event the event whose `auth` the copy becomes
 */
export function copyOf(
  { source, claims, subject, username }: TokenPrincipal,
  groups: readonly string[],
  event?: unknown,
): TokenPrincipal {
  return new TokenPrincipal(source, { ...claims }, groups, subject, username, event);
}
