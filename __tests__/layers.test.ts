import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as all from '../src/all.js';
import * as main from '../src/index.js';
import * as sources from '../src/sources/index.js';
import { readDocument } from './support/documents.js';

/** The rows of the table in CONTRIBUTING.md, as lists of modules below `src`. */
const layers = [...readDocument('CONTRIBUTING.md').matchAll(/^\| [a-z]+ \| ((?:`[\w/*-]+`(?:, )?)+) \|/gmu)].map(
  ([, files]) => (files as string).split(', ').map((name) => name.replaceAll('`', '')),
);

const files = readdirSync(new URL('../src', import.meta.url), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts') && !/(?:index|all)\.ts$/u.test(name))
  .map((name) => name.replace(/\.ts$/u, ''));

const layerOf = (file: string) =>
  layers.findIndex((names) => names.includes(file) || names.includes(file.replace(/[^/]+$/u, '*')));

const importsOf = (file: string) =>
  [...readDocument(`src/${file}.ts`).matchAll(/ from '([^']+)';$/gmu)].map(([, specifier]) => specifier as string);

describe('the table of modules in CONTRIBUTING.md', () => {
  it('has every module in one row', () => {
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
    const named = layers.flat().filter((name) => !name.endsWith('*'));
    expect(named.filter((name) => !files.includes(name))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it.each(files)('%s imports nothing from a row below its own, and Middy only in the last', (file) => {
    const inside = importsOf(file).filter((specifier) => specifier.startsWith('.'));
    const targets = inside.map((specifier) =>
      new URL(specifier, `file:///${file}`).pathname.slice(1).replace(/\.js$/u, ''),
    );
    for (const target of targets) expect(layerOf(target)).toBeLessThanOrEqual(layerOf(file));
    if (layerOf(file) < layers.length - 1) expect(importsOf(file)).not.toContain('@middy/core');
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

  it('are those of `defineGroups` too, but for itself', () => {
    const { defineGroups, ...others } = main;
    expect(Object.keys(defineGroups(['a'])).sort()).toEqual([...Object.keys(others), 'names'].sort());
  });
});
