import { ownField } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import { compileRule } from '../rules/compile.js';
import { type Implies, toHierarchy } from '../rules/hierarchy.js';
import { columnsOf } from './columns.js';
import type { MatrixJson } from './matrix-json.js';

/**
 * Reads a matrix from JSON.
 *
 * @param label what the message starts with
 * @throws TypeError for anything else
 */
export function readMatrix(label: string, json: string): MatrixJson {
  const value = parse(label, json);
  const version = ownField(value, 'version');
  const columns = ownField(value, 'columns');
  const routes = ownField(value, 'routes');
  if (version !== 1) {
    throw new TypeError(
      `${label}: an access matrix has the version 1, got ${quote(version)}; ` +
        'matrix --format json writes one',
    );
  }
  if (!isColumns(columns)) {
    throw new TypeError(
      `${label}: the columns are ${reserved().map(quote).join(', ')} and the names of groups, ` +
        `got ${quote(columns)}`,
    );
  }
  if (!Array.isArray(routes)) {
    throw new TypeError(`${label}: the routes are a list, got ${quote(routes)}`);
  }
  for (const row of routes) checkRow(label, row, columns);
  const implies = ownField(value, 'implies');
  if (implies === undefined) return { version, columns, routes };
  checkHierarchy(label, implies);
  return { version, columns, routes, implies: implies as Implies };
}

function parse(label: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new TypeError(`${label} is not JSON: ${(error as Error).message}`);
  }
}

function isColumns(columns: unknown): columns is string[] {
  return (
    Array.isArray(columns) &&
    columns.every((column) => typeof column === 'string') &&
    reserved().every((column) => columns.includes(column))
  );
}

/** The columns of every matrix. */
function reserved(): readonly string[] {
  return [...columnsOf([], new Map()).keys()];
}

function checkRow(label: string, row: unknown, columns: readonly string[]): void {
  const route = ownField(row, 'route');
  if (typeof route !== 'string') {
    throw new TypeError(`${label}: each route is { route, rule, access }, got ${quote(row)}`);
  }
  compileRule(`${label}: ${quote(route)}`, ownField(row, 'rule'));
  const access = ownField(row, 'access');
  const wrong = columns.find((column) => !isCell(ownField(access, column)));
  if (wrong !== undefined) {
    throw new TypeError(
      `${label}: ${quote(route)} has no cell for ${quote(wrong)}; ` +
        `a cell is 'allowed', 'denied' or { if: 'condition' }`,
    );
  }
}

function checkHierarchy(label: string, implies: unknown): void {
  try {
    toHierarchy(implies);
  } catch (error) {
    throw new TypeError(`${label}: ${(error as Error).message}`);
  }
}

function isCell(cell: unknown): boolean {
  return cell === 'allowed' || cell === 'denied' || typeof ownField(cell, 'if') === 'string';
}
