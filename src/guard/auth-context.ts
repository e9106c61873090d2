import { wiringError } from '../lib/errors.js';
import { type Hierarchy, impliedGroups } from '../rules/hierarchy.js';
import type { KnownGroups } from '../rules/known-groups.js';
import { copyOf, TokenPrincipal } from '../rules/principal.js';
import type { Rule } from '../rules/rule.js';
import { CONTEXT, contextOf, type RuleContext } from '../rules/rule-context.js';
import type { SourceName, SourceResult } from '../sources/source.js';
import type { OnDecision } from './decision-log.js';
import type { RespondOption } from './response.js';

/** `event.auth`. It is the handler's own copy: changing it does not affect any decision. */
export interface Auth<TGroup extends string = string> {
  /**
   * Exactly the token's list, in its order; `[]` if the caller has no groups or is unauthenticated.
   */
  groups: TGroup[];
  /** The claim `scope` of an access token, split at spaces; `[]` without it. */
  readonly scopes: string[];
  /** The claim `sub`; `undefined` if unauthenticated. */
  subject?: string | undefined;
  /** `cognito:username` of an ID token, `username` of an access token. */
  username?: string | undefined;
  /**
   * `'client'`: a machine, whose `sub` is its `client_id`. `'user'`: a person. `undefined` if
   * the source does not distinguish them, such as a Lambda authorizer.
   */
  readonly type?: 'user' | 'client' | undefined;
  /** `client_id` of an access token. */
  readonly clientId?: string | undefined;
  /** The claim `iss`. */
  readonly issuer?: string | undefined;
  /** `iat`, in seconds since the epoch. */
  readonly issuedAt?: number | undefined;
  /** `auth_time`, in seconds since the epoch. */
  readonly signedInAt?: number | undefined;
  /** The verified claims as the source wrote them. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Where the identity was read from; `undefined` if unauthenticated. */
  source?: SourceName | undefined;
  /**
   * Whether a guard with this rule would allow the request, hierarchy included. It reads the path
   * parameters of the event that `cognitoGroups()` read, even if other middleware has replaced the
   * event. It is not enumerable, so a copy of `auth` has no `has`.
   *
   * @throws TypeError for a malformed rule
   * @example const mayDelete = event.auth.has('admin')
   */
  has(rule: Rule<TGroup>): boolean;
}

/** The type of an event after `cognitoGroups()`, for handlers inside the routes of a router. */
export type WithAuth<TEvent, TGroup extends string = string> = TEvent & { auth: Auth<TGroup> };

/** The settings of `cognitoGroups()` that apply to the guards after it. */
export interface GuardSettings {
  readonly respond: RespondOption;
  readonly hierarchy: Hierarchy;
  readonly onDecision: OnDecision | undefined;
  /** The names of the `defineGroups` that this `cognitoGroups()` belongs to, if any. */
  readonly knownGroups: KnownGroups | undefined;
}

/** What guards read to decide, and how they answer. */
export interface AuthContext extends RuleContext {
  /** Has no groups and no source if the request is unauthenticated. */
  readonly identity: TokenPrincipal;
  /** Why the token of this request is invalid; `undefined` if it is valid or none was sent. */
  readonly problem: string | undefined;
  readonly settings: GuardSettings;
}

type EventWithContext = { auth: Auth; [CONTEXT]: AuthContext };

/** @throws `ERR_AUTH_MISSING`, 500: the event is not an object, or it is frozen */
export function attachContext(event: unknown, result: SourceResult, settings: GuardSettings): void {
  const target = event as EventWithContext;
  const { hierarchy } = settings;
  const isAuthenticated = typeof result === 'object';
  const identity = isAuthenticated
    ? (result as TokenPrincipal)
    : new TokenPrincipal(undefined, {}, []);
  const principal =
    hierarchy.size === 0 ? identity : copyOf(identity, impliedGroups(identity.groups, hierarchy));
  try {
    target[CONTEXT] = {
      identity,
      principal: isAuthenticated ? principal : undefined,
      problem: isAuthenticated ? undefined : result,
      settings,
      revoked: false,
    };
    target.auth = copyOf(identity, [...identity.groups], event) as unknown as Auth;
  } catch {
    throw wiringError('cognitoGroups(): the event is frozen or not an object');
  }
}

/**
 * Withdraws the identity that an earlier `cognitoGroups()` found, including from copies of the
 * event.
 */
export function revokeContext(event: unknown): void {
  const context = contextOf(event);
  if (context === undefined) return;
  context.revoked = true;
  Reflect.deleteProperty(event as object, 'auth');
}
