import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import middy, { type MiddlewareObj, type MiddyfiedHandler } from '@middy/core';
import type * as api from 'middy-cognito-groups';
import { cognitoGroups, evaluate, type Rule, requireGroup } from 'middy-cognito-groups';
import {
  albEvent,
  appSyncEvent,
  functionUrlEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  webSocketEvent,
} from 'middy-cognito-groups/testing';
import { INVALID_TOKEN } from '../support/answers.js';
import { invoke } from '../support/chain.js';
import { generatedBlock, readDocument } from '../support/documents.js';
import { anonymousEvent, httpEvent, restCaller, restEvent } from '../support/events.js';
import { fencesOf } from '../support/fences.js';
import { MemoryStore } from './memory-store.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = `${ROOT}.cache/docs/`;

const DOCUMENTS = [
  'README.md',
  'docs/rules.md',
  'docs/routes.md',
  'docs/access-report.md',
  'docs/command.md',
  'docs/tenants.md',
  'docs/sources.md',
  'docs/use-order.md',
  'docs/testing.md',
];

const fences = DOCUMENTS.flatMap(fencesOf);
const code = fences.filter(({ language }) => language === 'ts' || language === 'js');

function text(name: string): string {
  const found = fences.find((fence) => fence.name === name);
  if (found === undefined) throw new Error(`no document has a block named ${name}`);
  return found.text;
}

/** Imports a block of a document as a module of its own. */
function block(name: string): Promise<Record<string, unknown>> {
  return import(`${FOLDER}${name}`) as Promise<Record<string, unknown>>;
}

const ok = async () => ({ statusCode: 200 });

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const fence of code) writeFileSync(FOLDER + fence.name, fence.text);
  writeFileSync(
    `${FOLDER}tsconfig.json`,
    JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'] }),
  );
});

describe('every block of the documents', () => {
  it('is executed by a test of this folder', () => {
    expect(fences.map(({ name }) => name)).toEqual([
      'handler.ts',
      'install',
      'try.js',
      'try.js-output',
      'typed.ts',
      'demo',
      'rules.ts',
      'policy-readme.ts',
      'matrix.ts',
      'order.ts',
      'machines.ts',
      'fresh.ts',
      'has.ts',
      'evaluate.ts',
      'groups.ts',
      'denial-metric.ts',
      'policy.ts',
      'guarded.ts',
      'routes.ts',
      'report.ts',
      'usage.sh',
      'access.ts',
      'matrix.sh',
      'matrix.sh-output',
      'agree.sh',
      'against.sh',
      'against.sh-output',
      'template.yaml',
      'template.sh',
      'template.sh-output',
      'explain.sh',
      'explain.sh-output',
      'check.yaml',
      'tenants.ts',
      'pinned.ts',
      'configured.ts',
      'pins.ts',
      'verified.ts',
      'connect.ts',
      'alb.ts',
      'several.ts',
      'respond.ts',
      'idempotent.ts',
      'kit.ts',
      'tokens.ts',
      'handler.test.ts',
    ]);
  });

  it('is in a document that this file reads', () => {
    const documents = readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`);
    expect(['README.md', ...documents].filter((name) => fencesOf(name).length > 0).sort()).toEqual(
      DOCUMENTS.filter((name) => fencesOf(name).length > 0).sort(),
    );
  });

  it('compiles if it is TypeScript', () => {
    const tsc = fileURLToPath(import.meta.resolve('@typescript/native/package.json')).replace(
      'package.json',
      'bin/tsc',
    );
    expect(() =>
      execFileSync(process.execPath, [tsc, '-p', FOLDER], { stdio: 'pipe' }),
    ).not.toThrow();
  });

  it('prints what the README says: try.js', async () => {
    // The block runs in this process. Its `handler.js` is the quick start.
    const { handler } = await block('handler.ts');
    const printed: string[] = [];
    const body = text('try.js').replace(/^import .*$/mu, '');
    const run = Object.getPrototypeOf(async () => undefined).constructor(
      'handler',
      'console',
      body,
    );
    await run(handler, { log: (value: unknown) => printed.push(inspect(value)) });
    expect(`${printed.join('\n')}\n`).toBe(text('try.js-output'));
  });

  it.each(['typed.ts', 'order.ts'])('guards: %s', async (name) => {
    const { handler } = await block(name);
    expect(await invoke(handler, restCaller('team_manager'))).toMatchObject({ statusCode: 200 });
    expect(await invoke(handler, restCaller('not_team_manager'))).toMatchObject({
      statusCode: 403,
    });
    expect(await invoke(handler, anonymousEvent())).toMatchObject({ statusCode: 401 });
  });

  it('keeps CORS headers on a denial: order.ts', async () => {
    const { handler } = await block('order.ts');
    const answer = await invoke(handler, {
      ...restCaller(),
      headers: { origin: 'https://app.example' },
    });
    expect(answer.headers['Access-Control-Allow-Origin']).toBe('https://app.example');
  });

  it('guards a route: routes.ts', async () => {
    const { handler } = await block('routes.ts');
    const put = (event: object) => ({ ...event, httpMethod: 'PUT', path: '/teams/7' });
    expect(await invoke(handler, put(restCaller('team_manager')))).toEqual({
      statusCode: 200,
      body: 'renamed by ada',
    });
    expect(await invoke(handler, put(restCaller('member')))).toMatchObject({ statusCode: 403 });
  });

  it('answers with a function: respond.ts', async () => {
    const { callers } = (await block('respond.ts')) as { callers: MiddlewareObj };
    const handler = middy().use(callers).use(requireGroup('admin'));
    expect(await invoke(handler, restCaller())).toEqual({
      statusCode: 404,
      headers: undefined,
      body: '',
    });
    expect(await invoke(handler, anonymousEvent())).toMatchObject({
      statusCode: 401,
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  });

  it('selects a source: pinned.ts', async () => {
    const { callers } = (await block('pinned.ts')) as {
      callers: { before(request: object): void };
    };
    const source = (event: object) => {
      callers.before({ event });
      return (event as { auth: { source?: string } }).auth.source;
    };
    expect(source(httpEvent())).toBe('http-api');
    expect(source(restCaller('admin'))).toBeUndefined();
  });

  it('decides: evaluate.ts, tenants.ts', async () => {
    const { decision } = await block('evaluate.ts');
    expect(decision).toMatchObject({
      allowed: false,
      status: 403,
      missing: ['admin'],
      failed: ['admin', { owner: 'userId' }],
      reason: expect.any(String),
    });
    const { manager } = (await block('tenants.ts')) as { manager: Rule };
    const acme = { groups: ['tenant:acme:manager'] };
    expect(evaluate(manager, acme, { pathParameters: { tenantId: 'acme' } }).allowed).toBe(true);
    expect(evaluate(manager, acme, { pathParameters: { tenantId: 'other' } }).allowed).toBe(false);
  });

  it('applies a hierarchy: groups.ts', async () => {
    const groups = (await block('groups.ts')) as unknown as typeof api;
    const handler = middy()
      .use(groups.cognitoGroups())
      .use(groups.requireGroup('member'))
      .handler(async () => 'in');
    expect(await invoke(handler, restCaller('admin'))).toBe('in');
    expect(() => groups.requireGroup('team_manger')).toThrow("did you mean 'team_manager'?");
  });

  it('guards by any rule: rules.ts', async () => {
    const guards = (await block('rules.ts')) as Record<string, MiddlewareObj>;
    const parameters = {
      pathParameters: { userId: '3f1a7c52-0000-4000-8000-000000000001', tenantId: 'acme' },
    };
    const answers = async (...groups: string[]) => {
      const statuses = Object.entries(guards).map(async ([name, guard]) => {
        const handler = middy().use(cognitoGroups()).use(guard).handler(ok);
        return [
          name,
          (await invoke(handler, { ...restCaller(...groups), ...parameters })).statusCode,
        ];
      });
      return Object.fromEntries(await Promise.all(statuses));
    };
    const denied = {
      managers: 403,
      activeStaff: 403,
      themselves: 200,
      tenantManagers: 403,
      people: 200,
      orderReaders: 403,
      recentAdmins: 403,
    };
    expect(await answers('other')).toEqual(denied);
    expect(await answers('team_manager')).toEqual({ ...denied, managers: 200 });
    expect(await answers('staff')).toEqual({ ...denied, activeStaff: 200 });
    expect(await answers('staff', 'suspended')).toEqual({ ...denied, people: 403 });
    expect(await answers('tenant:acme:manager')).toEqual({ ...denied, tenantManagers: 200 });
  });

  it('decides by the table: policy-readme.ts', async () => {
    const { handler } = await block('policy-readme.ts');
    const put = { httpMethod: 'PUT', resource: '/teams/{teamId}' };
    expect(await invoke(handler, restCaller())).toEqual({ statusCode: 200 });
    expect(await invoke(handler, { ...restCaller('team_manager'), ...put })).toEqual({
      statusCode: 200,
    });
    expect(await invoke(handler, { ...restCaller('member'), ...put })).toMatchObject({
      statusCode: 403,
    });
    expect(
      await invoke(handler, { ...restCaller('team_manager'), httpMethod: 'HEAD' }),
    ).toMatchObject({
      statusCode: 403,
    });
    expect(await invoke(handler, { ...anonymousEvent(), resource: '/health' })).toEqual({
      statusCode: 200,
    });
  });

  it('decides by the route: policy.ts, guarded.ts', async () => {
    const { handler: policy } = await block('policy.ts');
    const renaming = {
      ...restCaller('team-7-manager'),
      httpMethod: 'PUT',
      resource: '/teams/{teamId}',
      pathParameters: { teamId: '7' },
    };
    expect(await invoke(policy, renaming)).toEqual({ statusCode: 200 });
    expect(await invoke(policy, { ...renaming, pathParameters: { teamId: '8' } })).toMatchObject({
      statusCode: 403,
    });
    const { handler: guarded } = await block('guarded.ts');
    const put = (event: object) => ({ ...event, httpMethod: 'PUT', path: '/teams/7' });
    expect(await invoke(guarded, put(restCaller('team_manager')))).toMatchObject({
      statusCode: 200,
    });
    expect(await invoke(guarded, put(restCaller('member')))).toMatchObject({ statusCode: 403 });
    expect(await invoke(guarded, { ...anonymousEvent(), path: '/health' })).toMatchObject({
      statusCode: 200,
    });
  });

  it('prints a matrix: matrix.ts, report.ts', async () => {
    const { markdown } = (await block('matrix.ts')) as { markdown: string };
    expect(generatedBlock('README.md', 'matrix', markdown)).toBe(markdown);
    const { matrix } = (await block('report.ts')) as { matrix: api.AccessMatrix };
    const report = matrix.toMarkdown();
    expect(generatedBlock('docs/access-report.md', 'report', report)).toBe(report);
  });

  it('configures sources: configured.ts, verified.ts, alb.ts', async () => {
    const answers = async (name: string, event: object) => {
      const { callers } = (await block(name)) as { callers: MiddlewareObj };
      const handler = middy().use(callers).use(requireGroup('admin')).handler(ok);
      return invoke(handler, event);
    };
    expect(
      await answers('configured.ts', lambdaAuthorizerEvent({ groups: ['admin'] })),
    ).toMatchObject({
      statusCode: 200,
    });
    expect(
      await answers('configured.ts', lambdaAuthorizerEvent({ groups: ['member'] })),
    ).toMatchObject({
      statusCode: 403,
    });
    const challenged = {
      statusCode: 401,
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    };
    expect(
      await answers('verified.ts', functionUrlEvent({ groups: ['admin'], token: 'forged' })),
    ).toMatchObject(challenged);
    expect(await answers('verified.ts', functionUrlEvent())).toMatchObject({ statusCode: 401 });
    expect(
      await answers(
        'connect.ts',
        webSocketEvent({ routeKey: '$connect', query: { token: 'forged' } }),
      ),
    ).toMatchObject(challenged);
    expect(await answers('connect.ts', webSocketEvent({ routeKey: '$connect' }))).toMatchObject({
      statusCode: 401,
    });
    expect(
      await answers('alb.ts', albEvent({ accessToken: 'forged', data: 'forged' })),
    ).toMatchObject(challenged);
  });

  it('distinguishes people, machines and suspended members: machines.ts', async () => {
    const { access } = (await block('machines.ts')) as { access: MiddlewareObj };
    const handler = middy().use(cognitoGroups()).use(access).handler(ok);
    const machine = { sub: 'client1', client_id: 'client1', 'cognito:username': undefined };
    const answers = async (claims: object) => {
      const event = restEvent(claims);
      const statuses = [
        { httpMethod: 'GET', resource: '/orders' },
        { httpMethod: 'POST', resource: '/comments' },
      ].map(async (route) => (await invoke(handler, { ...event, ...route })).statusCode);
      return Promise.all(statuses);
    };
    expect(await answers({})).toEqual([200, 200]);
    expect(await answers({ 'cognito:groups': 'suspended' })).toEqual([403, 200]);
    expect(await answers(machine)).toEqual([403, 403]);
    expect(await answers({ ...machine, scope: 'orders/read' })).toEqual([200, 403]);
  });

  it('challenges old tokens and old sign-ins: fresh.ts', async () => {
    const { admins, deletion } = (await block('fresh.ts')) as Record<string, MiddlewareObj>;
    const now = Math.floor(Date.now() / 1000);
    const answer = (guard: MiddlewareObj | undefined, minutes: number) => {
      const at = String(now - minutes * 60);
      const handler = middy()
        .use(cognitoGroups())
        .use(guard as MiddlewareObj)
        .handler(ok);
      return invoke(handler, restEvent({ 'cognito:groups': 'admin', iat: at, auth_time: at }));
    };
    expect(await answer(admins, 14)).toEqual({ statusCode: 200 });
    expect(await answer(admins, 16)).toEqual(INVALID_TOKEN);
    expect(await answer(deletion, 59)).toEqual({ statusCode: 200 });
    expect(await answer(deletion, 61)).toMatchObject({
      statusCode: 401,
      headers: {
        'WWW-Authenticate': 'Bearer error="insufficient_user_authentication", max_age="3600"',
      },
    });
  });

  it('asks in the handler: has.ts', async () => {
    const { handler } = await block('has.ts');
    expect(await invoke(handler, restCaller('admin'))).toMatchObject({ body: '{"mayEdit":true}' });
    expect(await invoke(handler, restCaller('other'))).toMatchObject({
      body: '{"mayEdit":false}',
    });
  });

  it('counts denials: denial-metric.ts', async () => {
    const { callers } = (await block('denial-metric.ts')) as { callers: MiddlewareObj };
    const handler = middy().use(callers).use(requireGroup('admin')).handler(ok);
    const lines: string[] = [];
    // The metrics have their own console on this stream.
    const spy = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((line) => lines.push(String(line)) > 0);
    try {
      await invoke(handler, restCaller('admin'));
      await invoke(handler, restCaller('member'));
      await invoke(handler, anonymousEvent());
    } finally {
      spy.mockRestore();
    }
    const metric = (status: string) => ({
      AccessDenied: 1,
      status,
      route: 'GET /teams',
      _aws: {
        CloudWatchMetrics: [
          { Namespace: 'teams', Metrics: [{ Name: 'AccessDenied', Unit: MetricUnit.Count }] },
        ],
      },
    });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([metric('403'), metric('401')]);
  });

  it('accepts one user pool and two clients: pins.ts', async () => {
    const { callers } = (await block('pins.ts')) as { callers: MiddlewareObj };
    const handler = middy().use(callers).use(requireGroup('admin')).handler(ok);
    const token = {
      'cognito:groups': 'admin',
      iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi',
      token_use: 'access',
      client_id: 'web-client-id',
    };
    const answer = (claims: object) => invoke(handler, restEvent({ ...token, ...claims }));
    expect(await answer({})).toEqual({ statusCode: 200 });
    expect(await answer({ client_id: 'mobile-client-id' })).toEqual({ statusCode: 200 });
    for (const foreign of [
      { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_partner' },
      { iss: undefined },
      { token_use: 'id', aud: 'web-client-id' },
      { client_id: 'partner-client-id' },
    ]) {
      expect(await answer(foreign)).toEqual(INVALID_TOKEN);
    }
  });

  it('reads two kinds of events: several.ts', async () => {
    const { callers } = (await block('several.ts')) as { callers: MiddlewareObj };
    const handler = middy().use(callers).use(requireGroup('admin')).handler(ok);
    expect(await invoke(handler, appSyncEvent({ groups: ['admin'] }))).toEqual({ statusCode: 200 });
    const forged = functionUrlEvent({ groups: ['admin'], token: 'forged' });
    expect(await invoke(handler, forged)).toEqual(INVALID_TOKEN);
  });

  it('stores the responses of each admin apart: idempotent.ts', async () => {
    const { refunds } = (await block('idempotent.ts')) as {
      refunds: (store: MemoryStore) => MiddyfiedHandler;
    };
    const store = new MemoryStore();
    const handler = refunds(store);
    const answer = async (sub: string, group: string, key?: string) => {
      const headers = key === undefined ? {} : { 'Idempotency-Key': key };
      const event = { ...restEvent({ sub, 'cognito:groups': group }), headers };
      const context = { getRemainingTimeInMillis: () => 30_000 };
      return (await handler(event as never, context as never)) as object;
    };
    expect(await answer('1', 'admin', 'key-1')).toEqual({ statusCode: 200, body: 'receipt of 1' });
    expect(await answer('2', 'admin', 'key-1')).toEqual({ statusCode: 200, body: 'receipt of 2' });
    expect(await answer('1', 'member', 'key-1')).toMatchObject({ statusCode: 403 });
    expect(store.records.size).toBe(2);
    expect(await answer('1', 'admin')).toEqual({ statusCode: 200, body: 'receipt of 1' });
    expect(store.records.size).toBe(2);
  });

  it('tests: kit.ts, tokens.ts', async () => {
    const { test } = (await block('kit.ts')) as { test: () => Promise<void> };
    await test();
    const { handler, event } = await block('tokens.ts');
    expect(await invoke(handler, event)).toEqual({ statusCode: 200 });
    expect(await invoke(handler, functionUrlEvent({ groups: ['member'] }))).toMatchObject({
      statusCode: 403,
    });
  });

  it('tests the quick start: handler.test.ts', async () => {
    const { handler } = await block('handler.ts');
    const tests: (() => Promise<void>)[] = [];
    const body = text('handler.test.ts')
      .replace(/^import .*\n/gmu, '')
      .replace(' as Context', '');
    const names = ['assert', 'test', 'restApiEvent', 'handler'];
    Function(...names, body)(
      assert,
      (_: string, run: () => Promise<void>) => tests.push(run),
      restApiEvent,
      handler,
    );
    expect(tests).toHaveLength(1);
    await tests[0]?.();
  });

  it('names a script that exists: demo', () => {
    const { scripts } = JSON.parse(readDocument('package.json')) as {
      scripts: Record<string, string>;
    };
    expect(text('demo')).toBe('npm ci && npm run demo\n');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
  });

  it('installs the name and the peer of the package: install', () => {
    const manifest = JSON.parse(readDocument('package.json')) as {
      name: string;
      peerDependencies: object;
      peerDependenciesMeta: object;
    };
    const needed = Object.keys(manifest.peerDependencies).filter(
      (name) => !(name in manifest.peerDependenciesMeta),
    );
    expect(text('install')).toBe(`npm install ${[manifest.name, ...needed].join(' ')}\n`);
  });
});
