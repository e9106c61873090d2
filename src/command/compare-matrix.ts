import { isDeepStrictEqual } from 'node:util';
import { quote } from '../lib/quote.js';
import { differences } from '../report/differences.js';
import type { MatrixJson } from '../report/matrix-json.js';

/** The differences between two matrices, one line each. There are none only if they are equal. */
export function compareMatrix(before: MatrixJson, now: MatrixJson): string[] {
  const missingIn = (columns: readonly string[]) => (name: string) => !columns.includes(name);
  const added = now.columns.filter(missingIn(before.columns));
  const removed = before.columns.filter(missingIn(now.columns));
  const lines = [
    ...added.map((name) => `column ${quote(name)} is new`),
    ...removed.map((name) => `column ${quote(name)} is gone`),
    ...differences(before, now).map(({ route, text }) => `${route}: ${text}`),
  ];
  if (lines.length > 0 || isDeepStrictEqual(plain(before), plain(now))) return lines;
  return ['only the order of the routes or of the columns has changed'];
}

/**
 * Gives objects a prototype: an object without one equals only others without one. Of a hierarchy,
 * only what it leads to is a difference.
 */
function plain(matrix: MatrixJson): unknown {
  return JSON.parse(JSON.stringify({ ...matrix, implies: undefined }));
}
