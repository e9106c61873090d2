import { type Formula, formulaText } from './formula.js';

/**
 * A permit for the actions of one route. A condition on a single group is part of the scope, as the
 * API setup writes it.
 *
 * @param actions in Cedar's syntax
 */
export function policyText(
  namespace: string,
  actions: readonly string[],
  condition: Formula,
): string {
  const isMembership = typeof condition === 'string' && condition.startsWith('principal in ');
  const isPlain = isMembership || condition === true;
  const ids = actions.map((action) => `${namespace}::Action::${action}`);
  return [
    'permit (',
    `  ${isMembership ? condition : `principal is ${namespace}::User`},`,
    ids.length === 1 ? `  action == ${ids[0]},` : `  action in [\n    ${ids.join(',\n    ')}\n  ],`,
    `  resource == ${namespace}::Application::"${namespace}"`,
    isPlain ? ');' : `) when {\n  ${formulaText(condition)}\n};`,
  ].join('\n');
}
