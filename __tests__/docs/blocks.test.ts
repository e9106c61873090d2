import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { describe, expect, it, jest } from '@jest/globals';
import middy, { type MiddlewareObj, type MiddyfiedHandler } from '@middy/core';
import type * as api from 'middy-cognito-groups';
import { cognitoGroups, evaluate, type Rule, requireGroup } from 'middy-cognito-groups';
import {
  albEvent,
  appSyncEvent,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  webSocketEvent,
} from 'middy-cognito-groups/testing';
import { parse } from 'yaml';
import { INVALID_TOKEN } from '../support/answers.js';
import { importBlock, writeBlocks } from '../support/blocks.js';
import { invoke } from '../support/chain.js';
import { generatedBlock, readDocument } from '../support/documents.js';
import { anonymousEvent, httpEvent, restCaller, restEvent } from '../support/events.js';
import { fencesOf } from '../support/fences.js';
import { MemoryStore } from './memory-store.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const DOCUMENTS = [
  'README.md',
  'docs/cognito-groups.md',
  'docs/rules.md',
  'docs/routes.md',
  'docs/access-report.md',
  'docs/command.md',
  'docs/tenants.md',
  'docs/sources.md',
  'docs/use-order.md',
  'docs/deploy.md',
  'docs/typescript.md',
  'docs/testing.md',
  'docs/cedar.md',
  // Its blocks are executed by `npm run test:consumers`.
  'docs/consumers.md',
];

/** `migrate.test.ts` executes its blocks. */
const MIGRATION = 'docs/migrate.md';

const FOLDER = writeBlocks('docs', [...DOCUMENTS, MIGRATION]);
const fences = DOCUMENTS.flatMap(fencesOf);

function text(name: string): string {
  const found = fences.find((fence) => fence.name === name);
  if (found === undefined) throw new Error(`no document has a block named ${name}`);
  return found.text;
}

const block = (name: string) => importBlock(FOLDER, name);

const ok = async () => ({ statusCode: 200 });

/** Type-checks the blocks; `settings` is a `tsconfig.json`. */
function compile(settings: object): void {
  writeFileSync(`${FOLDER}tsconfig.json`, JSON.stringify(settings));
  const manifest = fileURLToPath(import.meta.resolve('@typescript/native/package.json'));
  const tsc = manifest.replace('package.json', 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', FOLDER], { stdio: 'pipe' });
}

describe('every block of the documents', () => {
  it('is executed by a test of this folder', () => {
    expect(fences.map(({ name }) => name)).toEqual([
      'handler.ts',
      'install',
      'try.js',
      'try.js-output',
      'typed.ts',
      'rules.ts',
      'policy-readme.ts',
      'matrix.ts',
      'order.ts',
      'demo',
      'auth.ts',
      'machines.ts',
      'fresh.ts',
      'has.ts',
      'evaluate.ts',
      'groups.ts',
      'denial-metric.ts',
      'policy.ts',
      'access.json',
      'from-json.ts',
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
      'pinned-handler.ts',
      'gateway-responses.yaml',
      'install-typescript',
      'tsconfig.json',
      'typed-http.ts',
      'typed-subject.ts',
      'typed-names.ts',
      'typed-table.ts',
      'rule-from-json.ts',
      'handler.test.ts',
      'kit.ts',
      'functions.ts',
      'tokens.ts',
      'cedar.ts',
      'cedar-policies',
      'sam.yaml',
      'stack.mjs',
      'serverless.yml',
      'esbuild',
      'jest',
      'jest.config.js',
    ]);
  });

  it('is in a document that this file reads', () => {
    const pages = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith('.md'));
    const documents = pages.map((name) => `docs/${name}`);
    const withBlocks = ['README.md', ...documents].filter((name) => fencesOf(name).length > 0);
    expect(withBlocks.sort()).toEqual([...DOCUMENTS, MIGRATION].sort());
  });

  it('compiles if it is TypeScript', () => {
    expect(() => compile({ extends: '../../tsconfig.json', include: ['*.ts'] })).not.toThrow();
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

  it('guards with pins, and answers a problem document: auth.ts, pinned-handler.ts', async () => {
    const { handler } = await block('auth.ts');
    const iss = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi';
    expect(await invoke(handler, restEvent({ iss, 'cognito:groups': 'a,b' }))).toEqual({
      statusCode: 200,
      body: '{"username":"ada","groups":["a","b"]}',
    });
    expect(await invoke(handler, anonymousEvent())).toMatchObject({
      statusCode: 401,
      headers: { 'Content-Type': 'application/problem+json' },
    });
    const { handler: pinned } = await block('pinned-handler.ts');
    const token = { iss, token_use: 'id', aud: 'your-client-id', 'cognito:groups': 'admin' };
    const answer = (claims: object) => invoke(pinned, restEvent({ ...token, ...claims }));
    expect(await answer({})).toMatchObject({ statusCode: 200 });
    expect(await answer({ aud: 'other-client-id' })).toMatchObject(INVALID_TOKEN);
    expect(await answer({ 'cognito:groups': 'member' })).toMatchObject({ statusCode: 403 });
  });

  it('adds CORS headers to the answers of the gateway: gateway-responses.yaml', () => {
    const { Resources } = parse(text('gateway-responses.yaml'));
    const { Type, Properties } = Resources.Api;
    expect(Type).toBe('AWS::Serverless::Api');
    expect(Object.keys(Properties.GatewayResponses)).toEqual(['DEFAULT_4XX', 'DEFAULT_5XX']);
    for (const { ResponseParameters } of Object.values<Record<string, { Headers: object }>>(
      Properties.GatewayResponses,
    )) {
      // A mapping expression. Without the inner quotes it would not be a literal.
      expect(ResponseParameters?.Headers).toEqual({
        'Access-Control-Allow-Origin': "'https://app.example'",
      });
    }
  });

  it('types events, names, tables and rules: typed-http.ts, typed-names.ts and more', async () => {
    const { handler } = await block('typed-http.ts');
    const event = httpApiEvent({ path: '/teams', groups: ['admin', 'x'] });
    expect(await invoke(handler, event)).toMatchObject({ body: '/teams: ada of admin,x' });
    const { editors, misspelt, labelOf } = (await block('typed-names.ts')) as {
      editors: MiddlewareObj;
      misspelt: () => unknown;
      labelOf: (group: string) => string;
    };
    expect(editors).toHaveProperty('before');
    expect(misspelt).toThrow("did you mean 'editor'?");
    expect([labelOf('admin'), labelOf('x')]).toEqual(['Administrator', 'x']);
    const { access, malformed } = (await block('typed-table.ts')) as {
      access: MiddlewareObj;
      malformed: () => unknown;
    };
    expect(access).toHaveProperty('before');
    expect(malformed).toThrow('is not a route key');
    const { guardOf } = (await block('rule-from-json.ts')) as {
      guardOf: (json: string) => MiddlewareObj;
    };
    expect(guardOf('{ "anyOf": ["a", "b"] }')).toHaveProperty('before');
    expect(() => guardOf('{ "anyof": [] }')).toThrow(TypeError);
  });

  it('installs what the types need: install-typescript', () => {
    const { devDependencies } = JSON.parse(readDocument('package.json')) as {
      devDependencies: object;
    };
    const [npm, install, option, ...packages] = text('install-typescript').trim().split(' ');
    expect([npm, install, option]).toEqual(['npm', 'install', '--save-dev']);
    expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(packages));
  });

  it('compiles the typed handler with the settings of the page: tsconfig.json', () => {
    const { compilerOptions } = JSON.parse(text('tsconfig.json'));
    // This repository is not installed in itself.
    const { paths } = JSON.parse(readDocument('tsconfig.json')).compilerOptions;
    const own = Object.entries<string[]>(paths).map(([name, [path = '']]) => [
      name,
      [path.replace('./', '../../')],
    ]);
    const ofSources = { noEmit: true, allowArbitraryExtensions: true };
    const options = { ...compilerOptions, ...ofSources, paths: Object.fromEntries(own) };
    expect(() => compile({ compilerOptions: options, files: ['typed.ts'] })).not.toThrow();
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

  it('decides by a table in a JSON file: access.json, from-json.ts', async () => {
    const { policy } = (await block('from-json.ts')) as { policy: MiddlewareObj };
    const handler = middy().use(cognitoGroups()).use(policy).handler(ok);
    const rename = {
      httpMethod: 'PUT',
      resource: '/teams/{teamId}',
      pathParameters: { teamId: '7' },
    };
    expect(await invoke(handler, { ...anonymousEvent(), resource: '/health' })).toEqual({
      statusCode: 200,
    });
    expect(await invoke(handler, restCaller())).toEqual({ statusCode: 200 });
    for (const [group, statusCode] of [
      ['team-7-manager', 200],
      ['team-8-manager', 403],
    ] as const) {
      expect(await invoke(handler, { ...restCaller(group), ...rename })).toMatchObject({
        statusCode,
      });
    }
    const { $schema } = JSON.parse(text('access.json')) as { $schema: string };
    const { exports } = JSON.parse(readDocument('package.json')) as { exports: object };
    expect($schema.replace('node_modules/middy-cognito-groups/', '')).toBe(
      Object.entries(exports).find(([path]) => path === './table.schema.json')?.[1],
    );
  });

  it('exports the policies that it shows: cedar.ts, cedar-policies', async () => {
    const { policies } = (await block('cedar.ts')) as { policies: Record<string, string> };
    expect(`${Object.values(policies).join('\n\n')}\n`).toBe(text('cedar-policies'));
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
        webSocketEvent({ route: '$connect', query: { token: 'forged' } }),
      ),
    ).toMatchObject(challenged);
    expect(await answers('connect.ts', webSocketEvent({ route: '$connect' }))).toMatchObject({
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

  it('tests: kit.ts, functions.ts, tokens.ts', async () => {
    for (const name of ['kit.ts', 'functions.ts']) {
      const { test } = (await block(name)) as { test: () => Promise<void> };
      await test();
    }
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
    const install = `npm install ${[manifest.name, ...needed].join(' ')}`;
    // `npm init` writes `"type": "commonjs"`.
    expect(text('install')).toBe(`npm init -y\nnpm pkg set type=module\n${install}\n`);
  });
});
