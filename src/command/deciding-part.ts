import { type CompiledRule, membersOf } from '../rules/compile.js';
import type { Principal } from '../rules/principal.js';
import { satisfies } from '../rules/truth.js';

/**
 * The innermost parts of a rule that granted access: for `anyOf`, the first that does; for `allOf`,
 * all of them. `noneOf` grants access as a whole.
 */
export function grantingParts(
  rule: CompiledRule,
  principal: Principal | undefined,
  event: unknown,
): readonly CompiledRule[] {
  const isGranted = (part: CompiledRule) => satisfies(part, principal, event, []) === true;
  if (rule.kind === 'anyOf') {
    const first = membersOf(rule).filter(isGranted).slice(0, 1);
    return first.flatMap((part) => grantingParts(part, principal, event));
  }
  if (rule.kind === 'allOf') {
    return membersOf(rule).flatMap((part) => grantingParts(part, principal, event));
  }
  return [rule];
}
