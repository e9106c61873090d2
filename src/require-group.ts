import type { MiddlewareObj, Request } from '@middy/core';
import { type Respond, speaksHttp } from './answer.js';
import { callerOf } from './auth.js';
import { type Denial, forbidden, unauthorized, wiringError } from './errors.js';
import { checkGroupName } from './group-name.js';
import type { Identity } from './identity.js';
import { quote } from './options.js';

/** The denials thrown by guards and how each is to be answered. Other 401s and 403s in the chain are not ours to answer. */
const denials = new WeakMap<object, { denial: Denial; respond: Respond }>();

/** @returns the error to throw, or `undefined` for a caller who may pass. Names are compared with `===`. */
function deny(group: string, identity: Identity | undefined): Denial | undefined {
  if (identity?.groups.includes(group)) return undefined;
  const cause = { rule: group, missing: [group], source: identity?.source };
  return identity === undefined ? unauthorized(cause) : forbidden(cause);
}

/**
 * Lets only the members of a group reach the handler. Attach it behind `cognitoGroups()`.
 *
 * It throws `Unauthorized` (401, `ERR_UNAUTHENTICATED`, `WWW-Authenticate: Bearer`) for nobody and `Forbidden` (403,
 * `ERR_FORBIDDEN`) for a caller outside the group, and then answers its own error when nobody else has, as
 * `cognitoGroups({ respond })` says. On AppSync the error stays thrown.
 *
 * @throws TypeError at construction: anything but one group name of 1 to 128 characters without white space around it
 * @throws `ERR_AUTH_MISSING`, 500, in the chain: `cognitoGroups()` has not run on this event
 */
export function requireGroup(group: string): MiddlewareObj<unknown, unknown>;
export function requireGroup(...given: unknown[]): MiddlewareObj<unknown, unknown> {
  if (given.length !== 1) {
    throw new TypeError(`requireGroup: takes one group name, got ${given.length === 0 ? 'none' : quote(given)}`);
  }
  const group = checkGroupName('requireGroup', given[0]);

  function requireGroupBefore({ event }: Request<unknown, unknown>): void {
    const caller = callerOf(event);
    if (caller === undefined) {
      throw wiringError(`requireGroup(${quote(group)}): no caller is known; attach .use(cognitoGroups()) before it`);
    }
    const denial = deny(group, caller.identity);
    if (denial === undefined) return;
    denials.set(denial, { denial, respond: caller.respond });
    throw denial;
  }

  async function requireGroupOnError(request: Request<unknown, unknown>): Promise<void> {
    const own = denials.get(request.error as object);
    if (own === undefined || request.response !== undefined || !speaksHttp(request.event)) return;
    request.response = await own.respond(own.denial, request);
  }

  return { before: requireGroupBefore, onError: requireGroupOnError };
}
