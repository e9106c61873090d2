import type { MiddlewareObj, Request } from '@middy/core';
import { authorize, type Guard } from './guard/guard.js';
import { respondTo } from './guard/response.js';
import { compileOnly } from './rules/compile.js';
import type { ImpliesSubject } from './rules/implies-subject.js';
import type { KnownGroups } from './rules/known-groups.js';
import type { Rule } from './rules/rule.js';

type WithSubject = MiddlewareObj<{ auth: { subject: string } }, unknown>;

/**
 * A guard that allows only callers with a subject: after it, `event.auth.subject` is a string.
 * `before` is required, so that TypeScript does not mistake another guard for this one: a choice
 * between the two stays a union.
 */
export interface SubjectGuard extends WithSubject {
  before: NonNullable<WithSubject['before']>;
}

/** The guard for a rule. Some rules also make `event.auth.subject` a string. */
export type GuardOf<TRule> = [ImpliesSubject<TRule>] extends [true]
  ? SubjectGuard
  : MiddlewareObj<unknown, unknown>;

/**
 * Allows only callers who satisfy a rule: members of a group, or callers who satisfy `anyOf`,
 * `owner` or any other rule. Attach it after `cognitoGroups()`.
 *
 * It throws `UnauthorizedError` (401, `ERR_UNAUTHENTICATED`, with a `WWW-Authenticate` header) for
 * an unauthenticated request, and `ForbiddenError` (403, `ERR_FORBIDDEN`) for a caller who does not
 * satisfy the rule. A token that is too old for the rule is also a 401. In `onError`, the guard
 * sets the response that `cognitoGroups({ respond })` describes, unless another one is already set.
 * Where no HTTP response is expected, as on AppSync, the error stays thrown.
 *
 * If the rule is `user`, `owner` with the claim `sub`, or `allOf` with one of these, the type of
 * `event.auth.subject` after the guard is `string`.
 *
 * @throws TypeError at construction: anything but one well-formed rule
 * @throws `ERR_AUTH_MISSING`, 500, in the chain: `cognitoGroups()` has not run on this event
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @example middy().use(cognitoGroups()).use(requireGroup(anyOf('admin', owner('userId'))))
 */
export function requireGroup<const TRule extends Rule>(rule: TRule): GuardOf<TRule>;
export function requireGroup(...given: unknown[]): AnyGuard {
  return createRequireGroup(given, undefined);
}

/** Assignable to every `GuardOf`. */
type AnyGuard = Required<Pick<MiddlewareObj<unknown, unknown>, 'before' | 'onError'>>;

/** @param knownGroups the names of the `defineGroups` that the guard belongs to */
export function createRequireGroup(
  given: readonly unknown[],
  knownGroups: KnownGroups | undefined,
): AnyGuard {
  const guard: Guard = { name: 'requireGroup()', knownGroups };
  const rule = compileOnly('requireGroup', given, knownGroups);

  function requireGroupBefore(request: Request<unknown, unknown>): Promise<never> | undefined {
    return authorize(guard, request, rule);
  }

  return { before: requireGroupBefore, onError: respondTo };
}
