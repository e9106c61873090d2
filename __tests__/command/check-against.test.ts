import { describe, expect, it } from '@jest/globals';
import {
  accessMatrix,
  anyOf,
  everyone,
  groupTemplate,
  type Rule,
  scope,
} from 'middy-cognito-groups';
import { compareMatrix } from '../../src/command/compare-matrix.js';
import { runCommand, usageError } from '../support/command.js';

type Table = Readonly<Record<string, Rule>>;

const matrixOf = (table: Table, groups?: string[]) => accessMatrix(table, { groups }).toJSON();

/** What `check --against` says of a table, after a matrix was written of another one. */
async function check(before: Table | string, now: Table, ...args: string[]) {
  const text = typeof before === 'string' ? before : JSON.stringify(matrixOf(before));
  const run = await runCommand(['check', 'access.mjs', '--against', 'access.json', ...args], {
    modules: { 'access.mjs': { access: now } },
    files: { 'access.json': text },
  });
  return { code: run.code, out: run.out, err: run.err };
}

describe('check --against', () => {
  it('is quiet if nothing has changed', async () => {
    const table = { 'GET /teams': anyOf('viewer', scope('a')), 'GET /health': everyone };
    expect(await check(table, table)).toEqual({
      code: 0,
      out: 'access.json is up to date\n',
      err: '',
    });
  });

  it('says who may now call what, and how to accept it', async () => {
    const before = { 'GET /teams': 'admin', 'PUT /teams': anyOf('admin', 'viewer') };
    const now = { 'GET /teams': anyOf('admin', 'viewer'), 'PUT /teams': 'admin' };
    expect(await check(before, now)).toEqual({
      code: 1,
      out: `GET /teams: viewer may now call it
PUT /teams: viewer may no longer call it
2 differences from access.json; to accept, write it again with matrix --format json --out access.json
`,
      err: '',
    });
  });

  it('sees columns only if they are named again', async () => {
    const table = { 'GET /teams': 'admin' };
    const written = JSON.stringify(matrixOf(table, ['auditor']));
    expect(await check(written, table, '--groups', 'auditor')).toMatchObject({ code: 0 });
    expect(await check(written, table)).toMatchObject({
      code: 1,
      out: expect.stringContaining("column 'auditor' is gone: may call nothing before\n"),
    });
  });

  it('can go with --template: each may find something', async () => {
    const run = (access: Table, template: string) =>
      runCommand(['check', 'access.mjs', '--against', 'a.json', '--template', 't.yaml'], {
        modules: { 'access.mjs': { access } },
        files: { 'a.json': JSON.stringify(matrixOf({ 'GET /a': everyone })), 't.yaml': template },
      });
    const event = '{ Type: HttpApi, Properties: { Path: /a, Method: GET } }';
    const template = `Resources: { F: { Type: AWS::Serverless::Function, Properties: { Events: { A: ${event} } } } }`;
    expect(await run({ 'GET /a': everyone }, template)).toMatchObject({
      code: 0,
      out: 'a.json is up to date\nno findings: 1 deployed route, 1 rule\n',
    });
    expect(await run({ 'GET /a': 'a' }, template)).toMatchObject({ code: 1 });
    expect(await run({ 'GET /a': everyone }, 'Resources: { A: { Type: T } }')).toMatchObject({
      code: 1,
    });
  });

  const GOOD = matrixOf({ 'GET /a': 'a' });
  const [ROW] = GOOD.routes;

  it.each([
    ['', 'is not JSON'],
    ['{', 'is not JSON'],
    ['null', 'it is null'],
    ['[]', 'it is []'],
    ['{}', 'its version is undefined, and this command reads version 1'],
    [JSON.stringify({ ...GOOD, version: 2 }), 'its version is 2, and'],
    [JSON.stringify({ ...GOOD, version: '1' }), "its version is '1', and"],
    [JSON.stringify({ ...GOOD, columns: 'a' }), 'its columns are not a list of texts'],
    [JSON.stringify({ ...GOOD, columns: [1] }), 'its columns are not a list of texts'],
    [JSON.stringify({ ...GOOD, columns: [...GOOD.columns, 'a'] }), "'a' is there twice"],
    [JSON.stringify({ ...GOOD, columns: [...GOOD.columns, 'b'] }), 'one of its routes is {'],
    [JSON.stringify({ ...GOOD, routes: {} }), 'its routes are not a list'],
    [JSON.stringify({ ...GOOD, routes: [ROW, ROW] }), "'GET /a' is there twice"],
    [JSON.stringify({ ...GOOD, routes: ['a'] }), "one of its routes is 'a'"],
    [JSON.stringify({ ...GOOD, routes: [{ ...ROW, route: 1 }] }), 'one of its routes is {'],
    [JSON.stringify({ ...GOOD, routes: [{ ...ROW, rule: undefined }] }), 'one of its routes is {'],
    [JSON.stringify({ ...GOOD, routes: [{ ...ROW, access: [] }] }), 'one of its routes is {'],
    [JSON.stringify({ ...GOOD, routes: [{ ...ROW, access: {} }] }), 'one of its routes is {'],
    [JSON.stringify(GOOD).replace('"denied"', '"maybe"'), 'one of its routes is {'],
    [JSON.stringify(GOOD).replace('"denied"', '{"if":1}'), 'one of its routes is {'],
    [JSON.stringify(GOOD).replace('"denied"', '{"if":"a","b":1}'), 'one of its routes is {'],
    [JSON.stringify(GOOD).replace('"signed in":"denied"', '"__proto__":"denied"'), 'one of its'],
  ])('is a usage error for %j, never equal', async (text, reason) => {
    const { code, out, err } = await check(text, { 'GET /a': 'a' });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^middy-cognito-groups: 'access\.json' is not (?:JSON|a matrix): .*\n$/u);
    expect(err).toContain(reason);
  });

  it('is a usage error without something to compare with', async () => {
    const modules = { 'access.mjs': { access: { 'GET /a': 'a' } } };
    expect(await runCommand(['check', 'access.mjs'], { modules })).toMatchObject(
      usageError('check compares with something: write --against FILE or --template FILE'),
    );
    const args = ['check', 'access.mjs', '--against', 'a.json'];
    for (const option of [['--function', 'F'], ['--verified-token']]) {
      expect(await runCommand([...args, ...option], { modules })).toMatchObject(
        usageError('--function and --verified-token are for --template'),
      );
    }
    expect(await runCommand(args, { modules })).toMatchObject(
      usageError("cannot read 'a.json': there is no such file or folder"),
    );
  });
});

describe('the differences of two matrices', () => {
  const differences = (before: Table, now: Table) => compareMatrix(matrixOf(before), matrixOf(now));

  it('are none of a matrix and itself, in JSON too', () => {
    const matrix = matrixOf({ 'GET /a': 'a', 'GET /{id}': anyOf('a', groupTemplate('t-{id}')) });
    expect(compareMatrix(matrix, matrix)).toEqual([]);
    expect(compareMatrix(JSON.parse(JSON.stringify(matrix)), matrix)).toEqual([]);
  });

  it.each<[Rule, Rule, string[]]>([
    [
      'a',
      everyone,
      ['a caller who is not signed in', 'a signed-in caller in no group', 'a client'].map(
        (caller) => `GET /a: ${caller} may now call it`,
      ),
    ],
    [
      'a',
      anyOf('a', scope('s')),
      [
        'GET /a: a signed-in caller in no group may now call it if the token has the scope s',
        'GET /a: a client may now call it if the token has the scope s',
      ],
    ],
    [
      anyOf('a', scope('s')),
      'a',
      [
        'GET /a: a signed-in caller in no group may no longer call it (before: if the token has the scope s)',
        'GET /a: a client may no longer call it (before: if the token has the scope s)',
      ],
    ],
    [
      { authenticated: true },
      scope('s'),
      [
        'GET /a: a signed-in caller in no group may now call it only if the token has the scope s',
        'GET /a: a client may now call it only if the token has the scope s',
      ],
    ],
    [
      scope('s'),
      { authenticated: true },
      [
        'GET /a: a signed-in caller in no group may now call it (before: if the token has the scope s)',
        'GET /a: a client may now call it (before: if the token has the scope s)',
      ],
    ],
    [
      scope('s'),
      scope('t'),
      [
        'GET /a: a signed-in caller in no group may now call it only if the token has the scope t (before: if the token has the scope s)',
        'GET /a: a client may now call it only if the token has the scope t (before: if the token has the scope s)',
      ],
    ],
    [
      anyOf('a', 'b'),
      anyOf('b', 'a'),
      [
        'GET /a: the rule is now {"anyOf":["b","a"]}, and was {"anyOf":["a","b"]}; the same callers may call it',
      ],
    ],
  ])('from %j to %j are in words', (before, now, expected) => {
    const changes = differences({ 'GET /a': before }, { 'GET /a': now });
    expect(changes.filter((line) => !line.startsWith('column'))).toEqual(expected);
  });

  it('are new routes and routes that are gone, with who may call them', () => {
    const before = { 'GET /a': 'a', 'GET /b': anyOf('a', scope('s')) };
    expect(differences(before, { 'GET /a': 'a' })).toEqual([
      'GET /b: is gone, it was callable by a signed-in caller in no group if the token has the scope s, a client if the token has the scope s, a',
    ]);
    expect(differences({ 'GET /a': 'a' }, before)).toEqual([
      'GET /b: is new, callable by a signed-in caller in no group if the token has the scope s, a client if the token has the scope s, a',
    ]);
    const nobody = { allOf: ['a', { noneOf: ['a'] }] } as const;
    expect(differences({ 'GET /a': 'a' }, { 'GET /a': 'a', 'GET /b': nobody })).toEqual([
      'GET /b: is new, and nobody may call it',
    ]);
  });

  it('are new columns and columns that are gone, with what they may call', () => {
    const before = { 'GET /a': 'a', 'GET /b': scope('s') };
    expect(differences(before, { ...before, 'GET /a': anyOf('a', 'b') })).toEqual([
      "column 'b' is new: may call GET /a, GET /b if the token has the scope s",
      'GET /a: the rule is now {"anyOf":["a","b"]}, and was "a"; the same callers may call it',
    ]);
    expect(differences({ ...before, 'GET /a': anyOf('a', 'b') }, before)[0]).toBe(
      "column 'b' is gone: may call GET /a, GET /b if the token has the scope s before",
    );
  });

  it('are the order, if nothing else has changed', () => {
    const rules = { 'GET /a': 'a', 'GET /b': 'b' };
    const order = ['only the order of the routes or of the columns has changed'];
    expect(differences(rules, { 'GET /b': 'b', 'GET /a': 'a' })).toEqual(order);
    expect(compareMatrix(matrixOf(rules), matrixOf(rules, ['b', 'a']))).toEqual(order);
  });

  it('have every group with its own name, also those of objects', () => {
    const groups = ['constructor', '__proto__', 'toString'];
    const before = accessMatrix({ 'GET /a': 'a' }, { groups }).toJSON();
    const now = accessMatrix({ 'GET /a': anyOf('a', '__proto__') }, { groups }).toJSON();
    expect(compareMatrix(JSON.parse(JSON.stringify(before)), now)).toEqual([
      'GET /a: __proto__ may now call it',
    ]);
    expect(compareMatrix(JSON.parse(JSON.stringify(now)), now)).toEqual([]);
  });
});
