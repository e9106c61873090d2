import { type Fields, ownFields } from '../lib/own-fields.js';
import { scopesOf, secondsOf, stringOf, typeOf } from '../lib/token-claims.js';
import { type Hierarchy, impliedGroups } from './hierarchy.js';

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
 * The caller that the claims of a token describe. Fields that most requests never read are derived
 * from the copied claims on demand; deriving them at once would double the cost of a request.
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

  constructor(source: string | undefined, claims: Fields, groups: readonly string[]) {
    const { sub, 'cognito:username': idName, username: accessName } = ownFields(claims);
    this.groups = groups;
    this.subject = stringOf(sub);
    this.username = stringOf(idName) ?? stringOf(accessName);
    this.claims = { ...claims };
    this.source = source;
  }

  /** The same caller, also a member of the groups that its groups imply. */
  withImplied(hierarchy: Hierarchy): Principal {
    if (hierarchy.size === 0) return this;
    return new TokenPrincipal(this.source, this.claims, impliedGroups(this.groups, hierarchy));
  }

  get scopes(): string[] {
    return scopesOf(ownFields(this.claims));
  }

  /** `undefined` for a Lambda authorizer, because its author decides what the context contains. */
  get type(): 'user' | 'client' | undefined {
    if (this.source === 'lambda-authorizer') return undefined;
    return typeOf(ownFields(this.claims), this.username);
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
