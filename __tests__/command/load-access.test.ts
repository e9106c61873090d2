import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defineGroups, guardRoutes, routePolicy } from 'middy-cognito-groups';
import { importProblem } from '../../src/command/import-problem.js';
import { runCommand, usageError } from '../support/command.js';

const TABLE = { 'GET /a': 'a' };
const handler = async () => undefined;
const ROUTES = guardRoutes([{ method: 'GET', path: '/a', access: 'a', handler }]);

const explain = (module: unknown, ...args: string[]) =>
  runCommand(['explain', 'm.mjs', 'GET /a', '--groups', 'a', ...args], {
    modules: { 'm.mjs': module },
  });

describe('the module', () => {
  it.each([
    ['a table', { access: TABLE }],
    ['a table with another name, if it is the only one', { policy: TABLE, region: 'eu', handler }],
    ['the default export', { default: TABLE }],
    ['what routePolicy returned', { policy: routePolicy(TABLE) }],
    ['what guardRoutes returned', { routes: ROUTES }],
    ['what defineGroups made', { policy: defineGroups(['a']).routePolicy({ 'GET /a': 'a' }) }],
    ['`access`, whatever else is a table', { access: TABLE, other: { 'GET /b': 'b' } }],
    ['a table beside an object that is none', { policy: TABLE, settings: { region: 'eu-west-1' } }],
    [
      'a table beside objects with keys that only contain a route',
      {
        policy: TABLE,
        datasets: { 'BigQuery.teams': 'eu' },
        settings: { $defaultRegion: 'eu' },
        notes: { 'see GET /a': 'a' },
      },
    ],
  ])('has %s', async (_, module) => {
    expect((await explain(module)).out).toContain('status: 200\n');
  });

  it('may have its table under a name that is chosen', async () => {
    const module = { access: { 'GET /a': 'b' }, other: TABLE, plain: { a: 'a' } };
    expect((await explain(module, '--export', 'other')).out).toContain('status: 200\n');
    expect((await explain(module)).out).toContain('status: 403\n');
    expect((await explain(module, '--export', 'plain')).out).toContain('not a route of the table');
  });

  it('may be a table in JSON', async () => {
    const run = (text: string) =>
      runCommand(['explain', 't.json', 'GET /a', '--groups', 'a'], { files: { 't.json': text } });
    expect((await run(JSON.stringify(TABLE))).out).toContain('status: 200\n');
    expect((await run('{')).err).toMatch(/^middy-cognito-groups: 't\.json' is not JSON: .+\n$/u);
    expect(await run('[1]')).toMatchObject(usageError("'t.json' is [1]; write a table"));
    expect((await run('{"GET /a":{"anyOf":[]}}')).err).toContain(
      'anyOf is []; write at least one rule',
    );
  });

  it.each([
    [
      {},
      [],
      "'m.mjs' exports no table; it has no exports; export a table, or what routePolicy() or guardRoutes() returned",
    ],
    [
      { handler, size: 1 },
      [],
      "'m.mjs' exports no table; its exports are handler, size; export a table, or what routePolicy() or guardRoutes() returned",
    ],
    [
      { one: TABLE, two: { ...TABLE } },
      [],
      "'m.mjs' exports several tables; choose one with --export: one, two",
    ],
    [
      { access: TABLE },
      ['--export', 'acess'],
      "'m.mjs' has no export 'acess'; did you mean 'access'?",
    ],
    [
      { access: TABLE },
      ['--export', 'frobnicate'],
      "'m.mjs' has no export 'frobnicate'; its exports are access",
    ],
    [
      { access: TABLE },
      ['--export', 'constructor'],
      "'m.mjs' has no export 'constructor'; its exports are access",
    ],
    [
      { access: TABLE },
      ['--implies', 'implied'],
      "'m.mjs' has no export 'implied'; its exports are access",
    ],
    [
      { access: TABLE, implies: { a: [] } },
      ['--implies', 'implies'],
      "export 'access' of 'm.mjs': implies: 'a' is []; write { admin: ['team_manager'] }",
    ],
    [
      { access: [1] },
      ['--export', 'access'],
      "export 'access' of 'm.mjs' is [1]; export a table, or what routePolicy() or guardRoutes() returned",
    ],
    [
      { access: handler },
      ['--export', 'access'],
      "export 'access' of 'm.mjs' is function; export a table, or what routePolicy() or guardRoutes() returned",
    ],
    [
      { access: { ...ROUTES } },
      ['--export', 'access'],
      "export 'access' of 'm.mjs': routePolicy: '0' is not a rule",
    ],
  ])('%j with %j is a usage error', async (module, args, sentence) => {
    const { code, out, err } = await explain(module, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    if (sentence.endsWith('is not a rule')) expect(err).toContain("export 'access' of 'm.mjs': ");
    else expect(err).toBe(`middy-cognito-groups: ${sentence}\n`);
  });

  it('is checked again, whatever it says that it carries', async () => {
    const carrier = (table: unknown) =>
      Object.defineProperty([], Symbol.for('middy-cognito-groups.table'), { value: table });
    expect(
      (await explain({ access: carrier({ rules: { 'GET /a': { anyOf: [] } } }) })).err,
    ).toContain("'GET /a': anyOf is []; write at least one rule");
    expect((await explain({ access: carrier({}) })).err).toContain(
      'it carries no table, but undefined',
    );
    const other = carrier({ rules: { 'GET /a': 'a' }, implies: 7 });
    expect((await explain({ access: other })).err).toContain('implies is 7; write');
  });

  it('that throws is a usage error with the first line of its message', async () => {
    const error = new Error('no table\nsecond line');
    expect(await explain(error)).toMatchObject(usageError("cannot import 'm.mjs': no table"));
    expect(await explain(new SyntaxError("Unexpected token ';'"))).toMatchObject(
      usageError("cannot import 'm.mjs': Unexpected token ';'; `node m.mjs` shows the line"),
    );
    expect(await explain(7)).toMatchObject(usageError("cannot import 'm.mjs': it throws 7"));
    expect(await explain(new TypeError())).toMatchObject(
      usageError("cannot import 'm.mjs': TypeError"),
    );
  });
});

describe('a module that Node cannot import', () => {
  const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

  it('is TypeScript on a Node that does not strip types', () => {
    const error = failure('ERR_UNKNOWN_FILE_EXTENSION', 'Unknown file extension ".ts" for /a.ts');
    for (const file of ['a.ts', 'a.mts', 'a.cts', 'a.tsx']) {
      expect(importProblem(error, file)).toBe(
        `Node ${process.versions.node} cannot read TypeScript; use Node 22.18 or later, which strips ` +
          'types, or compile it first, or run `node --import tsx ' +
          'node_modules/middy-cognito-groups/dist/command.js`',
      );
    }
    for (const file of ['a.txt', 'a.tsv', 'a.ts.bak']) {
      expect(importProblem(error, file)).toBe('Unknown file extension ".ts" for /a.ts');
    }
  });

  it.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    ['text', "'text'"],
    [{ message: 7 }, '{"message":7}'],
  ])('throws %j, which is no error', (thrown, quoted) => {
    expect(importProblem(thrown, 'a.mjs')).toBe(`it throws ${quoted}`);
  });

  it('has TypeScript that cannot be stripped', () => {
    const error = failure('ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX', 'enum is not supported\n at');
    expect(importProblem(error, 'a.ts')).toMatch(
      /^enum is not supported; Node only strips types, so compile it first, or run `node --import tsx/u,
    );
  });

  it('imports a .js file of which there is only the .ts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'command-'));
    try {
      mkdirSync(join(folder, 'a'));
      writeFileSync(join(folder, 'a', 'rules.ts'), '');
      const message = `Cannot find module '${folder}/a/rules.js' imported from ${folder}/access.ts`;
      const error = failure('ERR_MODULE_NOT_FOUND', message);
      expect(importProblem(error, 'access.ts')).toBe(
        `${message}; Node does not read '${folder}/a/rules.ts' for it, so import the .ts file, or ` +
          'compile the modules first',
      );
      const own = failure('ERR_SETTINGS', `no settings: ${message}`);
      expect(importProblem(own, 'access.ts')).toBe(`no settings: ${message}`);
      rmSync(join(folder, 'a', 'rules.ts'));
      expect(importProblem(error, 'access.ts')).toBe(message);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
