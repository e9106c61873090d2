/** What the consumers share with the documents. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/folders.mjs';

/** A block of the README by its name. */
export function readmeBlock(name) {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, block] = text.match(new RegExp(`^\`\`\`\\S+ ${name}\\n((?:.*\\n)*?)\`\`\`$`, 'm')) ?? [];
  if (block === undefined) throw new Error(`the README has no block named ${name}`);
  return block;
}

/**
 * Compares a computed table with the one between `<!-- begin NAME -->` and `<!-- end NAME -->`; with `UPDATE_DOCS` set it is written there.
 *
 * @returns whether they are the same
 */
export function isDocumented(document, name, table) {
  const file = join(ROOT, document);
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- begin ${name} -->\n`, `\n<!-- end ${name} -->`];
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  if (to < from) throw new Error(`${document} has no block named ${name}`);
  if (process.env.UPDATE_DOCS) writeFileSync(file, text.slice(0, from) + table + text.slice(to));
  return Boolean(process.env.UPDATE_DOCS) || text.slice(from, to) === table;
}

export function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
