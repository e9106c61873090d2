import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { appSync, httpApi, restApi } from 'middy-cognito-groups/sources';
import { answeredBy } from '../support/chain.js';
import { readDocument } from '../support/documents.js';
import { groupsOf } from '../support/policy.js';
import { ROWS } from '../support/wire-values.js';

const README = readDocument('README.md');

/** The words outside code, tables and comments. The target of a link is not a word. */
function wordsOf(markdown: string): string[] {
  const prose = markdown
    .replace(/^```.*?^```$/gmsu, '')
    .replace(/<!--.*?-->/gsu, '')
    .replace(/^\|.*$/gmu, '')
    .replace(/\]\([^)]*\)/gu, ']');
  return prose.match(/[^\s|#*\-·]\S*/gu) ?? [];
}

describe('the README', () => {
  it('has at most 1,100 words of prose', () => {
    expect(wordsOf(README).length).toBeLessThanOrEqual(1100);
    expect(wordsOf(README).length).toBeGreaterThan(500);
  });

  it('counts words outside code, tables and comments', () => {
    const text =
      '# One\n\n```ts a\nx y\n```\n<!-- c\nd -->\n| t | u |\n\n- [two three](a b) · `four`\n';
    expect(wordsOf(text)).toEqual(['One', '[two', 'three]', '`four`']);
  });

  it('has one line that the first release removes, with the version of the package', () => {
    const { version } = JSON.parse(readDocument('package.json')) as { version: string };
    const lines = README.split('\n').filter((line) => line.includes('before the first release'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`middy-cognito-groups-${version}.tgz`);
    // A line that starts with a comment is HTML, so its Markdown would not be rendered.
    expect(lines[0]).toMatch(/^\w/u);
  });
});

describe('the table of hand-written checks', () => {
  const EVENTS: Readonly<Record<string, (value: unknown) => object>> = {
    'REST API': ROWS['1a'],
    'HTTP API': ROWS['2a'],
    AppSync: ROWS[5],
  };
  const ROW =
    /^\| (?<api>REST API|HTTP API|AppSync) \| (?:`(?<wire>.*?)`|absent)[^|]*\| `(?<check>.*?)` \| (?<result>.*?) \| (?<ours>.*?) \|$/gmu;
  const rows = [...README.matchAll(ROW)].map(({ groups }) => groups as Record<string, string>);

  const guarded = middy()
    .use(cognitoGroups())
    .use(requireGroup('admin'))
    .handler(async () => ({ statusCode: 200 }));

  /** What the hand-written check does, in the words of the table. */
  function resultOf(check: string, claim: unknown, isAdmin: boolean): string {
    try {
      const allows: unknown = Function('claim', `return ${check}`)(claim);
      if (allows === isAdmin) return 'right';
      return allows ? 'wrongly allows' : 'wrongly denies';
    } catch {
      return 'throws';
    }
  }

  it('has a row for each API, and each kind of mistake', () => {
    expect(new Set(rows.map(({ api }) => api))).toEqual(new Set(Object.keys(EVENTS)));
    expect(new Set(rows.map(({ result }) => result))).toEqual(
      new Set(['wrongly allows', 'wrongly denies', 'throws']),
    );
  });

  it.each(rows)(
    '$api, $wire: $check $result; the guard: $ours',
    async ({ api = '', wire, check = '', result = '', ours = '' }) => {
      const claim: unknown = wire === undefined ? undefined : JSON.parse(wire);
      const status = await answeredBy(guarded, EVENTS[api]?.(claim));
      expect(status).toBe(ours === 'allowed' ? 200 : Number(ours));
      expect(resultOf(check, claim, ours === 'allowed')).toBe(result);
    },
  );
});

describe('the pictures', () => {
  it.each(['groups', 'architecture'])('%s.svg can be read aloud, and loads nothing', (name) => {
    const svg = readDocument(`docs/images/${name}.svg`);
    expect(svg).toMatch(/role="img" aria-labelledby="title desc"/u);
    expect(svg).toMatch(/<title id="title">[^<]{20,}<\/title>/u);
    expect(svg).toMatch(/<desc id="desc">[^<]{100,}<\/desc>/u);
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|<script|<image|href|foreignObject/u,
    );
  });

  it('show the wire values that the sources decode', () => {
    const svg = readDocument('docs/images/groups.svg');
    const texts = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gu)].map(([, text]) => text);
    const values = [
      ['"admin,member"', restApi, ROWS['1a']],
      ['"[admin member]"', httpApi, ROWS['2a']],
      ['["admin","member"]', appSync, ROWS[5]],
    ] as const;
    for (const [value, source, eventOf] of values) {
      expect(texts).toContain(value);
      expect(groupsOf(source, eventOf(JSON.parse(value)))).toEqual(['admin', 'member']);
    }
  });
});
