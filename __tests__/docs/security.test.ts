import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readDocument } from '../support/documents.js';

const ROOT = new URL('../../', import.meta.url);

const document = readDocument('docs/security.md');

/** The last cell of each row of the tables of attacks: the tests that hold it. */
const tests = document
  .slice(document.indexOf('## Attacks'), document.indexOf('## How it is attacked'))
  .split('\n')
  .filter((line) => line.startsWith('|') && line.endsWith('` |'))
  .flatMap(
    (line) =>
      line
        .split('|')
        .at(-2)
        ?.match(/[\w-]+(?:\/[\w-]+)*(?=`)/gu) ?? [],
  );

const fileOf = (name: string) =>
  name.startsWith('hard/') ? `${name}.mjs` : `__tests__/${name}.test.ts`;

describe('each attack of docs/security.md names a test that exists', () => {
  it.each([...new Set(tests)])('%s', (name) => {
    expect(existsSync(new URL(fileOf(name), ROOT))).toBe(true);
  });

  it('and every table of attacks has such a column', () => {
    expect(tests.length).toBeGreaterThan(30);
  });
});
