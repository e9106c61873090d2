import { readFileSync, writeFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

export function readDocument(name: string): string {
  return readFileSync(new URL(name, ROOT), 'utf8');
}

/**
 * The text between `<!-- begin NAME -->` and `<!-- end NAME -->`. `npm run docs` first replaces it
 * with the computed text.
 */
export function generatedBlock(document: string, name: string, computed: string): string {
  const [begin, end] = [`<!-- begin ${name} -->\n`, `\n<!-- end ${name} -->`];
  const text = readDocument(document);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${document} has no block named ${name}`);
  if (process.env.UPDATE_DOCS) {
    writeFileSync(new URL(document, ROOT), text.slice(0, from) + begin + computed + text.slice(to));
    return computed;
  }
  return text.slice(from + begin.length, to);
}

export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
