import type { Implies, Rule } from 'middy-cognito-groups';
import { columnsOf } from '../../src/report/columns.js';
import { matrixOf } from '../../src/report/matrix.js';
import type { Cell, MatrixJson } from '../../src/report/matrix-json.js';
import { compileRule } from '../../src/rules/compile.js';
import { toHierarchy } from '../../src/rules/hierarchy.js';

export type Table = Readonly<Record<string, Rule>>;

/** A matrix with a column for each of the groups. */
export function matrixFor(
  table: Table,
  groups: readonly string[],
  implies: Implies = {},
): MatrixJson {
  const rules = Object.entries(table).map(
    ([route, rule]) => [route, compileRule('test', rule)] as const,
  );
  const hierarchy = toHierarchy(implies);
  const matrix = matrixOf(new Map(rules), columnsOf(groups, hierarchy));
  return hierarchy.size === 0 ? matrix : { ...matrix, implies };
}

/** A row with these cells; the other ones are denied. */
export function rowWith(
  route: string,
  rule: Rule,
  columns: readonly string[],
  cells: Readonly<Record<string, Cell>>,
): MatrixJson['routes'][number] {
  const access = columns.map((column) => [column, cells[column] ?? 'denied']);
  return { route, rule, access: Object.fromEntries(access) };
}
