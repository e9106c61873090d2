import { describe, expect, it, jest } from '@jest/globals';
import { accessMatrix, anyOf, defineGroups, everyone } from 'middy-cognito-groups';
import { runCommand, usageError } from '../support/command.js';

const TABLE = { 'GET /teams': 'viewer', 'PUT /teams/{teamId}': anyOf('admin', 'editor') } as const;
const modules = { 'access.mjs': { access: TABLE, implies: { admin: ['viewer'] } } };

describe('matrix', () => {
  it.each([
    [[], accessMatrix(TABLE).toMarkdown()],
    [['--format', 'md'], accessMatrix(TABLE).toMarkdown()],
    [['--format', 'csv'], accessMatrix(TABLE).toCsv()],
    [['--format', 'html'], accessMatrix(TABLE).toHtml()],
    [['--format', 'json'], JSON.stringify(accessMatrix(TABLE), undefined, 2)],
    [['--groups', 'x,y'], accessMatrix(TABLE, { groups: ['x', 'y'] }).toMarkdown()],
    [
      ['--implies', 'implies'],
      accessMatrix(TABLE, { implies: { admin: ['viewer'] } }).toMarkdown(),
    ],
  ])('with %j prints what accessMatrix returns', async (args, text) => {
    expect(await runCommand(['matrix', 'access.mjs', ...args], { modules })).toEqual({
      code: 0,
      out: `${text.trimEnd()}\n`,
      err: '',
      files: {},
    });
  });

  it('takes what guardRoutes returned, with its own groups and hierarchy', async () => {
    const groups = defineGroups(['admin', 'viewer'], { implies: { admin: ['viewer'] } });
    const handler = async () => undefined;
    const routes = groups.guardRoutes([{ method: 'GET', path: '/a', access: 'viewer', handler }]);
    const { out } = await runCommand(['matrix', 'routes.mjs'], {
      modules: { 'routes.mjs': { routes } },
    });
    expect(out).toBe(`${accessMatrix(routes).toMarkdown().trimEnd()}\n`);
    const given = { routes, implies: { admin: ['viewer'] } };
    const args = ['matrix', 'routes.mjs', '--implies', 'implies'];
    expect(await runCommand(args, { modules: { 'routes.mjs': given } })).toMatchObject(
      usageError(
        "export 'routes' of 'routes.mjs': it carries the hierarchy of defineGroups(); omit --implies",
      ),
    );
  });

  it('writes a file', async () => {
    const args = ['matrix', 'access.mjs', '--format', 'json', '--out', 'access.json'];
    const { code, out, files } = await runCommand(args, { modules });
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(JSON.parse(files['access.json'] as string)).toEqual(
      JSON.parse(JSON.stringify(accessMatrix(TABLE))),
    );
    expect(await runCommand(['matrix', 'access.mjs', '--out', '.'], { modules })).toMatchObject(
      usageError("cannot write '.': it is a folder"),
    );
    const deep = await runCommand(['matrix', 'access.mjs', '--out', 'a/b'], { modules });
    expect(deep).toMatchObject(usageError("cannot write 'a/b': there is no such file or folder"));
    const long = await runCommand(['matrix', 'access.mjs', '--out', 'a'.repeat(1000)], { modules });
    expect(long.err).toMatch(/^middy-cognito-groups: cannot write 'a+: ENAMETOOLONG/u);
  });

  it('says that a file is refused', async () => {
    jest.resetModules();
    const refuse = () => {
      throw Object.assign(new Error('EACCES: open'), { code: 'EACCES' });
    };
    jest.unstable_mockModule('node:fs', () => ({ readFileSync: refuse, writeFileSync: refuse }));
    const { readFile, writeFile } = await import('../../src/command/files.js');
    expect(() => readFile('/', 'a.json')).toThrow("cannot read 'a.json': permission denied");
    expect(() => writeFile('/', 'a.json', '')).toThrow("cannot write 'a.json': permission denied");
  });

  it('does not overwrite the rules', async () => {
    const files = { 'access.json': '{ "GET /a": "a" }' };
    const args = ['matrix', 'access.json', '--format', 'json', '--out'];
    for (const out of ['access.json', './access.json', 'x/../access.json']) {
      expect(await runCommand([...args, out], { files })).toEqual({
        ...usageError(`--out is '${out}', which has the rules; write another file`),
        files: {},
      });
    }
    const { code, files: written } = await runCommand([...args, 'matrix.json'], { files });
    expect({ code, names: Object.keys(written) }).toEqual({ code: 0, names: ['matrix.json'] });
  });

  it('prints the same lines on a terminal and elsewhere', async () => {
    const modules = { 'm.mjs': { access: { 'GET /a': everyone, 'GET /b': 'b' } } };
    const [terminal, file] = [true, false].map((isTerminal) =>
      runCommand(['matrix', 'm.mjs'], { modules, isTerminal }),
    );
    expect(await terminal).toEqual(await file);
    expect((await file)?.out.split('\n')).toHaveLength(5);
  });

  it('prints no control character on a terminal, and the exact bytes elsewhere', async () => {
    const hostile = { 'hostile.mjs': { access: { 'GET /\u009b2J': everyone } } };
    const args = ['matrix', 'hostile.mjs', '--format', 'csv'];
    const terminal = await runCommand(args, { modules: hostile, isTerminal: true });
    expect(terminal.out).toContain('GET /\\u{9b}2J');
    expect(terminal.out).not.toMatch(/[\u0080-\u009f]/u);
    expect((await runCommand(args, { modules: hostile })).out).toBe(
      `${accessMatrix({ 'GET /\u009b2J': everyone }).toCsv().trimEnd()}\n`,
    );
  });

  it.each([
    [['--format', 'xml'], "--format is 'xml'; write one of md, csv, json, html"],
    [['--format', 'constructor'], "--format is 'constructor'; write one of md, csv, json, html"],
    [
      ['--groups', ' a'],
      "'access.mjs': accessMatrix: option groups: the group name is ' a'; write 1 to 128",
    ],
    [
      ['--groups', ''],
      "'access.mjs': accessMatrix: option groups is []; write a list with at least",
    ],
  ])('with %j is a usage error', async (args, sentence) => {
    const { code, out, err } = await runCommand(['matrix', 'access.mjs', ...args], { modules });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`middy-cognito-groups: ${sentence}`);
  });
});
