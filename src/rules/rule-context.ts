import { ownField } from '../lib/own-fields.js';
import { PACKAGE } from '../lib/package.js';
import type { KnownGroups } from './known-groups.js';
import type { Principal } from './principal.js';

/** The part of the context on an event that rules read. `cognitoGroups()` attaches it. */
export interface RuleContext {
  /**
   * The identity with the groups that its groups imply; `undefined` if the request is
   * unauthenticated.
   */
  readonly principal: Principal | undefined;
  readonly settings: {
    /** The names of the `defineGroups` that this `cognitoGroups()` belongs to, if any. */
    readonly knownGroups: KnownGroups | undefined;
  };
  /** A later `cognitoGroups()` failed on this request. */
  revoked: boolean;
}

/**
 * The key of the context on an event. JSON cannot contain a symbol, so no caller can forge a
 * context. A shallow copy of the event keeps it, and changing `event.auth` does not affect it.
 */
export const CONTEXT = Symbol(PACKAGE);

/** @returns `undefined` if `cognitoGroups()` has not run, or has failed */
export function contextOf(event: unknown): RuleContext | undefined {
  const context = ownField(event, CONTEXT) as RuleContext | undefined;
  return context?.revoked ? undefined : context;
}
