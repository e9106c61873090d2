import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as all from '../src/all.js';
import * as main from '../src/index.js';
import * as sources from '../src/sources/index.js';
import { readDocument } from './support/documents.js';

/** Each folder may import from itself and those before it. The top of `src` comes last. */
const FOLDERS = ['lib', 'rules', 'sources', 'guard', ''];

const files = readdirSync(new URL('../src', import.meta.url), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'));

const folderOf = (file: string) => file.split('/').slice(0, -1).join('/');

const importsOf = (file: string) =>
  [...readDocument(`src/${file}`).matchAll(/ from '([^']+)';$/gmu)].map(
    ([, specifier]) => specifier as string,
  );

const importedFoldersOf = (file: string) =>
  importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => folderOf(new URL(specifier, `file:///${file}`).pathname.slice(1)));

describe('the folders of src', () => {
  it('hold every module, and the top holds only public functions and entry points', () => {
    expect([...new Set(files.map(folderOf))].sort()).toEqual([...FOLDERS, 'testing'].sort());
    expect(files.filter((file) => folderOf(file) === '').sort()).toEqual([
      'all.ts',
      'cognito-groups.ts',
      'define-groups.ts',
      'guard-routes.ts',
      'index.ts',
      'require-group.ts',
      'route-policy.ts',
    ]);
  });

  it.each(files)('%s imports from no folder that comes after its own', (file) => {
    const own = folderOf(file);
    const allowed = own === 'testing' ? ['testing'] : FOLDERS.slice(0, FOLDERS.indexOf(own) + 1);
    expect(allowed).toEqual(expect.arrayContaining(importedFoldersOf(file)));
    if (!['guard', ''].includes(own)) expect(importsOf(file)).not.toContain('@middy/core');
  });
});

describe('the one file of both entry points', () => {
  it('has every name of both, so no name is in both, which `export *` would drop', () => {
    expect(Object.keys(all).sort()).toEqual([...Object.keys(main), ...Object.keys(sources)].sort());
  });
});

describe('the exports', () => {
  it('are the names that the documents list', () => {
    expect(Object.keys(main).sort()).toEqual([
      'allOf',
      'anyOf',
      'authenticated',
      'cognitoGroups',
      'defineGroups',
      'evaluate',
      'everyone',
      'groupTemplate',
      'guardRoutes',
      'noneOf',
      'owner',
      'requireGroup',
      'routePolicy',
    ]);
  });

  it('are the fields of `defineGroups` too, except itself', () => {
    const { defineGroups, ...others } = main;
    expect(Object.keys(defineGroups(['a'])).sort()).toEqual(
      [...Object.keys(others), 'names'].sort(),
    );
  });
});
