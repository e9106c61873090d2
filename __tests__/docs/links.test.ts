import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readDocument } from '../support/documents.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: ROOT, encoding: 'utf8' });

const isDocument = (file: string) => file.endsWith('.md');

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/gu, '-');
}

/** Without its fenced blocks, in which `#` and `](` are no Markdown. */
const proseOf = (file: string) => readDocument(file).replace(/^```.*?^```$/gmsu, '');

const anchorsOf = (file: string) =>
  [...proseOf(file).matchAll(/^#+ (.*)$/gmu)].map(([, heading]) => anchorOf(heading as string));

interface Link {
  readonly text: string;
  readonly target: string;
  /** Empty for a link to the whole file. */
  readonly anchor: string;
}

/** The links of a document to files of the repository. */
function linksOf(file: string): Link[] {
  return [...proseOf(file).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/gu)].map(([, text = '']) => {
    const { pathname, hash } = new URL(text, `file:///${file}`);
    return { text, target: pathname.slice(1), anchor: hash.slice(1) };
  });
}

describe('the links of the documents', () => {
  const documents = run('git', 'ls-files').split('\n').filter(isDocument);

  it.each(documents)('resolve in the repository: %s', (file) => {
    for (const { text, target, anchor } of linksOf(file)) {
      expect([text, existsSync(ROOT + target)]).toEqual([text, true]);
      if (anchor !== '') expect(anchorsOf(target)).toContain(anchor);
    }
  });

  it('are found', () => {
    expect(linksOf('README.md').length).toBeGreaterThan(10);
    expect(anchorsOf('docs/rules.md')).toContain('people-and-machines');
    expect(anchorOf('`routePolicy(table)`')).toBe('routepolicytable');
  });

  it('resolve in the package', () => {
    const printed = run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts');
    const [{ files }] = JSON.parse(printed) as [{ files: { path: string }[] }];
    const packed = new Set(files.map(({ path }) => path));
    const packedDocuments = [...packed].filter(isDocument);
    expect(packedDocuments).toContain('docs/rules.md');
    const dead = packedDocuments.flatMap((file) =>
      linksOf(file).flatMap(({ text, target }) => (packed.has(target) ? [] : [`${file}: ${text}`])),
    );
    expect(dead).toEqual([]);
  });
});
