import { quote } from '../lib/quote.js';
import { visible } from '../lib/visible.js';
import { compileRule } from '../rules/compile.js';
import type { Implies } from '../rules/hierarchy.js';
import { isReserved } from './columns.js';
import type { Cell, MatrixJson, MatrixRow } from './matrix-json.js';
import page from './page/page.html';

/**
 * A matrix as one self-contained HTML file. It evaluates the rules for callers that the reader
 * chooses.
 */
export function pageOf(matrix: MatrixJson, implies: Implies): string {
  return page
    .replace('<!-- summary -->', () => summaryOf(matrix))
    .replace('<!-- table -->', () => tableOf(matrix))
    .replace('id="data">', (tag) => tag + toData({ matrix, implies }));
}

function summaryOf({ columns, routes }: MatrixJson): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return [
    count(routes.length, 'route'),
    count(columns.filter((column) => !isReserved(column)).length, 'group'),
    count(routes.filter(isPublic).length, 'public route'),
  ].join(', ');
}

function isPublic({ rule }: MatrixRow): boolean {
  return typeof rule === 'object' && Object.hasOwn(rule, 'everyone');
}

/** The scrolling section has a `tabindex`, so that the keyboard can scroll it. */
function tableOf({ columns, routes }: MatrixJson): string {
  const names = columns.map((column) => (isReserved(column) ? column : name(column)));
  const headers = ['Route', ...names, 'Rule'].map((text) => `<th scope="col">${text}</th>`);
  return `<section id="matrix" aria-labelledby="caption" tabindex="0">
<table>
<caption id="caption">Who may call which route</caption>
<thead><tr>${headers.join('')}</tr></thead>
<tbody>
${routes.map((row) => rowOf(row, columns)).join('\n')}
</tbody>
</table>
</section>`;
}

function rowOf(row: MatrixRow, columns: readonly string[]): string {
  const { route, rule, access } = row;
  const [attribute, tag] = isPublic(row) ? [' class="public"', ' <b>public</b>'] : ['', ''];
  const header = `<th scope="row">${name(route)}${tag}</th>`;
  const cells = columns.map((column) => cellOf(access[column] as Cell)).join('');
  const { text } = compileRule(`accessMatrix: ${quote(route)}`, rule);
  return `<tr${attribute}>${header}${cells}<td>${name(text)}</td></tr>`;
}

function cellOf(cell: Cell): string {
  if (typeof cell === 'string') return `<td class="${cell}">${cell}</td>`;
  return `<td class="conditional">if ${escapeHtml(visible(cell.if))}</td>`;
}

/** Isolates a name, so that the direction of its letters cannot reorder the text around it. */
function name(text: string): string {
  return `<bdi>${escapeHtml(visible(text))}</bdi>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => String(ENTITIES[character]));
}

/** JSON without `<`, so that it cannot close the script element. */
function toData(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
