import { visible } from '../lib/visible.js';
import { compileRule } from '../rules/compile.js';
import { isReserved } from './columns.js';
import type { Cell, MatrixJson } from './matrix-json.js';

const ROUTE = 'route key';
const RULE = 'access rule';

/**
 * A table in GitHub Flavored Markdown. Its source is aligned, except for rows with a condition.
 * Every name is formatted as code, so it cannot be markup, a link or a mention.
 *
 * @see https://github.github.com/gfm/#tables-extension-
 */
export function toMarkdown({ columns, routes }: MatrixJson): string {
  const keys = routes.map(({ route }) => code(route));
  const names = columns.map((name) => (isReserved(name) ? name : code(name)));
  const widths = [longest([...keys, ROUTE]), ...names.map(({ length }) => length), RULE.length];
  const toLine = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(Number(widths[column]))).join(' | ')} |`;
  const rows = routes.map(({ rule, access }, row) => [
    keys[row] as string,
    ...columns.map((name) => textOf(access[name] as Cell)),
    code(compileRule('accessMatrix', rule).text),
  ]);
  const ruler = widths.map((width) => '-'.repeat(width));
  return [[ROUTE, ...names, RULE], ruler, ...rows].map(toLine).join('\n');
}

function longest(texts: readonly string[]): number {
  return texts.reduce((length, text) => Math.max(length, text.length), 0);
}

function textOf(cell: Cell): string {
  if (typeof cell === 'object') return `if ${code(cell.if)}`;
  return cell === 'allowed' ? 'yes' : '-';
}

/** The fence is longer than any run of backticks. A pipe would end the cell, even in code. */
function code(text: string): string {
  const shown = visible(text);
  const runs = shown.match(/`+/gu) ?? [];
  const fence = '`'.repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const content = runs.length === 0 ? shown : ` ${shown} `;
  return `${fence}${content}${fence}`.replace(/(?<!\\)(\\*)\|/gu, '$1$1\\|');
}
