import { wiringError } from '../lib/errors.js';
import { fields } from '../lib/own-fields.js';
import { secretField } from '../lib/secret-field.js';
import type { Principal } from '../rules/evaluate.js';
import { type Hierarchy, imply } from '../rules/hierarchy.js';
import type { Identity, SourceName } from '../sources/source.js';
import type { OnDecision } from './decision-log.js';
import type { Respond } from './response.js';

/** What `cognitoGroups()` puts at `event.auth`. It is the handler's own copy: changing it changes no decision. */
export interface Auth<TGroup extends string = string> {
  /** Exactly as in the token, in its order, without duplicates; `[]` for a caller in no group and for nobody. */
  groups: TGroup[];
  /** `sub`; `undefined` for nobody. */
  subject?: string | undefined;
  /** `cognito:username` of an ID token, `username` of an access token. */
  username?: string | undefined;
  /** Where the identity was read from; `undefined` for nobody. */
  source?: SourceName | undefined;
}

/** The type of an event behind `cognitoGroups()`, for the handlers of inner routes. */
export type WithAuth<TEvent, TGroup extends string = string> = TEvent & { auth: Auth<TGroup> };

/** What `cognitoGroups()` was told, for the guards behind it. */
export interface GuardSettings {
  readonly respond: Respond;
  readonly hierarchy: Hierarchy;
  readonly onDecision: OnDecision | undefined;
  /** The `defineGroups` that the reader is of, if any. */
  readonly knownGroups: object | undefined;
}

/** What guards decide from, and how they answer. */
export interface AuthContext {
  readonly identity: Identity | undefined;
  /** The identity with the groups that its groups imply. */
  readonly principal: Principal | undefined;
  /** The handler's copy. */
  readonly auth: Auth;
  readonly settings: GuardSettings;
  /** Why the token of this request is worth nothing; `undefined` where none was sent, or it holds. */
  readonly tokenError: string | undefined;
}

/**
 * The caller behind an event, known by the event itself and by the `auth` that was put on it. A secret field, so that no look-alike
 * in the event's JSON can forge one. The event comes first: replacing its `auth` changes nothing. The `auth` makes it survive a
 * shallow copy of the event.
 */
const callers = secretField<AuthContext>();

/** @throws `ERR_AUTH_MISSING`, 500, when the event can carry no `auth`: it is frozen, or no object at all. */
export function attachAuth(
  event: unknown,
  identity: Identity | undefined,
  tokenError: string | undefined,
  settings: GuardSettings,
): void {
  const auth: Auth = {
    groups: identity === undefined ? [] : [...identity.groups],
    subject: identity?.subject,
    username: identity?.username,
    source: identity?.source,
  };
  try {
    (event as WithAuth<object>).auth = auth;
  } catch (cause) {
    throw wiringError('cognitoGroups() cannot set event.auth: the event is not an object, or it is frozen', cause);
  }
  const caller = { identity, principal: imply(identity, settings.hierarchy), auth, settings, tokenError };
  callers.set(event as object, caller);
  callers.set(auth, caller);
}

/** Forgets the caller that an earlier reading found, so that no later guard and no log sees it. */
export function detachAuth(event: unknown): void {
  let known: AuthContext | undefined;
  try {
    known = authContextOf(event);
  } catch {
    // It throws where it is read: no guard finds a caller there either.
  }
  if (known === undefined) return;
  callers.set(event as object, undefined);
  callers.set(known.auth, undefined);
  Reflect.deleteProperty(event as object, 'auth');
}

/** @returns `undefined` when `cognitoGroups()` has not run on this event. */
export function authContextOf(event: unknown): AuthContext | undefined {
  return callers.get(event) ?? callers.get(fields(event).auth);
}
