import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readDocument } from '../support/documents.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FOLDERS = ['docs', 'examples', 'bench', '.github'];

/** The documents of the repository, without what is installed for an example. */
const documents = [
  ...readdirSync(ROOT),
  ...FOLDERS.filter((folder) => existsSync(ROOT + folder)).flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true }).map((name) => `${folder}/${name}`),
  ),
].filter((name) => name.endsWith('.md') && !name.includes('node_modules/'));

/** What `npm publish` would ship. The scripts would build the package. */
function packedFiles(): string[] {
  const options = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const printed = execFileSync('npm', options, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
  const [{ files }] = JSON.parse(printed) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

const withoutCode = (markdown: string) =>
  markdown.replace(/^ *```.*?^ *```$/gmsu, '').replace(/`[^`\n]*`/gu, (code) =>
    // A link may be code: [`Decision`](rules.md).
    code.replace(/[[\]()]/gu, ' '),
  );

/** The targets of links and pictures, in Markdown and in HTML. */
function targetsOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  const links = text.matchAll(/\]\(\s*<?([^)\s>]+)/gu);
  const attributes = text.matchAll(/\b(?:href|src|srcset)="([^"]+)"/gu);
  const definitions = text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gmu);
  return [...links, ...attributes, ...definitions].map(([, target]) => target as string);
}

/** The anchors that GitHub gives to the headings of a document. */
function anchorsOf(markdown: string): string[] {
  const text = markdown.replace(/^ *```.*?^ *```$/gmsu, '');
  const seen = new Map<string, number>();
  return [...text.matchAll(/^#{1,6} (.+)$/gmu)].map(([, heading = '']) => {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

const isInside = (target: string) => !/^[a-z][a-z+.-]*:/u.test(target);

/** The links of a document that lead nowhere. @param has whether a file or a folder is there */
function brokenLinks(document: string, has: (path: string) => boolean): string[] {
  return targetsOf(readDocument(document))
    .filter(isInside)
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? document : posix.join(posix.dirname(document), path);
      if (!has(file.replace(/\/$/u, ''))) return true;
      if (anchor === undefined) return false;
      return !file.endsWith('.md') || !anchorsOf(readDocument(file)).includes(anchor);
    });
}

describe('the links of the documents', () => {
  it('are found in Markdown and HTML, but not in code', () => {
    const text =
      '[a](b.md) `[c](d)` ![e](f.svg)\n```\n[g](h)\n```\n<img src="i.svg">\n[`j`](k.md#l)';
    expect(targetsOf(text)).toEqual(['b.md', 'f.svg', 'k.md#l', 'i.svg']);
  });

  it('lead to the anchors that GitHub makes', () => {
    const text =
      '# Order of `.use()`\n## `ERR_VERIFIER`\n## A B\n## A B\n## [x](y) @middy/http-jwt';
    expect(anchorsOf(text)).toEqual([
      'order-of-use',
      'err_verifier',
      'a-b',
      'a-b-1',
      'x-middyhttp-jwt',
    ]);
  });

  it.each(documents)('resolve in the repository: %s', (document) => {
    expect(brokenLinks(document, (path) => existsSync(ROOT + path))).toEqual([]);
  });

  const packed = packedFiles();

  it.each(packed.filter((path) => path.endsWith('.md')))(
    'resolve in the packed package: %s',
    (document) => {
      const has = (path: string) =>
        packed.some((file) => file === path || file.startsWith(`${path}/`));
      expect(brokenLinks(document, has)).toEqual([]);
    },
  );

  it('to a page of this repository are also right in the messages of the source', () => {
    const files = readdirSync(`${ROOT}src`, { recursive: true }).map((name) => `src/${name}`);
    const pages = files
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readDocument(name).matchAll(/docs\/[\w-]+\.md/gu)])
      .map(([page]) => page);
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) expect(packed).toContain(page);
  });
});
