import { isRecord } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import type { Cell, MatrixJson } from '../report/matrix-json.js';
import { UsageError } from './usage-error.js';

/**
 * A matrix that was written as a file. Anything else is refused: a file that is read wrongly must
 * never count as equal.
 *
 * @throws UsageError that names the file and what is wrong
 */
export function toMatrixJson(file: string, value: unknown): MatrixJson {
  const problem = problemOf(value);
  if (problem === undefined) return value as MatrixJson;
  throw new UsageError(
    `${quote(file)} is not a matrix: ${problem}; write it with matrix --format json --out FILE`,
  );
}

function problemOf(value: unknown): string | undefined {
  if (!isRecord(value)) return `it is ${quote(value)}`;
  const { version, columns, routes } = value;
  if (version !== 1) return `its version is ${quote(version)}, and this command reads version 1`;
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === 'string')) {
    return 'its columns are not a list of texts';
  }
  if (!Array.isArray(routes)) return 'its routes are not a list';
  const duplicate = firstDuplicate(columns) ?? firstDuplicate(routes.map(nameOf));
  if (duplicate !== undefined) return `${quote(duplicate)} is there twice`;
  const wrong = routes.find((route) => !isRow(route, columns));
  return wrong === undefined ? undefined : `one of its routes is ${quote(wrong)}`;
}

function nameOf(route: unknown): unknown {
  return isRecord(route) ? route.route : undefined;
}

function firstDuplicate(names: readonly unknown[]): unknown {
  const seen = new Set<unknown>();
  return names.find((name) => seen.has(name) || !seen.add(name));
}

function isRow(value: unknown, columns: readonly string[]): boolean {
  if (!isRecord(value) || typeof value.route !== 'string' || value.rule === undefined) return false;
  const { access } = value;
  if (!isRecord(access) || Object.keys(access).length !== columns.length) return false;
  return columns.every((name) => Object.hasOwn(access, name) && isCell(access[name]));
}

function isCell(value: unknown): value is Cell {
  if (value === 'allowed' || value === 'denied') return true;
  return isRecord(value) && Object.keys(value).join() === 'if' && typeof value.if === 'string';
}
