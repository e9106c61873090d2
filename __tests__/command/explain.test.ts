import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  anyOf,
  authenticated,
  defineGroups,
  everyone,
  groupTemplate,
  guardRoutes,
  issuedWithin,
  noneOf,
  owner,
  type Rule,
  scope,
  signedInWithin,
  user,
} from 'middy-cognito-groups';
import { runCommand, usageError } from '../support/command.js';

const TABLE: Readonly<Record<string, Rule>> = {
  'GET /health': everyone,
  'GET /me': authenticated,
  'GET /users/{userId}': anyOf('admin', allOf(user, owner('userId'))),
  'PUT /teams/{teamId}': anyOf('admin', groupTemplate('team-{teamId}-manager')),
  'ANY /orders': anyOf(allOf(user, noneOf('suspended')), scope('orders/read')),
  'DELETE /teams/{teamId}': allOf('admin', issuedWithin('15m'), signedInWithin('1h')),
  'GET /tenants/{tenantId}': owner('tenantId', {
    claim: { dangerouslyUserWritable: 'custom:tenant' },
  }),
  'Query.teams': 'member',
};

async function explain(route: string, ...args: string[]): Promise<string[]> {
  const modules = { 'access.mjs': { access: TABLE, implies: { owner: ['admin'] } } };
  const { code, out, err } = await runCommand(['explain', 'access.mjs', route, ...args], {
    modules,
  });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.trimEnd().split('\n');
}

describe('explain', () => {
  it('decides an unauthenticated request without a caller', async () => {
    expect(await explain('GET /me')).toEqual([
      'status: 401',
      'header: WWW-Authenticate: Bearer',
      'rule:   authenticated',
      'caller: unauthenticated',
      'reason: the request is unauthenticated',
    ]);
    expect((await explain('GET /users/{userId}')).slice(3)).toEqual([
      'caller: unauthenticated',
      'reason: the request is unauthenticated',
    ]);
    expect(await explain('GET /health')).toEqual([
      'status: 200',
      'rule:   everyone',
      'caller: unauthenticated',
      'grants: everyone',
    ]);
  });

  it('decides a caller in no group, and names what would help', async () => {
    expect(await explain('PUT /teams/{teamId}', '--groups', '', '--param', 'teamId=7')).toEqual([
      'status: 403',
      "rule:   anyOf('admin', groupTemplate('team-{teamId}-manager'))",
      'caller: a person in no group',
      "failed: 'admin', groupTemplate('team-{teamId}-manager')",
      "groups: 'admin', 'team-7-manager' missing",
      "reason: the caller does not satisfy 'admin', groupTemplate('team-{teamId}-manager')",
    ]);
  });

  it('decides a caller of whom only some facts are given', async () => {
    expect(await explain('GET /users/{userId}', '--subject', 'a', '--param', 'userId=b')).toEqual([
      'status: 403',
      "rule:   anyOf('admin', allOf(user, owner('userId')))",
      'caller: a person in no group',
      "failed: 'admin', owner('userId')",
      "groups: 'admin' missing",
      "reason: the caller does not satisfy 'admin', owner('userId')",
    ]);
    expect(await explain('ANY /orders', '--client', '--groups', 'suspended,b')).toEqual([
      'status: 403',
      "rule:   anyOf(allOf(user, noneOf('suspended')), scope('orders/read'))",
      "caller: a client in 'suspended', 'b'",
      "failed: user, noneOf('suspended'), scope('orders/read')",
      'reason: cannot evaluate the rule: the token has no scope',
    ]);
  });

  it('names every group that the caller implies', async () => {
    const implies = { owner: ['admin', 'auditor'] };
    const { out } = await runCommand(
      [
        'explain',
        'm.mjs',
        'GET /{a}',
        '--implies',
        'implies',
        '--groups',
        'owner',
        '--param',
        'a=1',
      ],
      { modules: { 'm.mjs': { access: { 'GET /{a}': 'admin' }, implies } } },
    );
    expect(out).toContain("caller: a person in 'owner', which implies 'admin', 'auditor'\n");
  });

  it('names the parts that grant: the first of anyOf, all of allOf, noneOf as a whole', async () => {
    const grants = async (...args: [string, ...string[]]) =>
      (await explain(...args)).find((line) => line.startsWith('grants'));
    const manager = ['--groups', 'x,team-7-manager', '--param', 'teamId=7'];
    expect(await grants('PUT /teams/{teamId}', ...manager)).toBe(
      "grants: groupTemplate('team-{teamId}-manager')",
    );
    expect(await grants('GET /orders', '--groups', '')).toBe("grants: user, noneOf('suspended')");
    expect(await grants('GET /orders', '--client', '--scopes', 'orders/read,x')).toBe(
      "grants: scope('orders/read')",
    );
    expect(await grants('GET /users/{userId}', '--subject', '7', '--param', 'userId=7')).toBe(
      "grants: user, owner('userId')",
    );
    expect(
      await grants(
        'GET /users/{userId}',
        '--groups',
        'admin',
        '--subject',
        '7',
        '--param',
        'userId=7',
      ),
    ).toBe("grants: 'admin'");
    expect(
      await grants(
        'GET /tenants/{tenantId}',
        '--claim',
        'custom:tenant=a=b',
        '--param',
        'tenantId=a=b',
      ),
    ).toBe('grants: owner(\'tenantId\', { claim: {"dangerouslyUserWritable":"custom:tenant"} })');
  });

  it('respects a hierarchy, and says what is implied', async () => {
    const lines = await explain('PUT /teams/{teamId}', '--groups', 'owner', '--implies', 'implies');
    expect(lines).toContain("caller: a person in 'owner', which implies 'admin'");
    expect(lines).toContain("grants: 'admin'");
    const groups = defineGroups(['owner', 'admin'], { implies: { owner: ['admin'] } });
    const modules = { 'access.mjs': { access: groups.routePolicy({ 'GET /a': 'admin' }) } };
    const run = await runCommand(['explain', 'access.mjs', 'GET /a', '--groups', 'owner'], {
      modules,
    });
    expect(run.out).toContain('status: 200\n');
  });

  it.each([
    [[], 200],
    [['--issued', '14m', '--signed-in', '59m'], 200],
    [['--issued', '16m'], 401],
    [['--signed-in', '61m'], 401],
  ])('knows how old a token and a sign-in are: %j is a %i', async (args, status) => {
    const lines = await explain('DELETE /teams/{teamId}', '--groups', 'admin', ...args);
    expect(lines[0]).toBe(`status: ${status}`);
    if (args[0] === '--signed-in') {
      expect(lines[1]).toContain('insufficient_user_authentication');
    }
  });

  it('knows that a machine is no person and has not signed in', async () => {
    const lines = await explain('DELETE /teams/{teamId}', '--client', '--groups', 'admin');
    expect(lines).toContain("caller: a client in 'admin'");
    expect(lines.at(-1)).toBe('reason: cannot evaluate the rule: the token has no valid auth_time');
  });

  it('takes the rule of ANY, and routes of AppSync', async () => {
    expect((await explain('POST /orders', '--groups', ''))[0]).toBe('status: 200');
    expect((await explain('Query.teams', '--groups', 'member'))[0]).toBe('status: 200');
  });

  it.each([
    ['PUT /teams/7', "near:   'PUT /teams/{teamId}'"],
    ['POST /teams/7', "near:   'PUT /teams/{teamId}', 'DELETE /teams/{teamId}'"],
    ['GET /helth', "near:   'GET /health'"],
    ['put /teams/{teamId}', "near:   'PUT /teams/{teamId}', 'DELETE /teams/{teamId}'"],
    ['nothing like it at all', "near:   'GET /health', 'GET /me', 'GET /users/{userId}'"],
    ['__proto__', "near:   'GET /health', 'GET /me', 'GET /users/{userId}'"],
  ])('%s is not listed: 403, and near routes', async (route, near) => {
    expect(await explain(route, '--groups', 'admin')).toEqual([
      'status: 403',
      `rule:   none; '${route}' is not a route of the table`,
      near,
    ]);
  });

  it('has no near route by its path, if the argument has no path', async () => {
    const access = { 'GET /{teamId}': 'a', 'PUT /teams/{teamId}': 'a' };
    const modules = { 'access.mjs': { access } };
    const { out } = await runCommand(['explain', 'access.mjs', 'GET'], { modules });
    expect(out).toContain("near:   'GET /{teamId}', 'PUT /teams/{teamId}'\n");
  });

  it('knows that ANY serves the methods of HTTP only, as in the function', async () => {
    expect((await explain('PATCH /orders', '--groups', ''))[0]).toBe('status: 200');
    for (const method of ['patch', 'PROPFIND', 'PUBLISH']) {
      expect((await explain(`${method} /orders`, '--groups', ''))[0]).toBe('status: 403');
    }
  });

  it('takes the subject of a client as its client_id too, and no claim sub', async () => {
    const modules = {
      'access.mjs': { access: { 'GET /{id}': owner('id', { claim: 'client_id' }) } },
    };
    const args = ['explain', 'access.mjs', 'GET /{id}', '--param', 'id=c1'];
    const run = (...more: string[]) => runCommand([...args, ...more], { modules });
    expect((await run('--client', '--subject', 'c1')).out).toMatch(/^status: 200\n/u);
    expect((await run('--client', '--subject', 'c2')).out).toMatch(/^status: 403\n/u);
    expect((await run('--subject', 'c1')).out).toMatch(/^status: 403\n/u);
    expect((await run('--claim', 'client_id=c1')).out).toMatch(/^status: 200\n/u);
    expect(await run('--claim', 'sub=c1')).toMatchObject(
      usageError('--claim sub is the option --subject'),
    );
  });

  it('decides a route of guardRoutes with and without a trailing slash, as the router does', async () => {
    const handler = async () => undefined;
    const routes = guardRoutes([
      { method: 'GET', path: '/a', access: 'a', handler },
      { method: 'ANY', path: '/b/{id}/', access: everyone, handler },
      { method: 'GET', path: '/', access: everyone, handler },
    ]);
    const modules = { 'access.mjs': { routes, table: { 'GET /a': 'a' } } };
    const statusOf = async (...args: string[]) =>
      (await runCommand(['explain', 'access.mjs', ...args], { modules })).out.split('\n', 1)[0];
    for (const route of ['GET /a', 'GET /a/']) {
      expect(await statusOf(route, '--export', 'routes', '--groups', 'a')).toBe('status: 200');
      expect(await statusOf(route, '--export', 'routes', '--groups', '')).toBe('status: 403');
    }
    expect(await statusOf('PUT /b/{id}', '--export', 'routes')).toBe('status: 200');
    expect(await statusOf('GET /', '--export', 'routes')).toBe('status: 200');
    expect(await statusOf('GET /a/', '--export', 'table', '--groups', 'a')).toBe('status: 403');
  });

  it('leaves a route that guardRoutes does not have to the router', async () => {
    const handler = async () => undefined;
    const routes = guardRoutes([{ method: 'GET', path: '/a', access: 'a', handler }]);
    const modules = { 'access.mjs': { routes } };
    expect((await runCommand(['explain', 'access.mjs', 'GET /b'], { modules })).out).toContain(
      'status: 404, from the router\n',
    );
  });

  it.each([
    [['GET /me', '--param', 'a'], "--param is 'a'; write NAME=TEXT"],
    [['GET /me', '--param', '=a'], "--param is '=a'; write NAME=TEXT"],
    [['GET /me', '--claim', 'a'], "--claim is 'a'; write NAME=TEXT"],
    [
      ['GET /me', '--groups', 'member, admin'],
      "--groups is 'member, admin'; write names with commas and no spaces, such as A,B",
    ],
    [
      ['GET /me', '--scopes', 'a,'],
      "--scopes is 'a,'; write names with commas and no spaces, such as A,B",
    ],
    [['GET /me', '--param', 'id=1'], "'GET /me' has no path parameter {id}"],
    [
      ['PUT /teams/{teamId}', '--param', 'team=1'],
      "'PUT /teams/{teamId}' has no path parameter {team}",
    ],
    [
      ['GET /me', '--issued', 'now'],
      "--issued is 'now'; write a duration such as '15m', '1h' or '7d'",
    ],
    [
      ['GET /me', '--signed-in', '1y'],
      "--signed-in is '1y'; write a duration such as '15m', '1h' or '7d'",
    ],
    [
      ['GET /me', '--client', '--signed-in', '1h'],
      '--signed-in is for a person, and --client is a machine',
    ],
    [['GET /me', '--param', '=7'], "--param is '=7'; write NAME=TEXT"],
    [[], 'argument ROUTE is missing'],
  ])('%j is a usage error', async (args, sentence) => {
    const modules = { 'access.mjs': { access: TABLE } };
    const run = await runCommand(['explain', 'access.mjs', ...args], { modules });
    expect(run).toMatchObject(usageError(sentence));
  });

  it('needs a module', async () => {
    expect(await runCommand(['explain'])).toMatchObject(usageError('argument MODULE is missing'));
  });

  it('takes a greedy parameter', async () => {
    const modules = { 'access.mjs': { access: { 'GET /files/{path+}': owner('path') } } };
    const args = [
      'explain',
      'access.mjs',
      'GET /files/{path+}',
      '--subject',
      'a',
      '--param',
      'path=a',
    ];
    expect((await runCommand(args, { modules })).out).toContain('status: 200\n');
  });
});
