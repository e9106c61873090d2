import type { Implies } from './hierarchy.js';
import type { KnownGroups } from './known-groups.js';
import type { Rule } from './rule.js';

/** In the global symbol registry, because the command has its own copy of this package. */
const TABLE = Symbol.for('middy-cognito-groups.table');

/**
 * The table of a `routePolicy` or a `guardRoutes`, for reports only. It never decides a request.
 */
export interface CarriedTable {
  /** The rule of each route, as data, in the given order. */
  readonly rules: Readonly<Record<string, Rule>>;
  /** The names of the `defineGroups` that the guard belongs to, if any. */
  readonly groups: readonly string[] | undefined;
  /**
   * The hierarchy of that `defineGroups`. A guard does not know the hierarchy of `cognitoGroups()`.
   */
  readonly implies: Implies | undefined;
}

export function toCarriedTable(
  rules: Readonly<Record<string, Rule>>,
  knownGroups: KnownGroups | undefined,
): CarriedTable {
  const groups = knownGroups && [...knownGroups.names];
  return { rules, groups, implies: knownGroups?.implies };
}

/**
 * Attaches a table for reports as a property that is not enumerable. The descriptor inherits no
 * polluted `get`.
 */
export function carryTable<TTarget extends object>(target: TTarget, table: CarriedTable): TTarget {
  const descriptor = { __proto__: null, value: Object.freeze(table) } as PropertyDescriptor;
  return Object.defineProperty(target, TABLE, descriptor);
}

/** The table that `value` carries, unchecked: reports compile its rules again. */
export function carriedTableOf(value: unknown): Partial<CarriedTable> | undefined {
  const isCarrier = typeof value === 'object' && value !== null && Object.hasOwn(value, TABLE);
  return isCarrier ? (value as { [TABLE]: Partial<CarriedTable> })[TABLE] : undefined;
}
