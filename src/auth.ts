import type { Respond } from './answer.js';
import type { Identity, SourceName } from './identity.js';
import { own } from './own.js';

/** What `cognitoGroups()` puts at `event.auth`. It is the handler's own copy: changing it changes no decision. */
export interface Auth {
  /** Exactly as in the token, in its order, without duplicates; `[]` for a caller in no group and for nobody. */
  groups: string[];
  /** `sub`; `undefined` for nobody. */
  subject?: string | undefined;
  /** `cognito:username` of an ID token, `username` of an access token. */
  username?: string | undefined;
  /** Where the identity was read from; `undefined` for nobody. */
  source?: SourceName | undefined;
}

/** The type of an event behind `cognitoGroups()`, for the handlers of inner routes. */
export type WithAuth<TEvent> = TEvent & { auth: Auth };

/** What guards decide from: who calls, and how `cognitoGroups()` was told to answer. */
export interface Caller {
  readonly identity: Identity | undefined;
  readonly respond: Respond;
}

/**
 * The facts behind an event, known by the event itself and by the `auth` that was put on it. Keyed by object, so that no look-alike
 * in the event's JSON can forge one. The event comes first: replacing its `auth` changes nothing. The `auth` makes it survive a
 * shallow copy of the event.
 */
const callers = new WeakMap<object, Caller>();

/** @throws TypeError when the event can carry no `auth`: it is frozen, or no object at all. */
export function attachAuth(event: unknown, caller: Caller): void {
  const { identity } = caller;
  const auth: Auth = {
    groups: identity === undefined ? [] : [...identity.groups],
    subject: identity?.subject,
    username: identity?.username,
    source: identity?.source,
  };
  (event as WithAuth<object>).auth = auth;
  callers.set(event as object, caller);
  callers.set(auth, caller);
}

/** @returns `undefined` when `cognitoGroups()` has not run on this event. */
export function callerOf(event: unknown): Caller | undefined {
  return callers.get(event as object) ?? callers.get(own(event, 'auth') as object);
}
