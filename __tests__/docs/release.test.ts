import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readDocument } from '../support/documents.js';

interface Release {
  manifest: Record<string, unknown>;
  changelog: string;
  readme: string;
  tag?: string;
  changed: string;
}

const script = new URL('../../scripts/release-check.mjs', import.meta.url).href;
const { problemsOf } = (await import(script)) as { problemsOf(release: Release): string[] };

const release: Release = {
  manifest: { version: '1.2.3', repository: 'r', homepage: 'h', bugs: 'b' },
  changelog: '# Changes\n\n## 1.2.3, 2026-11-27\n\n## 1.2.2, 2026-01-01\n',
  readme: '# middy-cognito-groups\n',
  tag: 'v1.2.3',
  changed: '',
};

describe('the release check', () => {
  it('finds nothing wrong with a complete release, with a tag and without', () => {
    const { tag: _, ...untagged } = release;
    expect(problemsOf(release)).toEqual([]);
    expect(problemsOf(untagged)).toEqual([]);
  });

  it.each<[string, Partial<Release>, RegExp]>([
    ['no repository', { manifest: { version: '1.2.3', homepage: 'h', bugs: 'b' } }, /repository/],
    ['no homepage', { manifest: { version: '1.2.3', repository: 'r', bugs: 'b' } }, /homepage/],
    ['no bugs', { manifest: { version: '1.2.3', repository: 'r', homepage: 'h' } }, /has no bugs/],
    ['another tag', { tag: 'v1.2.4' }, /The tag is v1\.2\.4, and package\.json says 1\.2\.3/],
    ['a version without a date', { changelog: '## 1.2.3, unreleased' }, /begins with .*unreleased/],
    ['an older first version', { changelog: '## 1.2.2, 2026-01-01' }, /begins with .*1\.2\.2/],
    ['a similar version', { changelog: '## 1x2.3, 2026-01-01' }, /begins with/],
    ['no version at all', { changelog: '# Changes' }, /begins with "nothing"/],
    ['a line for unreleased code', { readme: '<!-- before the first release -->' }, /README\.md/],
    ['changes that are not committed', { changed: ' M src/index.ts' }, /src\/index\.ts/],
  ])('refuses %s with one sentence', (_, change, sentence) => {
    const problems = problemsOf({ ...release, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });

  it('refuses this repository until it has an address', () => {
    const manifest = JSON.parse(readDocument('package.json'));
    const problems = problemsOf({ ...release, manifest, tag: `v${manifest.version}` }).join('\n');
    for (const field of ['repository', 'homepage', 'bugs']) {
      expect(problems.includes(`has no ${field}`)).toBe(manifest[field] === undefined);
    }
    expect(manifest.scripts.prepublishOnly).toBe('npm run release:check');
  });
});

describe('the workflows', () => {
  const names = readdirSync(new URL('../../.github/workflows', import.meta.url));
  const actionsIn = (text: string) => [...text.matchAll(/uses: (\S+)(.*)/gu)];

  it.each(names)('%s pins each action to a commit, with its version beside it', (name) => {
    for (const [, action, comment] of actionsIn(readDocument(`.github/workflows/${name}`))) {
      expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/u);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/u);
    }
  });

  it.each(names)('%s grants no more than it says for each job, and stores no token', (name) => {
    const text = readDocument(`.github/workflows/${name}`);
    expect(text).toMatch(/^permissions:(?: \{\}|\n {2}contents: read)$/mu);
    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|write-all/u);
  });
});

describe('llms.txt', () => {
  const text = readDocument('llms.txt');
  const targets = [...text.matchAll(/\]\(([^)]+)\)/gu)].map(([, target]) => target as string);
  const root = new URL('../../', import.meta.url);

  it('links only files of this repository', () => {
    expect(targets.length).toBeGreaterThan(15);
    expect(targets.filter((target) => !existsSync(new URL(target, root)))).toEqual([]);
  });

  it('names every page for users', () => {
    const pages = readdirSync(new URL('docs', root)).filter((name) => name.endsWith('.md'));
    const maintainers = ['peers.md', 'real-parts.md'];
    const missing = pages.filter(
      (name) => !maintainers.includes(name) && !targets.includes(`docs/${name}`),
    );
    expect(missing).toEqual([]);
  });
});
