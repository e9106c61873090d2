import { describe, expect, it } from '@jest/globals';
import type { Implies, Rule } from 'middy-cognito-groups';
import { differences } from '../../src/report/differences.js';
import type { Cell, MatrixJson } from '../../src/report/matrix-json.js';
import { matrixFor, rowWith, type Table } from '../support/matrices.js';

const COLUMNS = ['not signed in', 'signed in', 'a client', 'viewer'];

/** A matrix with one route, of which the group `viewer` has this cell. */
const viewerMatrix = (cell: Cell, rule: Rule = 'viewer'): MatrixJson => ({
  version: 1,
  columns: COLUMNS,
  routes: [rowWith('GET /teams', rule, COLUMNS, { viewer: cell })],
});

const sentences = (before: MatrixJson, after: MatrixJson) =>
  differences(before, after).map(({ kind, route, text }) => `${kind} ${route}: ${text}`);

const between = (before: Table, after: Table, groups: string[] = ['admin', 'viewer']) =>
  sentences(matrixFor(before, groups), matrixFor(after, groups));

const A = { if: 'a holds' };
const B = { if: 'b holds' };

describe('a changed cell', () => {
  it.each<[Cell, Cell, string]>([
    ['denied', 'allowed', 'may now call it'],
    ['allowed', 'denied', 'may no longer call it'],
    ['denied', A, 'may now call it if a holds'],
    ['allowed', A, 'may now call it only if a holds'],
    [A, 'allowed', 'may now always call it'],
    [A, 'denied', 'may no longer call it'],
    [A, B, 'may now call it only if b holds, before only if a holds'],
  ])('from %j to %j is said in words', (before, after, words) => {
    expect(sentences(viewerMatrix(before), viewerMatrix(after))).toEqual([
      `changed GET /teams: viewer ${words}`,
    ]);
  });

  it.each<Cell>(['allowed', 'denied', A])('is none if it was %j before', (cell) => {
    expect(sentences(viewerMatrix(cell), viewerMatrix(cell))).toEqual([]);
  });

  it('of a column that is not a group names its callers', () => {
    expect(between({ 'GET /a': { everyone: true } }, { 'GET /a': 'admin' })).toEqual([
      'changed GET /a: a caller who is not signed in may no longer call it',
      'changed GET /a: a signed-in caller in no group may no longer call it',
      'changed GET /a: a client may no longer call it',
      'changed GET /a: viewer may no longer call it',
    ]);
  });
});

describe('a route', () => {
  it('that is new is listed with all who may call it', () => {
    const after = {
      'GET /a': { everyone: true },
      'GET /b': { anyOf: ['admin', 'viewer'] },
      'GET /c': { anyOf: ['admin', { allOf: ['viewer', { scope: 's' }] }] },
      'GET /d': 'other',
      'GET /e': { allOf: ['viewer', { scope: 's' }] },
    } as const;
    expect(between({}, after)).toEqual([
      'new GET /a: everyone may call it',
      'new GET /b: admin, viewer may call it',
      'new GET /c: admin may call it; viewer may call it if the token has the scope s',
      'new GET /d: no column may call it',
      'new GET /e: viewer may call it if the token has the scope s',
    ]);
  });

  it('that is gone is listed', () => {
    expect(between({ 'GET /a': 'admin', 'GET /b': 'admin' }, { 'GET /a': 'admin' })).toEqual([
      'gone GET /b: the route is gone',
    ]);
  });

  it('that stands at another place is no difference', () => {
    const [a, b] = [{ 'GET /a': 'admin' }, { 'GET /b': 'viewer' }] as const;
    expect(between({ ...a, ...b }, { ...b, ...a })).toEqual([]);
  });

  it('is new before others are gone, and those before others are changed', () => {
    const before = { 'GET /changed': 'admin', 'GET /gone': 'admin' } as const;
    const after = { 'GET /changed': { everyone: true }, 'GET /new': 'admin' } as const;
    const kinds = differences(matrixFor(before, ['admin']), matrixFor(after, ['admin']));
    expect(kinds.map(({ kind }) => kind)).toEqual(['new', 'gone', 'changed', 'changed', 'changed']);
  });
});

describe('a rule', () => {
  it('with the same cells is a difference of its own', () => {
    const after = { anyOf: ['viewer', 'other'] } as const;
    expect(sentences(viewerMatrix('allowed'), viewerMatrix('allowed', after))).toEqual([
      "changed GET /teams: the rule was 'viewer' and is anyOf('viewer', 'other'); no cell differs",
    ]);
  });

  it('with other cells is not said twice', () => {
    expect(sentences(viewerMatrix('allowed'), viewerMatrix('denied', 'other'))).toHaveLength(1);
  });
});

describe('a column', () => {
  it('that is new is evaluated in the earlier matrix', () => {
    const table = { 'GET /a': { authenticated: true }, 'GET /b': 'viewer' } as const;
    const before = matrixFor({ ...table, 'GET /b': 'admin' }, ['admin']);
    expect(sentences(before, matrixFor(table, ['admin', 'viewer']))).toEqual([
      'changed GET /b: admin may no longer call it',
      'changed GET /b: viewer may now call it',
    ]);
  });

  it('that is new holds people, not machines', () => {
    const table: Table = { 'GET /a': { user: true } };
    expect(sentences(matrixFor(table, []), matrixFor(table, ['viewer']))).toEqual([]);
  });

  it('that is gone is evaluated in the later matrix', () => {
    const before = matrixFor({ 'GET /a': { noneOf: ['suspended'] } }, ['suspended']);
    const after = matrixFor({ 'GET /a': { authenticated: true } }, []);
    expect(sentences(before, after)).toEqual(['changed GET /a: suspended may now call it']);
  });

  it('of a group that only a template names is no difference', () => {
    const table = { 'GET /{id}': { groupTemplate: 'team-{id}' } } as const;
    const [without, withColumn] = [matrixFor(table, []), matrixFor(table, ['team-7'])];
    expect(sentences(without, withColumn)).toEqual([]);
    expect(sentences(withColumn, without)).toEqual([]);
    expect(sentences(withColumn, matrixFor({ 'GET /{id}': 'admin' }, ['admin']))).toEqual([
      'changed GET /{id}: admin may now call it',
      'changed GET /{id}: team-7 may no longer call it',
    ]);
  });

  it('named as a property of every object has its own cell', () => {
    const names = ['__proto__', 'constructor'];
    const before = matrixFor({ 'GET /a': 'admin' }, names);
    const after = JSON.parse(JSON.stringify(matrixFor({ 'GET /a': { anyOf: names } }, names)));
    expect(sentences(before, after)).toEqual([
      'changed GET /a: __proto__ may now call it',
      'changed GET /a: constructor may now call it',
    ]);
  });
});

describe('a hierarchy', () => {
  it('that differs changes whom members count as, although no cell does', () => {
    const matrix = (implies: Implies) =>
      matrixFor({ 'GET /a': 'admin' }, ['admin', 'viewer'], implies);
    const [without, withIt] = [matrix({}), matrix({ viewer: ['guest'] })];
    expect(sentences(without, withIt)).toEqual([
      'changed the hierarchy: members of viewer now count as members of guest',
    ]);
    expect(sentences(withIt, without)).toEqual([
      'changed the hierarchy: members of viewer no longer count as members of guest',
    ]);
    expect(sentences(withIt, withIt)).toEqual([]);
  });
});
