import type { MiddlewareObj, Request } from '@middy/core';
import { authorize, type Guard, respondTo } from './guard/guard.js';
import { quote } from './lib/options.js';
import { compileRule } from './rules/compile.js';
import type { Rule } from './rules/rule.js';

/**
 * Lets only callers who meet a rule reach the handler: the members of a group, or what `anyOf`, `allOf`, `owner` and the others say.
 * Attach it behind `cognitoGroups()`.
 *
 * It throws `Unauthorized` (401, `ERR_UNAUTHENTICATED`, `WWW-Authenticate: Bearer`) for nobody and `Forbidden` (403,
 * `ERR_FORBIDDEN`) for a caller whom the rule refuses, and then answers its own error when nobody else has, as
 * `cognitoGroups({ respond })` says. On AppSync the error stays thrown.
 *
 * @throws TypeError at construction: anything but one well-formed rule
 * @throws `ERR_AUTH_MISSING`, 500, in the chain: `cognitoGroups()` has not run on this event
 */
export function requireGroup<TGroup extends string>(rule: Rule<TGroup>): MiddlewareObj<unknown, unknown>;
export function requireGroup(...given: unknown[]): MiddlewareObj<unknown, unknown> {
  return createRequireGroup(given, undefined);
}

/** @param knownGroups the `defineGroups` that the rule was checked by */
export function createRequireGroup(
  given: readonly unknown[],
  knownGroups: object | undefined,
): MiddlewareObj<unknown, unknown> {
  const guard: Guard = { name: 'requireGroup()', knownGroups };
  const rule = compileRule('requireGroup', theOnlyOne(given));

  function requireGroupBefore({ event }: Request<unknown, unknown>): Promise<never> | undefined {
    return authorize(guard, event, rule);
  }

  function requireGroupOnError(request: Request<unknown, unknown>): Promise<void> | undefined {
    return respondTo(request);
  }

  return { before: requireGroupBefore, onError: requireGroupOnError };
}

function theOnlyOne(given: readonly unknown[]): unknown {
  if (given.length === 1) return given[0];
  throw new TypeError(
    given.length === 0
      ? 'requireGroup: takes a group name or a rule, got nothing'
      : `requireGroup: takes one rule, got ${given.length}; write anyOf(…) or allOf(…) around ${given.map(quote).join(', ')}`,
  );
}
