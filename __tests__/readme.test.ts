import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IdentitySource } from 'middy-cognito-groups';
import * as sources from 'middy-cognito-groups/sources';
import { invoke } from './support/chain.js';
import { readDocument } from './support/documents.js';
import { anonymousEvent, httpEvent, restCaller } from './support/events.js';
import { fencesOf } from './support/fences.js';
import { ROWS } from './support/wire-values.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = `${ROOT}.cache/readme/`;

const fences = fencesOf('README.md');
const code = fences.filter(({ language }) => language === 'ts' || language === 'js');

function text(name: string): string {
  const found = fences.find((fence) => fence.name === name);
  if (found === undefined) throw new Error(`the README has no block named ${name}`);
  return found.text;
}

/** Imports a block of the README as a module of its own. */
function block(name: string): Promise<Record<string, unknown>> {
  return import(`${FOLDER}${name}`) as Promise<Record<string, unknown>>;
}

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const fence of code) writeFileSync(FOLDER + fence.name, fence.text);
  writeFileSync(`${FOLDER}tsconfig.json`, JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'] }));
});

describe('every block of the README', () => {
  it('is one that a test here executes', () => {
    expect(fences.map(({ name }) => name)).toEqual([
      'handler.ts',
      'install',
      'try.js',
      'try.js-output',
      'typed.ts',
      'demo',
      'test',
      'pinned.ts',
      'order.ts',
      'routes.ts',
    ]);
  });

  it('compiles, where it is TypeScript', () => {
    const tsc = fileURLToPath(import.meta.resolve('@typescript/native/package.json')).replace(
      'package.json',
      'bin/tsc',
    );
    expect(() => execFileSync(process.execPath, [tsc, '-p', FOLDER], { stdio: 'pipe' })).not.toThrow();
  });

  it('prints what the README says: try.js', async () => {
    // The block runs in this process with `handler.js` being the quick start.
    const { handler } = await block('handler.ts');
    const printed: string[] = [];
    const body = text('try.js').replace(/^import .*$/mu, '');
    const run = Object.getPrototypeOf(async () => undefined).constructor('handler', 'console', body);
    await run(handler, { log: (value: unknown) => printed.push(inspect(value)) });
    expect(`${printed.join('\n')}\n`).toBe(text('try.js-output'));
  });

  it.each(['typed.ts', 'order.ts'])('guards: %s', async (name) => {
    const { handler } = await block(name);
    expect(await invoke(handler, restCaller('team_manager'))).toMatchObject({ statusCode: 200 });
    expect(await invoke(handler, restCaller('not_team_manager'))).toMatchObject({ statusCode: 403 });
    expect(await invoke(handler, anonymousEvent())).toMatchObject({ statusCode: 401 });
  });

  it('keeps CORS headers on a denial: order.ts', async () => {
    const { handler } = await block('order.ts');
    const answer = await invoke(handler, { ...restCaller(), headers: { origin: 'https://app.example' } });
    expect(answer.headers['Access-Control-Allow-Origin']).toBe('https://app.example');
  });

  it('guards a route: routes.ts', async () => {
    const { handler } = await block('routes.ts');
    const put = (event: object) => ({ ...event, httpMethod: 'PUT', path: '/teams/7' });
    expect(await invoke(handler, put(restCaller('team_manager')))).toEqual({ statusCode: 200, body: 'renamed by ada' });
    expect(await invoke(handler, put(restCaller('member')))).toMatchObject({ statusCode: 403 });
  });

  it('pins a source: pinned.ts', async () => {
    const { callers } = (await block('pinned.ts')) as { callers: { before(request: object): void } };
    const source = (event: object) => {
      callers.before({ event });
      return (event as { auth: { source?: string } }).auth.source;
    };
    expect(source(httpEvent())).toBe('http-api');
    expect(source(restCaller('admin'))).toBeUndefined();
  });

  it('names scripts that exist: demo, test', () => {
    const { scripts } = JSON.parse(readDocument('package.json')) as { scripts: Record<string, string> };
    expect(text('demo')).toBe('npm ci && npm run demo\n');
    expect(text('test')).toBe('npm ci && npm test\n');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
  });

  it('installs the name and the peer of the package: install', () => {
    const manifest = JSON.parse(readDocument('package.json')) as { name: string; peerDependencies: object };
    expect(text('install')).toBe(
      `npm install ${[manifest.name, ...Object.keys(manifest.peerDependencies)].join(' ')}\n`,
    );
  });
});

describe('the table of sources in the README', () => {
  const EVENTS: Readonly<Record<string, (value: unknown) => object>> = {
    'REST API, Cognito authorizer': ROWS['1a'],
    'REST API, JWT authorizer': ROWS['1b'],
    'HTTP API, JWT authorizer, payload 2.0': ROWS['2a'],
    'HTTP API, JWT authorizer, payload 1.0': ROWS['2b'],
    'AppSync, user pool; batch resolvers too': ROWS[5],
    'AppSync, OpenID Connect': ROWS['5b'],
  };
  const ROW =
    /^\| `(?<source>\w+)`: (?<api>[^|]*) \| `(?<path>[\w.]+)`[^|]* \| `(?<wire>[^`]*)` \| `(?<groups>[^`]*)` \|$/gmu;
  const rows = [...readDocument('README.md').matchAll(ROW)].map(({ groups }) => groups as Record<string, string>);

  it('has a row for every wire format', () => {
    expect(rows.map(({ api }) => api)).toEqual(Object.keys(EVENTS));
  });

  it.each(rows)('$api: $wire is $groups', ({ api = '', source = '', path = '', wire = '', groups = '' }) => {
    const event = EVENTS[api]?.(JSON.parse(wire)) as object;
    const decoder = (sources as Record<string, IdentitySource>)[source];
    expect(decoder?.identify(event, 'cognito:groups')?.groups).toEqual(JSON.parse(groups));
    // The wire value stands where the table says.
    const at = path
      .split('.')
      .reduce((object, key) => object[key] as Record<string, unknown>, event as Record<string, unknown>);
    expect(at['cognito:groups'] ?? at).toEqual(JSON.parse(wire));
  });
});
