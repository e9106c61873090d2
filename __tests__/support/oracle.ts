import type { Rule } from 'middy-cognito-groups';
import type { Person } from './arbitrary-rules.js';

/**
 * A second, naive evaluator. It turns the caller into a set of true facts, and a rule into a set
 * operation on them. It shares no code and no order of evaluation with `src`.
 */
export function oracle(rule: Rule, person: Person | undefined, event: object): 200 | 401 | 403 {
  if (typeof rule === 'object' && 'everyone' in rule) return 200;
  if (person === undefined) return 401;
  const parameters = (event as { pathParameters?: Record<string, string> }).pathParameters ?? {};
  const truths = new Set<string>(person.groups.map((name) => `group ${name}`));
  const unknown = new Set<string>();
  if (parameters.id && truths.has(`group x-${parameters.id}`)) truths.add('template x-{id}');
  if (!parameters.id) unknown.add('template x-{id}');
  if (parameters.id && person.subject === parameters.id) truths.add('owner id');
  if (!parameters.id || !person.subject) unknown.add('owner id');
  truths.add('authenticated');
  return holds(rule, truths, unknown, false) ? 200 : 403;
}

/**
 * An unknown fact has the value that is worse for the caller: false, or true under an odd number of
 * `noneOf`.
 */
function holds(
  rule: Rule,
  truths: ReadonlySet<string>,
  unknown: ReadonlySet<string>,
  negated: boolean,
): boolean {
  const has = (fact: string) => truths.has(fact) || (negated && unknown.has(fact));
  if (typeof rule === 'string') return has(`group ${rule}`);
  const [[kind, value] = []] = Object.entries(rule);
  if (kind === 'authenticated') return has('authenticated');
  if (kind === 'owner') return has(`owner ${value}`);
  if (kind === 'groupTemplate') return has(`template ${value}`);
  const below = kind === 'noneOf' ? !negated : negated;
  const trueOnes = (value as Rule[]).filter((nested) =>
    holds(nested, truths, unknown, below),
  ).length;
  return {
    anyOf: trueOnes >= 1,
    allOf: trueOnes === (value as Rule[]).length,
    noneOf: trueOnes === 0,
  }[kind as 'anyOf'];
}
