import { isMethod, withoutTrailingSlash } from '../guard/route.js';
import { isPlain } from '../lib/options.js';
import { isRecord, ownFields } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import { createRoutePolicy } from '../route-policy.js';
import { carriedTableOf } from '../rules/carried-table.js';
import { type CompiledRule, compileRule } from '../rules/compile.js';
import { type Hierarchy, toHierarchy } from '../rules/hierarchy.js';

/** What the command reads from a user's module. */
export interface Access {
  /** What finds the rule of a request: the table, by the gateway's route, or the user's router. */
  readonly kind: 'table' | 'router';
  /** The rule of each route, in the order of the table. */
  readonly rules: ReadonlyMap<string, CompiledRule>;
  readonly hierarchy: Hierarchy;
  /** What was exported, for `accessMatrix`. */
  readonly input: object;
  /** The hierarchy of the export `--implies`. */
  readonly implies: unknown;
}

/**
 * @param implies the hierarchy, for a table that does not carry one
 * @throws TypeError for an invalid table, rule or hierarchy
 */
export function toAccess(input: object, implies: unknown): Access {
  const carrier = carriedTableOf(input) === undefined ? createRoutePolicy(input, undefined) : input;
  const { rules, implies: own } = ownFields(carriedTableOf(carrier));
  if (own !== undefined && implies !== undefined) {
    throw new TypeError('it carries the hierarchy of defineGroups(); omit --implies');
  }
  return {
    kind: Array.isArray(input) ? 'router' : 'table',
    rules: new Map(entriesOf(rules).map(([key, rule]) => [key, compileRule(quote(key), rule)])),
    hierarchy: toHierarchy(own ?? implies ?? {}),
    input,
    implies,
  };
}

/** Another version of this package may carry a table of another form. */
function entriesOf(rules: unknown): [string, unknown][] {
  if (isRecord(rules)) return Object.entries(rules);
  throw new TypeError(`it carries no table, but ${quote(rules)}`);
}

/** The form of a key that only a table has. */
const ROUTE_KEY = /^(?:[A-Z]+ \/|\$(?:connect|disconnect|default)$|(?:Query|Mutation)\.)/u;

/** Whether an export is meant to be a table, for a module without `--export`. */
export function looksLikeAccess(value: unknown): value is object {
  if (carriedTableOf(value) !== undefined) return true;
  return isPlain(value) && Object.keys(value).some((key) => ROUTE_KEY.test(key));
}

/** Only an object can be a table. `toAccess` checks the rest. */
export function isAccessInput(value: unknown): value is object {
  return isPlain(value) || carriedTableOf(value) !== undefined;
}

/** The rule of a route: its own rule, or the rule of `ANY` for its path. */
export function ruleOf({ kind, rules }: Access, key: string): CompiledRule | undefined {
  const isRouter = kind === 'router';
  const served = isRouter
    ? new Map([...rules].map(([one, rule]) => [withoutTrailingSlash(one), rule]))
    : rules;
  const wanted = isRouter ? withoutTrailingSlash(key) : key;
  const [method, path] = wanted.split(' ');
  const isHttp = isMethod(method);
  return served.get(wanted) ?? (isHttp ? served.get(`ANY ${path}`) : undefined);
}
