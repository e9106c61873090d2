import { type Formula, formulaText } from './formula.js';

/**
 * A permit for the actions of one route. A single group stands in the scope, as the API set-up
 * writes it.
 *
 * @param actions as Cedar writes them
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
