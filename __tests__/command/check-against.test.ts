import { describe, expect, it } from '@jest/globals';
import {
  accessMatrix,
  allOf,
  anyOf,
  everyone,
  groupTemplate,
  type Implies,
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
2 differences from access.json; to accept them, run matrix --format json --out access.json
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
      out: expect.stringContaining("column 'auditor' is gone\n"),
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

  it('sees a hierarchy that only callers in several groups gain from', async () => {
    const table = { 'GET /': allOf('a', 'c'), 'GET /a': 'a', 'GET /b': 'b' };
    const run = (implies: Implies, before: Implies) =>
      runCommand(['check', 'm.mjs', '--against', 'm.json', '--implies', 'implies'], {
        modules: { 'm.mjs': { access: table, implies } },
        files: { 'm.json': JSON.stringify(accessMatrix(table, { implies: before })) },
      });
    const few = { owner: ['a', 'b'] };
    expect(await run(few, few)).toMatchObject({ code: 0 });
    expect(await run({ owner: ['b', 'a'] }, few)).toMatchObject({ code: 0 });
    expect(await run({ ...few, b: ['c'] }, few)).toMatchObject({
      code: 1,
      out: expect.stringContaining('the hierarchy: members of b now count as members of c\n'),
    });
    expect(await run(few, { ...few, b: ['c'] })).toMatchObject({
      code: 1,
      out: expect.stringContaining('the hierarchy: members of b no longer count as members of c\n'),
    });
  });

  const GOOD = matrixOf({ 'GET /a': 'a' });

  it.each([
    ['', 'is not JSON'],
    ['{', 'is not JSON'],
    ['null', 'got undefined'],
    [JSON.stringify({ ...GOOD, version: 2 }), 'has the version 1, got 2'],
    [JSON.stringify({ ...GOOD, columns: ['a'] }), 'the columns are'],
    [JSON.stringify({ ...GOOD, implies: { a: 'b' } }), "implies: 'a' is 'b'"],
    [JSON.stringify({ ...GOOD, implies: { a: ['a'] } }), `implies: 'a' is ["a"]`],
    [JSON.stringify({ ...GOOD, columns: [...GOOD.columns, 'b'] }), "has no cell for 'b'"],
    [JSON.stringify(GOOD).replace('"denied"', '"maybe"'), "has no cell for 'not signed in'"],
  ])('is a usage error for %j, never equal', async (text, reason) => {
    const { code, out, err } = await check(text, { 'GET /a': 'a' });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^middy-cognito-groups: 'access\.json'.*\n$/u);
    expect(err).toContain(reason);
  });

  it('is not equal if a route is there twice, or a cell says more', async () => {
    const table = { 'GET /a': 'a' };
    const twice = JSON.stringify({ ...GOOD, routes: [...GOOD.routes, ...GOOD.routes] });
    expect(await check(twice, table)).toMatchObject({ code: 1 });
    const more = JSON.stringify(GOOD).replace('"access":{', '"access":{"other":"allowed",');
    expect(await check(more, table)).toMatchObject({ code: 1 });
  });

  it('is a usage error without something to compare with', async () => {
    const modules = { 'access.mjs': { access: { 'GET /a': 'a' } } };
    expect(await runCommand(['check', 'access.mjs'], { modules })).toMatchObject(
      usageError('check needs --against FILE or --template FILE'),
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

describe('the lines of a comparison', () => {
  const lines = (before: Table, now: Table) => compareMatrix(matrixOf(before), matrixOf(now));

  it('are none of a matrix and itself, in JSON too', () => {
    const matrix = matrixOf({ 'GET /a': 'a', 'GET /{id}': anyOf('a', groupTemplate('t-{id}')) });
    expect(compareMatrix(matrix, matrix)).toEqual([]);
    expect(compareMatrix(JSON.parse(JSON.stringify(matrix)), matrix)).toEqual([]);
  });

  it('name cells, conditions, and routes that are new or gone', () => {
    expect(
      lines({ 'GET /a': 'a', 'GET /b': 'a' }, { 'GET /a': anyOf('a', scope('s')), 'GET /c': 'a' }),
    ).toEqual([
      'GET /c: a may call it',
      'GET /b: the route is gone',
      'GET /a: a signed-in caller in no group may now call it if the token has the scope s',
      'GET /a: a client may now call it if the token has the scope s',
    ]);
  });

  it('name columns that are new or gone', () => {
    const one = { 'GET /a': 'a' };
    const two = { 'GET /a': anyOf('a', 'b') };
    expect(lines(one, two)).toEqual(["column 'b' is new", 'GET /a: b may now call it']);
    expect(lines(two, one)).toEqual(["column 'b' is gone", 'GET /a: b may no longer call it']);
  });

  it('name a rule that has changed without any cell', () => {
    expect(lines({ 'GET /a': anyOf('a', 'b') }, { 'GET /a': anyOf('b', 'a') })).toEqual([
      "GET /a: the rule was anyOf('a', 'b') and is anyOf('b', 'a'); no cell differs",
    ]);
  });

  it('name the order, if nothing else has changed', () => {
    const rules = { 'GET /a': 'a', 'GET /b': 'b' };
    const order = ['only the order of the routes or of the columns has changed'];
    expect(lines(rules, { 'GET /b': 'b', 'GET /a': 'a' })).toEqual(order);
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
