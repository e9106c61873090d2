import { type Fields, ownFields } from '../lib/own-fields.js';
import { scopesOf, secondsOf, stringOf, typeOf } from '../lib/token-claims.js';

import { type Hierarchy, impliedGroups } from './hierarchy.js';

/** What a rule reads of the caller. `event.auth` is one. */
export interface Principal {
  readonly groups: readonly string[];
  /** The claim `sub`. */
  readonly subject?: string | undefined;
  /** The OAuth scopes of an access token; empty for a token without the claim. */
  readonly scopes?: readonly string[] | undefined;
  /** A person, or a machine with a client-credentials token. */
  readonly type?: 'user' | 'client' | undefined;
  /** `iat`, in seconds since the epoch. */
  readonly issuedAt?: number | undefined;
  /** `auth_time`, in seconds since the epoch. */
  readonly signedInAt?: number | undefined;
  /** Compared by `owner` with a claim other than `sub`. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Where it was read from. Present, but without a name: the request is unauthenticated. */
  readonly source?: string | null | undefined;
}

/**
 * A caller as a member of the groups that its groups imply. The copy inherits nothing, so that a
 * polluted `Object.prototype` answers for no missing field.
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
 * from the copy of the claims on demand; deriving them at once would double the cost of a request.
 */
export class TokenPrincipal implements Principal {
  /** Exactly the token's list, in its order; empty for a caller in no group. */
  readonly groups: readonly string[];
  /** `sub`, the stable id of the user, or of the client for client-credentials tokens. */
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

  /** The same caller, as a member of the groups that its groups imply. */
  withImplied(hierarchy: Hierarchy): Principal {
    if (hierarchy.size === 0) return this;
    return new TokenPrincipal(this.source, this.claims, impliedGroups(this.groups, hierarchy));
  }

  get scopes(): string[] {
    return scopesOf(ownFields(this.claims));
  }

  /** The author of a Lambda authorizer decides what its context holds. */
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
    const { scopes, type, clientId, issuer, issuedAt, signedInAt, source = null } = this;
    return { ...this, source, scopes, type, clientId, issuer, issuedAt, signedInAt };
  }
}
