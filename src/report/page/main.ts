/** The script of the page. It evaluates rules with the code of this package. */
import { compileRule } from '../../rules/compile.js';
import { type Implies, toHierarchy } from '../../rules/hierarchy.js';
import { choicesOf } from '../choices.js';
import type { MatrixJson } from '../matrix-json.js';
import { verdictOf } from '../verdict.js';
import { fillCallerForm } from './caller-form.js';
import { startComparison } from './comparison.js';
import { find } from './elements.js';
import { addVerdicts } from './verdicts.js';

interface Data {
  readonly matrix: MatrixJson;
  readonly implies: Implies;
}

const { matrix, implies } = JSON.parse(find('data').textContent) as Data;
const hierarchy = toHierarchy(implies);
const rules = matrix.routes.map(({ route, rule }) => compileRule(route, rule));
const choices = choicesOf(rules, matrix.columns, hierarchy);

const callerOf = fillCallerForm(choices);
const showVerdicts = addVerdicts(matrix.routes.map(({ route }) => route));
startComparison({ ...matrix, implies });

function update(): void {
  const caller = callerOf();
  showVerdicts(rules.map((rule) => verdictOf(rule, caller, hierarchy, choices.parameter)));
}

const form = find('caller');
form.addEventListener('change', update);
form.addEventListener('submit', (event) => event.preventDefault());
// The fields are reset only after the event.
form.addEventListener('reset', () => setTimeout(update));
find('filter').addEventListener('input', update);
find('show').addEventListener('change', update);

for (const id of ['caller', 'status', 'filters', 'compare']) find(id).hidden = false;
update();
