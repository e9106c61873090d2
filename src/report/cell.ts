import { type CompiledRule, membersOf } from '../rules/compile.js';
import type { Principal } from '../rules/principal.js';
import { satisfies } from '../rules/truth.js';
import { canAllow } from './can-allow.js';
import type { Cell } from './matrix-json.js';
import { joinWords, textOf, type Words, wordsOf } from './words.js';

/**
 * The cell of a matrix: whether the callers of a column may call a route.
 *
 * @param caller what is known of every such caller; `undefined` for an unauthenticated request
 */
export function cellOf(rule: CompiledRule, caller: Principal | undefined): Cell {
  const condition = caller ? conditionOf(rule, caller, false) : satisfies(rule, caller, {}, []);
  if (typeof condition === 'object') return { if: textOf(condition) };
  return condition ? 'allowed' : 'denied';
}

/**
 * When a rule is true or, if negated, false. Facts that a column does not determine are unknown,
 * and a request may lack all of them: a rule that is still true allows every request. Parts that
 * can never be true are omitted.
 */
function conditionOf(rule: CompiledRule, caller: Principal, isNegated: boolean): Words | boolean {
  const part = isNegated ? negate(rule) : rule;
  const truth = satisfies(part, caller, {}, []);
  if (truth !== undefined) return truth;
  if (!canAllow(part, caller)) return false;
  const parts = (negateParts: boolean) =>
    membersOf(rule).map((member) => conditionOf(member, caller, negateParts));
  switch (rule.kind) {
    case 'anyOf':
      return join(isNegated ? 'and' : 'or', parts(isNegated));
    case 'allOf':
      return join(isNegated ? 'or' : 'and', parts(isNegated));
    case 'noneOf':
      return join(isNegated ? 'or' : 'and', parts(!isNegated));
    default:
      return wordsOf(rule, caller.groups, isNegated);
  }
}

/** A rule that is true where this one is false, and unknown where this one is unknown. */
function negate(rule: CompiledRule): CompiledRule {
  const { data, text, depth } = rule;
  return { kind: 'noneOf', value: [rule], data, text, depth };
}

/** Omits the definite parts, also a true part of `or`, because the whole is known to be open. */
function join(operator: 'and' | 'or', parts: readonly (Words | boolean)[]): Words | boolean {
  const open = parts.filter((part) => typeof part === 'object');
  if (operator === 'and' && parts.includes(false)) return false;
  return open.length > 0 && joinWords(operator, open);
}
