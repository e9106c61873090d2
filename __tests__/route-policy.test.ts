import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  anyOf,
  authenticated,
  cognitoGroups,
  defineGroups,
  everyone,
  groupTemplate,
  owner,
  routePolicy,
} from 'middy-cognito-groups';
import { invoke, thrownBy } from './support/chain.js';
import {
  anonymousEvent,
  appSyncEvent,
  httpEvent,
  httpV1Event,
  restCaller,
} from './support/events.js';

type Table = Record<string, unknown>;

const build = (table: unknown) => routePolicy(table as Record<never, never>);

function chain(table: unknown) {
  return middy()
    .use(cognitoGroups())
    .use(build(table))
    .handler(async () => 'in');
}

const rest = (method: string, resource: string, ...groups: string[]) => ({
  ...restCaller(...groups),
  httpMethod: method,
  resource,
});

const http = (method: string, routeKey: string, ...groups: string[]) => {
  const event = httpEvent({ 'cognito:groups': `[${groups.join(' ')}]` }) as {
    requestContext: object;
  };
  return {
    ...event,
    routeKey,
    requestContext: { ...event.requestContext, http: { method, path: '/other' } },
  };
};

const webSocket = (routeKey: unknown) => ({ requestContext: { connectionId: 'x', routeKey } });

const field = (parentTypeName: string, fieldName: string, ...groups: string[]) => ({
  ...appSyncEvent(groups),
  info: { parentTypeName, fieldName },
});

async function statusOf(table: Table, event: unknown): Promise<number> {
  const answer = await invoke(chain(table), event).catch((error) => error);
  return answer === 'in' ? 200 : answer.statusCode;
}

describe('the route that the gateway matched decides', () => {
  const table = {
    'GET /teams': authenticated,
    'PUT /teams/{teamId}': anyOf('admin', groupTemplate('team-{teamId}-manager')),
    'DELETE /teams/{teamId}': 'admin',
    'ANY /users/{userId}': owner('userId'),
    'GET /users/{userId}': 'admin',
    'GET /health': everyone,
    'GET /': 'member',
    'ANY /files/{proxy+}': 'member',
    $connect: 'member',
    sendMessage: everyone,
    'Query.teams': 'member',
    'Mutation.renameTeam': 'admin',
  };

  it.each<[string, object, number]>([
    ['REST, in the group', rest('DELETE', '/teams/{teamId}', 'admin'), 200],
    ['REST, not in the group', rest('DELETE', '/teams/{teamId}', 'member'), 403],
    ['REST, any authenticated caller', rest('GET', '/teams'), 200],
    ['REST, the root', rest('GET', '/', 'member'), 200],
    ['REST, a method without an entry', rest('POST', '/teams', 'admin'), 403],
    ['REST, HEAD is not GET', rest('HEAD', '/teams', 'admin'), 403],
    ['REST, OPTIONS', rest('OPTIONS', '/teams', 'admin'), 403],
    ['REST, another path', rest('GET', '/teams/', 'admin'), 403],
    ['REST, another case', rest('get', '/teams', 'admin'), 403],
    ['REST, ANY serves no method in lower case', rest('patch', '/files/{proxy+}', 'member'), 403],
    ['REST, ANY serves PATCH', rest('PATCH', '/files/{proxy+}', 'member'), 200],
    ['REST, ANY serves no unknown method', rest('PROPFIND', '/files/{proxy+}', 'member'), 403],
    ['REST, ANY is no method', rest('ANY', '/files/{proxy+}', 'member'), 403],
    ['REST, ANY does not beat the method', rest('GET', '/users/{userId}', 'member'), 403],
    ['REST, a named greedy path', rest('GET', '/files/{proxy+}', 'member'), 200],
    ['HTTP API 2.0, in the group', http('DELETE', 'DELETE /teams/{teamId}', 'admin'), 200],
    ['HTTP API 2.0, not in the group', http('DELETE', 'DELETE /teams/{teamId}', 'member'), 403],
    [
      "HTTP API 2.0, the request's method after an ANY route",
      http('DELETE', 'ANY /teams/{teamId}', 'admin'),
      200,
    ],
    [
      'HTTP API 2.0, a method without an entry after an ANY route',
      http('PATCH', 'ANY /teams/{teamId}', 'admin'),
      403,
    ],
    ['HTTP API 2.0, catch-all', http('GET', '$default', 'admin'), 403],
    ['HTTP API 2.0, a WebSocket key as route key', http('GET', 'sendMessage', 'admin'), 403],
    [
      'HTTP API 1.0',
      {
        ...httpV1Event({ 'cognito:groups': '[admin]' }),
        httpMethod: 'DELETE',
        resource: '/teams/{teamId}',
      },
      200,
    ],
    [
      'HTTP API 1.0, catch-all',
      { ...httpV1Event({ 'cognito:groups': '[admin]' }), resource: '$default' },
      403,
    ],
    ['an unknown payload version', { ...rest('GET', '/teams', 'admin'), version: '9' }, 403],
    ['WebSocket, open to everyone', webSocket('sendMessage'), 200],
    ['WebSocket, an unauthenticated request', webSocket('$connect'), 401],
    ['WebSocket, unlisted', webSocket('$default'), 403],
    ['WebSocket, an HTTP key', webSocket('GET /health'), 403],
    ['WebSocket, no key', webSocket(undefined), 403],
    ['AppSync, in the group', field('Query', 'teams', 'member'), 200],
    ['AppSync, not in the group', field('Mutation', 'renameTeam', 'member'), 403],
    ['AppSync, unlisted', field('Query', 'users', 'admin'), 403],
    ['AppSync, a WebSocket key', field('', 'sendMessage', 'admin'), 403],
    [
      'an unauthenticated request on a route for everyone',
      { ...anonymousEvent(), resource: '/health' },
      200,
    ],
    ['an unauthenticated request on a route', { ...anonymousEvent(), resource: '/teams' }, 401],
    [
      'an unauthenticated request on an unlisted route',
      { ...anonymousEvent(), resource: '/secret' },
      403,
    ],
    ['a catch-all', rest('GET', '/{proxy+}', 'admin'), 403],
    ['an event that names no route', restCaller('admin'), 200],
    ['a load balancer', { requestContext: { elb: {} }, httpMethod: 'GET', path: '/health' }, 403],
    ['an empty event', {}, 403],
    [
      'HTTP API 2.0 without a route key',
      { ...http('GET', 'GET /health'), routeKey: undefined },
      403,
    ],
    ['HTTP API 2.0 without a method', { ...httpEvent(), requestContext: {} }, 403],
  ])('%s', async (_, event, status) => {
    expect(await statusOf(table, event)).toBe(status);
  });

  it('owner and groupTemplate read the path parameters', async () => {
    const manager = {
      ...rest('PUT', '/teams/{teamId}', 'team-7-manager'),
      pathParameters: { teamId: '7' },
    };
    expect(await statusOf(table, manager)).toBe(200);
    expect(await statusOf(table, { ...manager, pathParameters: { teamId: '8' } })).toBe(403);
    const own = {
      ...rest('PUT', '/users/{userId}'),
      pathParameters: { userId: '3f1a7c52-0000-4000-8000-000000000001' },
    };
    expect(await statusOf(table, own)).toBe(200);
    expect(await statusOf(table, { ...own, pathParameters: { userId: 'somebody' } })).toBe(403);
  });

  it('a batch has the route of its items if all are the same field', async () => {
    const [teams, rename] = [
      field('Query', 'teams', 'member'),
      field('Mutation', 'renameTeam', 'member'),
    ];
    expect(await statusOf(table, [teams, teams])).toBe(200);
    expect(await statusOf(table, [teams, rename])).toBe(403);
    expect(await statusOf(table, [])).toBe(403);
  });

  it('the path of the request itself is never read', async () => {
    expect(await statusOf(table, { ...rest('GET', '/secret', 'admin'), path: '/health' })).toBe(
      403,
    );
    expect(
      await statusOf(table, { ...http('GET', 'GET /secret', 'admin'), rawPath: '/health' }),
    ).toBe(403);
  });
});

describe('for the operator', () => {
  const denied = (event: object) =>
    thrownBy(
      middy()
        .use(cognitoGroups({ respond: false }))
        .use(build({ 'GET /teams': 'admin' })),
      event,
    );

  it('a denial names the route, the rule and what is missing', async () => {
    expect((await denied(rest('GET', '/teams', 'member'))).cause).toEqual({
      package: 'middy-cognito-groups',
      rule: 'admin',
      missing: ['admin'],
      reason: "the caller does not satisfy 'admin'; the rule is 'admin'",
      route: 'GET /teams',
      source: 'rest-api',
    });
  });

  it.each<[object, string, string | undefined]>([
    [rest('POST', '/teams', 'admin'), "route 'POST /teams' is not in the table", 'POST /teams'],
    [
      rest('GET', '/{proxy+}', 'admin'),
      'the gateway matched only the catch-all /{proxy+}; guard your own router with guardRoutes',
      'GET /{proxy+}',
    ],
    [
      http('GET', '$default', 'admin'),
      'the gateway matched only the catch-all $default; guard your own router with guardRoutes',
      'GET $default',
    ],
    [webSocket('x'), "route 'x' is not in the table", 'x'],
    [{}, 'the event names no route that a table can hold', undefined],
  ])('%j is denied because %s', async (event, reason, route) => {
    const error = await denied(event);
    expect(error).toMatchObject({ statusCode: 403, code: 'ERR_FORBIDDEN' });
    expect(error.cause).toMatchObject({ rule: undefined, missing: [], reason, route });
  });
});

describe('a table is read once', () => {
  it('so changing it, or a rule in it, later changes nothing', async () => {
    const rule = { anyOf: ['admin'] };
    const table: Table = { 'GET /teams': rule };
    const handler = chain(table);
    rule.anyOf.push('member');
    table['GET /secret'] = 'member';
    table['GET /teams'] = 'member';
    for (const path of ['/teams', '/secret']) {
      expect(await invoke(handler, rest('GET', path, 'member'))).toMatchObject({ statusCode: 403 });
    }
  });
});

describe('an unlisted route without its cognitoGroups()', () => {
  it.each<[string, object]>([
    ['none', { before: () => undefined }],
    ['another one', cognitoGroups()],
  ])('%s is a 500 that says so', async (_, reader) => {
    const { routePolicy: guard } = defineGroups(['admin']);
    const handler = middy()
      .use(reader)
      .use(guard({ 'GET /teams': 'admin' }) as object)
      .handler(async () => 'in');
    const error = await thrownBy(handler, { ...restCaller('admin'), resource: '/other' });
    expect([error.statusCode, error.code]).toEqual([500, 'ERR_AUTH_MISSING']);
    expect(error.message).toMatch(/^routePolicy\(\): attach /);
  });
});
