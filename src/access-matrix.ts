import type { MiddlewareObj } from '@middy/core';
import type { MalformedKeys } from './guard/table-types.js';
import type { RouterRoute } from './guard-routes.js';
import { misuse } from './lib/misuse.js';
import { checkOptions, isPlain } from './lib/options.js';
import { ownFields } from './lib/own-fields.js';
import { quote } from './lib/quote.js';
import { columnsOf, isReserved } from './report/columns.js';
import { toCsv } from './report/csv.js';
import { toMarkdown } from './report/markdown.js';
import { matrixOf } from './report/matrix.js';
import type { MatrixJson } from './report/matrix-json.js';
import { pageOf } from './report/page.js';
import { createRoutePolicy } from './route-policy.js';
import { type CarriedTable, carriedTableOf } from './rules/carried-table.js';
import { type CompiledRule, checkParameters, compileRule } from './rules/compile.js';
import { checkGroupName } from './rules/group-name.js';
import { type Implies, toHierarchy } from './rules/hierarchy.js';
import { groupsOf } from './rules/known-groups.js';
import type { Rule } from './rules/rule.js';

/** Groups and a hierarchy that the table itself does not contain. */
export interface AccessMatrixOptions {
  /** Groups to show as the first columns, in this order, such as groups of a `groupTemplate`. */
  readonly groups?: readonly string[] | undefined;
  /**
   * The hierarchy of your `cognitoGroups({ implies })`. With a guard of `defineGroups`, which has
   * its own hierarchy, this option is a `TypeError`.
   */
  readonly implies?: Implies | undefined;
}

/** Who may call which route, in four formats. */
export interface AccessMatrix {
  /** The hierarchy that the cells take into account; `{}` if there is none. */
  readonly implies: Implies;
  /** The matrix as data, which `JSON.stringify` writes and `check --against` reads. */
  toJSON(): MatrixJson;
  /** A Markdown table for a pull request: `yes`, `-` for denied, or `if` and the condition. */
  toMarkdown(): string;
  /** CSV (RFC 4180) for a spreadsheet. No cell can start a formula. */
  toCsv(): string;
  /** One self-contained HTML page. It evaluates the rules for callers of the reader's choice. */
  toHtml(): string;
}

/**
 * What `routePolicy` and `guardRoutes` return. The type cannot show whether a table is attached.
 */
type Guard = MiddlewareObj<never, unknown> | readonly RouterRoute<never, unknown>[];

/**
 * Shows who may call which route of a table, of a `routePolicy` or of a `guardRoutes`.
 *
 * A cell is `'allowed'` or `'denied'` if every request from such a caller is; otherwise it is
 * `{ if }` with the condition in words. Cells are computed by evaluating the rule, not from its
 * form. The columns:
 *
 * | Column | Callers |
 * |---|---|
 * | `not signed in` | unauthenticated requests |
 * | `signed in` | people in no group |
 * | `a client` | machines: tokens of a client-credentials grant |
 * | a group | people in this group and those that it implies, and in no other |
 *
 * The groups of the option `groups` come first, then those of `defineGroups`, each in the given
 * order. Other groups that the rules and the hierarchy name follow, sorted.
 *
 * @throws TypeError for an invalid table, as `routePolicy` does; for middleware or routes without a
 *   table; for `implies` with a guard of `defineGroups`; and for a group that has the name of
 *   another column
 * @example console.log(accessMatrix({ 'GET /teams': 'member' }).toMarkdown())
 */
export function accessMatrix<const TTable extends { readonly [key: string]: Rule }>(
  table: TTable & MalformedKeys<TTable>,
  options?: AccessMatrixOptions,
): AccessMatrix;
export function accessMatrix(guard: Guard, options?: AccessMatrixOptions): AccessMatrix;
export function accessMatrix(input: unknown, options: AccessMatrixOptions = {}): AccessMatrix {
  const defaults = { groups: undefined, implies: undefined };
  const given = checkOptions('accessMatrix', options, defaults);
  const table = toTable(input);
  if (given.implies !== undefined && table.implies !== undefined) {
    throw new TypeError(
      'accessMatrix: option implies stands beside the hierarchy of defineGroups; omit the option',
    );
  }
  const implies = (given.implies ?? table.implies ?? {}) as Implies;
  const hierarchy = toHierarchy(implies);
  const rules = toRules(table.rules);
  const ofRules = [...rules.values()].flatMap(groupsOf);
  const groups = new Set([
    ...toNames('option groups', given.groups),
    ...toNames('the names of defineGroups', table.groups),
    ...[...ofRules, ...[...hierarchy].flat(2)].sort(),
  ]);
  checkColumns(groups);
  const cells = matrixOf(rules, columnsOf(groups, hierarchy));
  const matrix = hierarchy.size === 0 ? cells : { ...cells, implies };
  return {
    implies,
    toJSON: () => matrix,
    toMarkdown: () => toMarkdown(matrix),
    toCsv: () => toCsv(matrix),
    toHtml: () => pageOf(matrix, implies),
  };
}

/** A guard may carry the fields of another version of this package, or forged ones. */
type UncheckedTable = { readonly [TKey in keyof CarriedTable]?: unknown };

function toTable(input: unknown): UncheckedTable {
  const carried = carriedTableOf(input);
  if (carried !== undefined) return ownFields(carried);
  if (isPlain(input)) return ownFields(carriedTableOf(createRoutePolicy(input, undefined)));
  const hint = Array.isArray(input) ? ', not a copy of it' : '';
  const example = "a table such as { 'GET /teams': 'member' }";
  const returned = `what routePolicy or guardRoutes returned${hint}`;
  return misuse('accessMatrix: the table', input, `${example}, or pass ${returned}`);
}

/** Compiles every rule again, because a carried rule may be unchecked. */
function toRules(table: unknown): ReadonlyMap<string, CompiledRule> {
  if (!isPlain(table) || Object.keys(table).length === 0) {
    return misuse('accessMatrix: the table that the guard carries', table, 'at least one route');
  }
  const rules = new Map<string, CompiledRule>();
  for (const [route, rule] of Object.entries(table)) {
    const label = `accessMatrix: ${quote(route)}`;
    const compiled = compileRule(label, rule);
    checkParameters(label, route, compiled);
    rules.set(route, compiled);
  }
  return rules;
}

function toNames(label: string, names: unknown): readonly string[] {
  if (names === undefined) return [];
  if (!Array.isArray(names) || names.length === 0) {
    return misuse(`accessMatrix: ${label}`, names, 'a list with at least one group name');
  }
  const checked = [...names].map((name) => checkGroupName(`accessMatrix: ${label}`, name));
  if (new Set(checked).size === checked.length) return checked;
  return misuse(`accessMatrix: ${label}`, names, 'each name once');
}

function checkColumns(groups: ReadonlySet<string>): void {
  const reserved = [...groups].find(isReserved);
  if (reserved === undefined) return;
  throw new TypeError(
    `accessMatrix: a group is named ${quote(reserved)}, as a column for callers without groups; ` +
      'Cognito allows no group with a space in its name',
  );
}
