import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as all from '../src/all.js';
import * as cedar from '../src/cedar/index.js';
import * as main from '../src/index.js';
import * as sources from '../src/sources/index.js';
import { readDocument } from './support/documents.js';

/** Each folder may import itself and those before it. The top of `src` comes last. */
const FOLDERS = ['lib', 'rules', 'sources', 'guard', 'report', 'report/page', ''];

const COMMAND = ['command', 'command/findings', 'command/template'];

/** They stand apart: no other folder imports them. */
const APART: Readonly<Record<string, readonly string[]>> = {
  testing: ['testing'],
  cedar: [...FOLDERS, 'cedar'],
  ...Object.fromEntries(COMMAND.map((folder) => [folder, [...FOLDERS, ...COMMAND]])),
};

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
    .filter((specifier) => specifier.startsWith('.') && specifier.endsWith('.js'))
    .map((specifier) => folderOf(new URL(specifier, `file:///${file}`).pathname.slice(1)));

describe('the folders of src', () => {
  it('hold every module, and at the top only the public functions and the entry points', () => {
    expect([...new Set(files.map(folderOf))].sort()).toEqual(
      [...FOLDERS, ...Object.keys(APART)].sort(),
    );
    expect(files.filter((file) => folderOf(file) === '').sort()).toEqual([
      'access-matrix.ts',
      'all.ts',
      'cognito-groups.ts',
      'define-groups.ts',
      'guard-routes.ts',
      'index.ts',
      'require-group.ts',
      'route-policy.ts',
    ]);
  });

  it.each(files)('%s imports no folder that comes after its own', (file) => {
    const own = folderOf(file);
    const allowed = APART[own] ?? FOLDERS.slice(0, FOLDERS.indexOf(own) + 1);
    expect(allowed).toEqual(expect.arrayContaining(importedFoldersOf(file)));
    if (!['guard', 'cedar', ''].includes(own)) expect(importsOf(file)).not.toContain('@middy/core');
  });
});

describe('the report', () => {
  it('is imported by `accessMatrix` alone, so that no guard has it in its bundle', () => {
    const importing = (matches: (file: string) => boolean) =>
      files.filter((file) => FOLDERS.includes(folderOf(file)) && matches(file));
    const isOutside = (file: string) => !folderOf(file).startsWith('report');
    expect(
      importing((file) => isOutside(file) && importedFoldersOf(file).includes('report')),
    ).toEqual(['access-matrix.ts', 'index.ts']);
    expect(importing((file) => importsOf(file).includes('./access-matrix.js'))).toEqual([
      'index.ts',
    ]);
  });
});

describe('the source', () => {
  it('wraps at 100 columns, addresses aside', () => {
    const wide = files.flatMap((file) =>
      readDocument(`src/${file}`)
        .split('\n')
        .flatMap((line, index) =>
          line.length > 100 && !/^\s*\* @see https:\S+$/u.test(line)
            ? [`${file}:${index + 1}`]
            : [],
        ),
    );
    expect(wide).toEqual([]);
  });
});

describe('the one file of both entry points', () => {
  it('has every name of both, and no name is in both, where `export *` would drop it', () => {
    expect(Object.keys(all).sort()).toEqual([...Object.keys(main), ...Object.keys(sources)].sort());
  });
});

describe('the exports', () => {
  it('are those that the documents name', () => {
    expect(Object.keys(main).sort()).toEqual([
      'accessMatrix',
      'allOf',
      'anyOf',
      'authenticated',
      'cognitoGroups',
      'cognitoGroupsValidateOptions',
      'defineGroups',
      'evaluate',
      'everyone',
      'groupTemplate',
      'guardRoutes',
      'issuedWithin',
      'noneOf',
      'owner',
      'requireGroup',
      'routePolicy',
      'scope',
      'signedInWithin',
      'user',
    ]);
  });

  it('of the sub-path for Cedar are one function', () => {
    expect(Object.keys(cedar)).toEqual(['toCedar']);
  });

  it('are those of `defineGroups` too, but for itself and the report', () => {
    // A guard carries the names and the hierarchy to `accessMatrix`. In `defineGroups`, the report
    // would be in the bundle of every function.
    const { defineGroups, accessMatrix, ...others } = main;
    expect(accessMatrix).toBeInstanceOf(Function);
    expect(Object.keys(defineGroups(['a'])).sort()).toEqual(
      [...Object.keys(others), 'names'].sort(),
    );
  });
});
