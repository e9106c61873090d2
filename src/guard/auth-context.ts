import { wiringError } from '../lib/errors.js';
import type { Principal } from '../rules/evaluate.js';
import { type Hierarchy, impliedGroups } from '../rules/hierarchy.js';
import type { KnownGroups } from '../rules/known-groups.js';
import type { Identity, SourceName } from '../sources/source.js';
import type { OnDecision } from './decision-log.js';
import type { Answer } from './response.js';

/** `event.auth`. It is the handler's own copy: changing it changes no decision. */
export interface Auth<TGroup extends string = string> {
  /** Exactly the token's list, in its order; `[]` without groups and if unauthenticated. */
  groups: TGroup[];
  /** The claim `sub`; `undefined` if unauthenticated. */
  subject?: string | undefined;
  /** `cognito:username` of an ID token, `username` of an access token. */
  username?: string | undefined;
  /** Where the identity was read from; `undefined` if unauthenticated. */
  source?: SourceName | undefined;
}

/** The type of an event after `cognitoGroups()`, for the handlers of inner routes. */
export type WithAuth<TEvent, TGroup extends string = string> = TEvent & { auth: Auth<TGroup> };

/** The settings of `cognitoGroups()` that the guards after it follow. */
export interface GuardSettings {
  readonly answer: Answer;
  readonly hierarchy: Hierarchy;
  readonly onDecision: OnDecision | undefined;
  /** The names of the `defineGroups` that this `cognitoGroups()` belongs to, if any. */
  readonly knownGroups: KnownGroups | undefined;
}

/** What guards decide from, and how they answer. */
export interface AuthContext {
  readonly identity: Identity | undefined;
  /** The identity with the groups that its groups imply. */
  readonly principal: Principal | undefined;
  /** Why the token of this request does not hold; `undefined` where it does or none was sent. */
  readonly tokenError: string | undefined;
  readonly settings: GuardSettings;
  /** A later `cognitoGroups()` failed on this request. */
  revoked: boolean;
}

/**
 * Where an event carries its context. JSON cannot hold a symbol, so no caller can forge one; a
 * shallow copy of the event keeps it, and a changed `event.auth` changes nothing.
 */
const CONTEXT = Symbol('middy-cognito-groups');

type EventWithContext = { auth: Auth; [CONTEXT]: AuthContext };

/** It inherits nothing: a polluted `Object.prototype` answers no field that it lacks. */
const UNAUTHENTICATED = { __proto__: null, groups: [] } as Partial<Identity> & { groups: string[] };

/** @throws `ERR_AUTH_MISSING`, 500: the event is not an object, or it is frozen */
export function attachContext(
  event: unknown,
  identity: Identity | undefined,
  tokenError: string | undefined,
  settings: GuardSettings,
): void {
  const target = event as EventWithContext;
  try {
    target[CONTEXT] = {
      identity,
      principal: identity && withImpliedGroups(identity, settings.hierarchy),
      tokenError,
      settings,
      revoked: false,
    };
    const { groups, subject, username, source } = identity ?? UNAUTHENTICATED;
    target.auth = { groups: [...groups], subject, username, source };
  } catch (cause) {
    throw wiringError(
      'cognitoGroups() cannot set event.auth: the event is frozen or not an object',
      cause,
    );
  }
}

function withImpliedGroups(identity: Identity, hierarchy: Hierarchy): Principal {
  if (hierarchy.size === 0) return identity;
  return { ...identity, groups: impliedGroups(identity.groups, hierarchy) };
}

/** Withdraws the identity that an earlier reading found, from copies of the event as well. */
export function revokeContext(event: unknown): void {
  const context = contextOf(event);
  if (context === undefined) return;
  context.revoked = true;
  Reflect.deleteProperty(event as object, 'auth');
}

/** @returns `undefined` where `cognitoGroups()` has not run, or has failed */
export function contextOf(event: unknown): AuthContext | undefined {
  if (typeof event !== 'object' || event === null || !Object.hasOwn(event, CONTEXT)) {
    return undefined;
  }
  const context = (event as EventWithContext)[CONTEXT];
  return context.revoked ? undefined : context;
}
