import type { Rule } from 'middy-cognito-groups';
import type { Person } from './arbitrary-rules.js';

type Truth = boolean;

/**
 * A second evaluator, as naive as can be: it turns the caller into a set of facts that are true, and a rule into a set operation over
 * them. It shares no code and no idea of evaluation order with `src`.
 */
export function oracle(rule: Rule, person: Person | undefined, event: object): 200 | 401 | 403 {
  if (typeof rule === 'object' && 'everyone' in rule) return 200;
  if (person === undefined) return 401;
  const parameters = (event as { pathParameters?: Record<string, string> }).pathParameters ?? {};
  const truths = new Set<string>(person.groups.map((name) => `group ${name}`));
  if (parameters.id) {
    if (truths.has(`group x-${parameters.id}`)) truths.add('template x-{id}');
    if (person.subject === parameters.id) truths.add('owner id');
  }
  truths.add('authenticated');
  return truth(rule, truths) ? 200 : 403;
}

function truth(rule: Rule, truths: ReadonlySet<string>): Truth {
  if (typeof rule === 'string') return truths.has(`group ${rule}`);
  const [[kind, value] = []] = Object.entries(rule);
  if (kind === 'authenticated') return truths.has('authenticated');
  if (kind === 'owner') return truths.has(`owner ${value}`);
  if (kind === 'groupTemplate') return truths.has(`template ${value}`);
  const trueOnes = (value as Rule[]).filter((nested) => truth(nested, truths)).length;
  return { anyOf: trueOnes >= 1, allOf: trueOnes === (value as Rule[]).length, noneOf: trueOnes === 0 }[
    kind as 'anyOf'
  ];
}
