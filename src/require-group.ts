import type { MiddlewareObj, Request } from '@middy/core';
import { authorize, type Guard } from './guard/guard.js';
import { respondTo } from './guard/response.js';
import { onlyArgument } from './lib/only-argument.js';
import { compileRule } from './rules/compile.js';
import type { ImpliesSubject } from './rules/implies-subject.js';
import type { KnownGroups } from './rules/known-groups.js';
import type { Rule } from './rules/rule.js';

type WithSubject = MiddlewareObj<{ auth: { subject: string } }, unknown>;

/**
 * A guard that only callers with a subject pass: after it, `event.auth.subject` is a string.
 * `before` is required, so that TypeScript takes no other guard for one of these: a choice between
 * the two stays a union.
 */
export interface SubjectGuard extends WithSubject {
  before: NonNullable<WithSubject['before']>;
}

/** The guard of a rule. */
export type GuardOf<TRule> = [ImpliesSubject<TRule>] extends [true]
  ? SubjectGuard
  : MiddlewareObj<unknown, unknown>;

/**
 * Allows only callers who satisfy a rule: the members of a group, or callers allowed by
 * `anyOf`, `allOf`, `owner` and the other rules. Attach it after `cognitoGroups()`.
 *
 * It throws `UnauthorizedError` (401, `ERR_UNAUTHENTICATED`, `WWW-Authenticate: Bearer`) for an
 * unauthenticated request and `ForbiddenError` (403, `ERR_FORBIDDEN`) for a caller who does not
 * satisfy the rule. It then sets the response, as `cognitoGroups({ respond })` says, unless one is
 * already set. On AppSync, the error stays thrown.
 *
 * After `user`, `owner` of the claim `sub`, or `allOf` with one of them, `event.auth.subject` has
 * the type `string`.
 *
 * @throws TypeError at construction: anything but one well-formed rule
 * @throws `ERR_AUTH_MISSING`, 500, in the chain: `cognitoGroups()` has not run on this event
 * @example middy().use(cognitoGroups()).use(requireGroup(anyOf('admin', owner('userId'))))
 */
export function requireGroup<const TRule extends Rule>(rule: TRule): GuardOf<TRule>;
export function requireGroup(...given: unknown[]): AnyGuard {
  return createRequireGroup(given, undefined);
}

const ONE_RULE = 'one rule, such as anyOf(...)';

/** It fits every `GuardOf`. */
type AnyGuard = Required<Pick<MiddlewareObj<unknown, unknown>, 'before' | 'onError'>>;

/** @param knownGroups the names of the `defineGroups` that the guard belongs to */
export function createRequireGroup(
  given: readonly unknown[],
  knownGroups: KnownGroups | undefined,
): AnyGuard {
  const guard: Guard = { name: 'requireGroup()', knownGroups };
  const only = onlyArgument('requireGroup: the list of rules', given, ONE_RULE);
  const rule = compileRule('requireGroup', only, knownGroups);

  function requireGroupBefore(request: Request<unknown, unknown>): Promise<never> | undefined {
    return authorize(guard, request, rule);
  }

  function requireGroupOnError(request: Request<unknown, unknown>): Promise<void> | void {
    return respondTo(request);
  }

  return { before: requireGroupBefore, onError: requireGroupOnError };
}
