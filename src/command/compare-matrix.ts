import { isDeepStrictEqual } from 'node:util';
import { quote } from '../lib/quote.js';
import type { Cell, MatrixJson, MatrixRow } from '../report/matrix-json.js';

/** What differs between two matrices, a sentence for each difference; none if they are equal. */
export function compareMatrix(before: MatrixJson, now: MatrixJson): string[] {
  const added = now.columns.filter((name) => !before.columns.includes(name));
  const removed = before.columns.filter((name) => !now.columns.includes(name));
  const shared = now.columns.filter((name) => before.columns.includes(name));
  const old = new Map(before.routes.map((row) => [row.route, row]));
  const names = new Set(now.routes.map(({ route }) => route));
  const differences = [
    ...added.map((name) => `column ${quote(name)} is new: ${mayCall(now, name)}`),
    ...removed.map((name) => `column ${quote(name)} is gone: ${mayCall(before, name)} before`),
    ...now.routes.flatMap((row) => compareRow(old.get(row.route), row, shared)),
    ...before.routes.filter(({ route }) => !names.has(route)).map(goneText),
  ];
  if (differences.length > 0 || isDeepStrictEqual(plain(before), plain(now))) return differences;
  return ['only the order of the routes or of the columns has changed'];
}

/** Objects without prototype equal only others of that kind. */
function plain(matrix: MatrixJson): unknown {
  return JSON.parse(JSON.stringify(matrix));
}

function mayCall({ routes }: MatrixJson, column: string): string {
  const open = routes.filter(({ access }) => access[column] !== 'denied');
  const parts = open.map(({ route, access }) => route + conditionOf(access[column]));
  return parts.length === 0 ? 'may call nothing' : `may call ${parts.join(', ')}`;
}

function conditionOf(cell: Cell | undefined): string {
  return typeof cell === 'object' ? ` if ${cell.if}` : '';
}

function compareRow(
  before: MatrixRow | undefined,
  now: MatrixRow,
  columns: readonly string[],
): string[] {
  const { route } = now;
  if (before === undefined) return [`${route}: is new, ${callersText(now)}`];
  const cells = columns.flatMap((column) => {
    const change = changeText(before.access[column] as Cell, now.access[column] as Cell);
    return change === undefined ? [] : [`${route}: ${callerText(column)} ${change}`];
  });
  if (cells.length > 0 || isDeepStrictEqual(plainRule(before), plainRule(now))) return cells;
  const [old, rule] = [before, now].map((row) => JSON.stringify(row.rule));
  return [`${route}: the rule is now ${rule}, and was ${old}; the same callers may call it`];
}

function plainRule({ rule }: MatrixRow): unknown {
  return JSON.parse(JSON.stringify(rule));
}

function changeText(before: Cell, now: Cell): string | undefined {
  if (typeof before === 'object' && typeof now === 'object') {
    return before.if === now.if
      ? undefined
      : `may now call it only if ${now.if} (before: if ${before.if})`;
  }
  if (before === now) return undefined;
  if (now === 'denied') return `may no longer call it${conditionBefore(before)}`;
  if (now === 'allowed') return `may now call it${conditionBefore(before)}`;
  return before === 'allowed'
    ? `may now call it only if ${(now as { if: string }).if}`
    : `may now call it if ${(now as { if: string }).if}`;
}

function conditionBefore(before: Cell): string {
  return typeof before === 'object' ? ` (before: if ${before.if})` : '';
}

const CALLERS: Readonly<Record<string, string>> = {
  'not signed in': 'a caller who is not signed in',
  'signed in': 'a signed-in caller in no group',
};

/** `not signed in may now call it` is no sentence. */
function callerText(column: string): string {
  return Object.hasOwn(CALLERS, column) ? (CALLERS[column] as string) : column;
}

function callersText({ access }: MatrixRow): string {
  const open = Object.entries(access).filter(([, cell]) => cell !== 'denied');
  const parts = open.map(([column, cell]) => callerText(column) + conditionOf(cell));
  return parts.length === 0 ? 'and nobody may call it' : `callable by ${parts.join(', ')}`;
}

function goneText(row: MatrixRow): string {
  return `${row.route}: is gone, it was ${callersText(row)}`;
}
