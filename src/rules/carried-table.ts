import { hidden } from '../lib/hidden.js';
import type { Implies } from './hierarchy.js';
import type { KnownGroups } from './known-groups.js';
import type { Rule } from './rule.js';

/** From the registry of symbols, because the command has its own copy of this package. */
const TABLE = Symbol.for('middy-cognito-groups.table');

/** What a report reads of a `routePolicy` or a `guardRoutes`. It never decides a request. */
export interface CarriedTable {
  /** The rule of each route, as data, in the given order. */
  readonly rules: Readonly<Record<string, Rule>>;
  /** The names of the `defineGroups` that the guard belongs to, if any. */
  readonly groups: readonly string[] | undefined;
  /** The hierarchy of that `defineGroups`. That of `cognitoGroups()` is not known to a guard. */
  readonly implies: Implies | undefined;
}

export function toCarriedTable(
  rules: Readonly<Record<string, Rule>>,
  knownGroups: KnownGroups | undefined,
): CarriedTable {
  const groups = knownGroups && [...knownGroups.names];
  return { rules, groups, implies: knownGroups?.implies };
}

/** Attaches a table for reports, out of sight of loops and comparisons. */
export function carryTable<TTarget extends object>(target: TTarget, table: CarriedTable): TTarget {
  return Object.defineProperty(target, TABLE, hidden(Object.freeze(table)));
}

/** What `value` carries, unchecked: its rules are compiled again when they are read. */
export function carriedTableOf(value: unknown): Partial<CarriedTable> | undefined {
  const isCarrier = typeof value === 'object' && value !== null && Object.hasOwn(value, TABLE);
  return isCarrier ? (value as { [TABLE]: Partial<CarriedTable> })[TABLE] : undefined;
}
