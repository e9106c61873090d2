import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readDocument } from '../support/documents.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = `${ROOT}.cache/command/`;
const BUILT = `${FOLDER}command.js`;

const manifest = JSON.parse(readDocument('package.json')) as {
  version: string;
  bin: object;
  dependencies: object;
};

/** Runs the built file as a program of its own. */
function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(BUILT, args, { cwd: FOLDER, encoding: 'utf8' });
  return { status, stdout, stderr };
}

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const build = "import('./scripts/lib/command.mjs').then((module) => module.buildCommand(";
  execFileSync(process.execPath, ['-e', `${build}${JSON.stringify(BUILT)}))`], { cwd: ROOT });
  const table = "{ 'GET /health': { everyone: true }, 'GET /teams': 'member' }";
  writeFileSync(`${FOLDER}access.mjs`, `export const access = ${table};\n`);
  // An open connection must not keep the command from ending.
  writeFileSync(
    `${FOLDER}open.mjs`,
    `export const access = ${table}; setInterval(() => {}, 1000);\n`,
  );
  writeFileSync(`${FOLDER}throws.mjs`, "throw new Error('no settings\\nat all');\n");
  const routes = [
    ['GET /health', 'NONE'],
    ['GET /teams', 'JWT'],
  ].map(([key, type], index) => [
    `R${index}`,
    { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: key, AuthorizationType: type } },
  ]);
  const template = JSON.stringify({ Resources: Object.fromEntries(routes) });
  writeFileSync(`${FOLDER}template.json`, template);
});

describe('the built command', () => {
  it('is one file for the bin of the package, with `yaml` in it and its licence', () => {
    expect(manifest.bin).toEqual({ 'middy-cognito-groups': 'dist/command.js' });
    const text = readFileSync(BUILT, 'utf8');
    expect(text).toMatch(/^#!\/usr\/bin\/env node\n/u);
    expect(text).toContain('Copyright Eemeli Aro');
    const imported = [...text.matchAll(/^import .* from "([^"]+)";$/gmu)].map(([, name]) => name);
    const loaded = [...text.matchAll(/\bimport\("([^"]+)"\)/gu)].map(([, name]) => name);
    for (const name of imported) {
      expect(builtinModules).toContain((name as string).replace('node:', ''));
    }
    expect(new Set(loaded)).toEqual(new Set(Object.keys(manifest.dependencies)));
    expect(text).not.toMatch(/\brequire\(/u);
  });

  it('prints, compares and explains', () => {
    expect(run('--version')).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
    expect(run('matrix', 'access.mjs', '--format', 'json', '--out', 'access.json').status).toBe(0);
    const args = ['--against', 'access.json', '--template', 'template.json'];
    expect(run('check', 'access.mjs', ...args)).toEqual({
      status: 0,
      stdout: 'access.json is up to date\nno findings: 2 deployed routes, 2 rules\n',
      stderr: '',
    });
    expect(run('explain', 'open.mjs', 'GET /teams', '--groups', 'member')).toEqual({
      status: 0,
      stdout: "status: 200\nrule:   'member'\ncaller: a person in 'member'\ngrants: 'member'\n",
      stderr: '',
    });
  });

  it.each([
    ['ends the process', 'process.exit(0);'],
    ['ends it later', 'setTimeout(() => process.exit(0)); await new Promise(() => {});'],
    ['never loads', 'await new Promise(() => {});'],
    ['fails later', 'setTimeout(() => { throw new Error(); }); await new Promise(() => {});'],
  ])('ends with 2 if a module %s', (_, code) => {
    writeFileSync(`${FOLDER}ends.mjs`, `export const access = { 'GET /': 'a' };\n${code}\n`);
    expect(run('check', 'ends.mjs', '--template', 'template.json')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'middy-cognito-groups: the module has ended the process, or never loads\n',
      ),
    });
  });

  it.each([
    ['it prints', 'access.mjs'],
    ['a module prints', 'prints.mjs'],
  ])('ends with 2 if what %s cannot be written', (_, module) => {
    const wait = 'await new Promise((resolve) => setTimeout(resolve, 100));';
    const code = `process.stdout.write('a');\n${wait}\nexport * from './access.mjs';\n`;
    writeFileSync(`${FOLDER}prints.mjs`, code);
    const reader = openSync('/dev/null', 'r');
    const { status, stderr } = spawnSync(BUILT, ['matrix', module], {
      cwd: FOLDER,
      encoding: 'utf8',
      stdio: ['ignore', reader, 'pipe'],
    });
    closeSync(reader);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^middy-cognito-groups: cannot write the output: \S.*\n$/u);
  });

  it('ends with 1 for a finding and with 2 for a mistake', () => {
    writeFileSync(`${FOLDER}other.json`, '{ "GET /health": { "everyone": true } }');
    expect(run('check', 'other.json', '--template', 'template.json')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('GET /teams: it has no rule'),
    });
    expect(run('check', 'throws.mjs', '--template', 'template.json')).toEqual({
      status: 2,
      stdout: '',
      stderr: "middy-cognito-groups: cannot import 'throws.mjs': no settings\n",
    });
    expect(run('check', 'access.mjs', '--template', 'access.mjs')).toMatchObject({
      status: 2,
      stdout: '',
    });
  });
});

describe('the program', () => {
  const { argv } = process;

  afterEach(() => {
    process.argv = argv;
    jest.restoreAllMocks();
  });

  it.each([
    [['matrix', `${FOLDER}access.mjs`, '--format', 'csv'], 0, /GET \/health/u],
    [['frobnicate'], 2, /^middy-cognito-groups: unknown command 'frobnicate'/u],
  ])('passes on %j, and ends with %i when all is written', async (args, code, text) => {
    const written: string[] = [];
    const ended = new Promise((resolve) => {
      jest.spyOn(process, 'exit').mockImplementation((given) => resolve(given) as never);
    });
    const write = (chunk: string | Uint8Array, callback?: unknown) => {
      written.push(String(chunk));
      if (typeof callback === 'function') callback();
      return true;
    };
    jest.spyOn(process.stdout, 'write').mockImplementation(write);
    jest.spyOn(process.stderr, 'write').mockImplementation(write);
    process.argv = ['node', 'command.js', ...args];
    jest.resetModules();
    await import('../../src/command/bin.js');
    expect(await ended).toBe(code);
    expect(written.join('')).toMatch(text);
  });

  it.each([
    [true, 'GET /\\u{9b}2J'],
    [false, 'GET /\u009b2J'],
    [undefined, 'GET /\u009b2J'],
  ])('escapes control characters only on a terminal: isTTY is %j', async (isTTY, key) => {
    const table = "{ 'GET /\u009b2J': { everyone: true } }";
    writeFileSync(`${FOLDER}hostile.mjs`, `export const access = ${table};\n`);
    const written: string[] = [];
    const ended = new Promise((resolve) => {
      jest.spyOn(process, 'exit').mockImplementation((given) => resolve(given) as never);
    });
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk, callback?: unknown) => {
      written.push(String(chunk));
      if (typeof callback === 'function') callback();
      return true;
    });
    const before = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
    Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true });
    try {
      process.argv = ['node', 'command.js', 'matrix', `${FOLDER}hostile.mjs`, '--format', 'csv'];
      jest.resetModules();
      await import('../../src/command/bin.js');
      expect(await ended).toBe(0);
    } finally {
      Reflect.deleteProperty(process.stdout, 'isTTY');
      if (before !== undefined) Object.defineProperty(process.stdout, 'isTTY', before);
    }
    expect(written.join('')).toContain(key);
  });

  it('says what has failed, and ends with 2, if its output cannot be written', async () => {
    const listeners = new Map<string | symbol, () => void>();
    jest.spyOn(process, 'on').mockImplementation((name, listener) => {
      listeners.set(name, listener);
      return process;
    });
    const ended = new Promise((resolve) => {
      jest.spyOn(process, 'exit').mockImplementation((given) => resolve(given) as never);
    });
    const failing = (_: unknown, callback?: unknown) => {
      if (typeof callback === 'function') callback(new Error('no space'));
      return false;
    };
    jest.spyOn(process.stdout, 'write').mockImplementation(failing);
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    process.argv = ['node', 'command.js', '--version'];
    jest.resetModules();
    await import('../../src/command/bin.js');
    await ended;
    listeners.get('exit')?.();
    const { exitCode } = process;
    process.exitCode = undefined;
    expect(exitCode).toBe(2);
    expect(told).toHaveBeenCalledWith('middy-cognito-groups: cannot write the output: no space\n');
  });
});
