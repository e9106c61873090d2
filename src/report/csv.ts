import { visible } from '../lib/visible.js';
import { compileRule } from '../rules/compile.js';
import type { Cell, MatrixJson } from './matrix-json.js';

/** What a spreadsheet treats as the start of a formula, in any language. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;

/**
 * CSV according to RFC 4180. A cell that a spreadsheet would execute begins with an apostrophe.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsv({ columns, routes }: MatrixJson): string {
  const rows = routes.map(({ route, rule, access }) => [
    route,
    ...columns.map((name) => textOf(access[name] as Cell)),
    compileRule('accessMatrix', rule).text,
  ]);
  return [['route key', ...columns, 'access rule'], ...rows].map(toRecord).join('');
}

function textOf(cell: Cell): string {
  return typeof cell === 'object' ? `if ${cell.if}` : cell;
}

function toRecord(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** What cannot be seen may be dropped when the file is opened, and a formula be left. */
function startsFormula(text: string): boolean {
  return FORMULA.test(text) || visible(text)[0] !== text[0];
}

function quoted(text: string): string {
  const harmless = startsFormula(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
