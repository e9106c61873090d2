import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  authenticated,
  cognitoGroups,
  everyone,
  groupTemplate,
  type Rule,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import { lambdaAuthorizer, verifiedToken } from 'middy-cognito-groups/sources';
import {
  type AccessTable,
  appSyncEvent,
  expectAccess,
  functionUrlEvent,
  httpApiEvent,
  restApiEvent,
  webSocketEvent,
} from 'middy-cognito-groups/testing';

const ok = async () => ({ statusCode: 200 });

describe('expectAccess', () => {
  const handler = middy()
    .use(cognitoGroups())
    .use(
      routePolicy({
        'GET /teams': authenticated,
        'PUT /teams/{teamId}': groupTemplate('team-{teamId}'),
        'GET /health': everyone,
      }),
    )
    .handler(async () => ({ statusCode: 200 }));
  const callers = { anonymous: {}, member: { groups: ['team-7'] } };

  it('passes if every caller gets the status of the table', async () => {
    for (const event of [restApiEvent, httpApiEvent]) {
      await expectAccess(handler, {
        event,
        callers,
        pathParameters: { teamId: '7' },
        routes: {
          'GET /teams': { anonymous: 401, member: 200 },
          'PUT /teams/{teamId}': { anonymous: 401, member: 200 },
          'GET /health': { anonymous: 200, member: 200 },
          'DELETE /teams/{teamId}': { anonymous: 403, member: 403 },
        },
      });
    }
  });

  it('lists every difference', async () => {
    const run = expectAccess(handler, {
      event: restApiEvent,
      callers,
      routes: {
        'GET /teams': { anonymous: 200, member: 200 },
        'PUT /teams/{teamId}': { anonymous: 401, member: 200 },
      },
    });
    await expect(run).rejects.toMatchObject({
      name: 'AssertionError',
      message:
        'expectAccess: access differs:\n' +
        '  GET /teams as anonymous: expected 200, got 401\n' +
        '  PUT /teams/{teamId} as member: expected 200, got 403',
    });
  });

  it('counts a thrown error as its status, or shows it', async () => {
    const throwing = middy()
      .use(cognitoGroups({ respond: false }))
      .use(requireGroup('admin'));
    await expectAccess(throwing, {
      event: restApiEvent,
      callers: { anonymous: {} },
      routes: { 'GET /': { anonymous: 401 } },
    });
    const table = {
      event: restApiEvent,
      callers: { anonymous: {} },
      routes: { 'GET /': { anonymous: 200 } },
    };
    const broken = () => {
      throw new Error('broken');
    };
    await expect(expectAccess(broken, table)).rejects.toThrow('got a thrown Error: broken');
    await expect(expectAccess(() => undefined, table)).rejects.toThrow('got no status');
    await expect(expectAccess(() => Promise.reject(), table)).rejects.toThrow(
      'got a thrown undefined',
    );
  });

  it('says why a handler threw, where its status is not the expected one', async () => {
    const table = {
      event: restApiEvent,
      callers: { member: { groups: ['member'] } },
      routes: { 'GET /': { member: 200 } },
    };
    const guard = requireGroup('admin');
    const reader = cognitoGroups({ respond: false });
    const comma = { claims: { 'cognito:groups': 'a,,b' }, groups: [] };
    const malformed = { ...table, callers: { member: comma } };
    const differs = 'expectAccess: access differs:\n  GET / as member: expected 200, got';
    const unread = middy().use(guard).use(reader);
    await expect(expectAccess(unread, table)).rejects.toThrow(
      `${differs} 500: requireGroup(): attach cognitoGroups() before it`,
    );
    const denied = middy().use(reader).use(guard);
    await expect(expectAccess(denied, table)).rejects.toThrow(
      `${differs} 403: the caller does not satisfy 'admin'; the rule is 'admin'`,
    );
    await expect(expectAccess(denied, malformed)).rejects.toThrow(
      `${differs} 500: cognito:groups: a name is empty`,
    );
    const failed = () =>
      Promise.reject(Object.assign(new Error('line 1\nline 2'), { statusCode: 502 }));
    await expect(expectAccess(failed, table)).rejects.toThrow(`${differs} 502: line 1`);
    const silent = () => Promise.reject({ statusCode: 502 });
    await expect(expectAccess(silent, table)).rejects.toThrow(`${differs} 502`);
    const verifier = { verify: () => Promise.reject(new Error()) };
    const unverified = middy()
      .use(cognitoGroups({ source: verifiedToken({ verifier }), respond: false }))
      .use(guard);
    const withToken = {
      ...table,
      event: (options: object) => functionUrlEvent({ ...options, token: 'a.b.c' }),
    };
    await expect(expectAccess(unverified, withToken)).rejects.toThrow(
      `${differs} 503: the verifier failed`,
    );
  });

  it('counts a status that is not a number as another', async () => {
    const table = {
      event: restApiEvent,
      callers: { anonymous: {} },
      routes: { 'GET /': { anonymous: 200 } },
    };
    const run = expectAccess(async () => ({ statusCode: '200' }), table);
    await expect(run).rejects.toThrow("GET / as anonymous: expected 200, got '200'");
  });

  it.each<[string, object, RegExp]>([
    [
      'a malformed route',
      { routes: { 'get /': { anonymous: 200 } } },
      /^restApiEvent: option route is 'get \/'; write the route of a request such as 'GET \/teams\/\{teamId\}'$/,
    ],
    [
      'an unknown method',
      { routes: { 'FROB /': { anonymous: 200 } } },
      /^restApiEvent: option route is 'FROB \/'/,
    ],
    [
      'a method that no request has',
      { routes: { 'ANY /': { anonymous: 200 } } },
      /^restApiEvent: option route is 'ANY \/'/,
    ],
    [
      'an unknown caller',
      { routes: { 'GET /': { anonymous: 401, anonymus: 401 } } },
      /^expectAccess: 'GET \/' names anonymus, who is not one of the callers$/,
    ],
    [
      'a forgotten caller',
      { routes: { 'GET /': {} } },
      /^expectAccess: the status of 'GET \/' for anonymous is undefined; write one such as 200$/,
    ],
    [
      'a status that is a string',
      { routes: { 'GET /': { anonymous: '401' } } },
      /^expectAccess: the status of 'GET \/' for anonymous is '401'; write one such as 200$/,
    ],
    [
      'no routes',
      { routes: {} },
      /^expectAccess: option routes is \{\}; write at least one, such as /,
    ],
    [
      'no callers',
      { callers: {}, routes: { 'GET /': {} } },
      /^expectAccess: option callers is \{\}/,
    ],
    ['a row that is a status', { routes: { 'GET /': 200 } }, /^expectAccess: option routes is /],
    ['a caller that is a group', { callers: { a: 'a' } }, /^expectAccess: option callers is /],
    ['a missing table', { routes: undefined }, /^expectAccess: option routes is undefined; write /],
    ['missing callers', { callers: undefined }, /^expectAccess: option callers is undefined/],
    ['a missing builder', { event: undefined }, /^expectAccess: option event is undefined/],
    [
      'an event instead of a builder',
      { event: restApiEvent() },
      /^expectAccess: option event is \{.*; write a builder such as restApiEvent, not the event it returns$/,
    ],
    ['an unknown option', { source: 1 }, /^expectAccess: an option is 'source'; write/],
    [
      'a path parameter of no route',
      { pathParameters: { teamID: '7' } },
      /^expectAccess: a path parameter is 'teamID'; write only those of the routes$/,
    ],
    [
      'a misspelt caller option',
      { callers: { anonymous: { group: [] } } },
      /^restApiEvent: an option is 'group'/,
    ],
  ])('%s is a TypeError', async (_, given, message) => {
    const table = {
      event: restApiEvent,
      callers: { anonymous: {} },
      routes: { 'GET /': { anonymous: 401 } },
      ...given,
    } as unknown as Parameters<typeof expectAccess>[1];
    await expect(expectAccess(handler, table)).rejects.toThrow(TypeError);
    await expect(expectAccess(handler, table)).rejects.toThrow(message);
  });

  it.each<[string, unknown[], RegExp]>([
    [
      'nothing',
      [],
      /^expectAccess: the table is undefined; write expectAccess\(handler, \{ event, /,
    ],
    ['a handler alone', [handler], /^expectAccess: the table is undefined/],
    ['a table alone', [{ event: restApiEvent() }], /^expectAccess: the table is undefined/],
    ['null', [handler, null], /^expectAccess: options is null/],
    ['an event', [restApiEvent()], /^expectAccess: the table is undefined/],
  ])('%s is a TypeError', async (_, given, message) => {
    const run = (expectAccess as (...given: unknown[]) => Promise<void>)(...given);
    await expect(run).rejects.toThrow(TypeError);
    await expect(run).rejects.toThrow(message);
  });
});

describe('expectAccess over many functions', () => {
  const guarded = (rule: Rule) =>
    middy()
      .use(cognitoGroups())
      .use(requireGroup(rule))
      .handler(async () => ({ statusCode: 200 }));
  const functions = {
    'GET /me': guarded(authenticated),
    'PUT /teams/{teamId}': guarded(groupTemplate('team-{teamId}')),
  };
  const callers = { anonymous: {}, member: { groups: ['team-7'] } };
  const routes = {
    'GET /me': { anonymous: 401, member: 200 },
    'PUT /teams/{teamId}': { anonymous: 401, member: 200 },
  };
  const table = { event: httpApiEvent, callers, routes, pathParameters: { teamId: '7' } };

  it('sends each route to its own function', async () => {
    await expectAccess(functions, table);
    const swapped = { 'GET /me': functions['PUT /teams/{teamId}'], 'PUT /teams/{teamId}': ok };
    await expect(expectAccess(swapped, table)).rejects.toThrow(
      'expectAccess: access differs:\n' +
        '  GET /me as member: expected 200, got 403\n' +
        '  PUT /teams/{teamId} as anonymous: expected 401, got 200',
    );
  });

  it('fails for a route without a function', async () => {
    const { 'GET /me': me } = functions;
    const missing = { 'GET /me': me } as unknown as typeof functions;
    await expect(expectAccess(missing, table)).rejects.toMatchObject({
      name: 'AssertionError',
      message: 'expectAccess: access differs:\n  PUT /teams/{teamId}: expected a handler, got none',
    });
  });

  it('fails for a function without a row', async () => {
    const more = { ...functions, 'DELETE /teams/{teamId}': ok };
    await expect(expectAccess(more, table as never)).rejects.toMatchObject({
      name: 'AssertionError',
      message: 'expectAccess: access differs:\n  DELETE /teams/{teamId}: expected a row, got none',
    });
  });

  it('takes no inherited function for that of a route', async () => {
    const run = expectAccess({ 'GET /me': ok } as never, {
      event: () => ({ requestContext: {} }),
      callers: { anonymous: {} },
      routes: { 'GET /me': { anonymous: 200 }, toString: { anonymous: 200 } },
    });
    await expect(run).rejects.toThrow('toString: expected a handler, got none');
  });

  it.each<[string, unknown, RegExp]>([
    ['no function', {}, /^expectAccess: the handler is \{\}; write a function, or an object of /],
    ['a list of functions', [ok], /^expectAccess: the handler is /],
    [
      'the name of a function',
      { 'GET /me': 'me' },
      /^expectAccess: the handler of 'GET \/me' is 'me'; write a function$/,
    ],
    [
      'a promise',
      { 'GET /me': Promise.resolve(ok) },
      /^expectAccess: the handler of 'GET \/me' is /,
    ],
  ])('%s is a TypeError', async (_, given, message) => {
    await expect(expectAccess(given as never, table)).rejects.toThrow(TypeError);
    await expect(expectAccess(given as never, table)).rejects.toThrow(message);
  });
});

describe('expectAccess for other APIs', () => {
  const source = lambdaAuthorizer({ key: 'groups', format: 'json' });
  const callers = { anonymous: {}, member: { groups: ['member'] }, other: { groups: [] } };

  it('sends the events of a WebSocket API', async () => {
    const handler = middy()
      .use(cognitoGroups({ source }))
      .use(routePolicy({ $connect: authenticated, sendMessage: 'member' }))
      .handler(ok);
    const table = {
      event: webSocketEvent,
      callers,
      routes: {
        $connect: { anonymous: 401, member: 200, other: 200 },
        sendMessage: { anonymous: 401, member: 200, other: 403 },
        $default: { anonymous: 403, member: 403, other: 403 },
      },
    };
    await expectAccess(handler, table);
    await expectAccess({ $connect: handler, sendMessage: handler, $default: handler }, table);
    const routes = { sendMessage: { anonymous: 401, member: 403, other: 403 } };
    await expect(expectAccess(handler, { ...table, routes })).rejects.toThrow(
      'sendMessage as member: expected 403, got 200',
    );
  });

  it.each<[string, AccessTable<string>['event']]>([
    ['a resolver', appSyncEvent],
    ['a batch', (options) => appSyncEvent({ ...options, sources: [{ id: '1' }] })],
    ['an @function', (options) => appSyncEvent({ ...options, payload: 'amplify-function' })],
  ])('sends the events of %s of AppSync, where any result is 200', async (_, event) => {
    for (const result of ['in', undefined, null, { statusCode: 403 }, []]) {
      const handler = middy()
        .use(cognitoGroups())
        .use(routePolicy({ 'Query.teams': authenticated, 'Mutation.renameTeam': 'member' }))
        .handler(async () => result);
      await expectAccess(handler, {
        event,
        callers,
        routes: {
          'Query.teams': { anonymous: 401, member: 200, other: 200 },
          'Mutation.renameTeam': { anonymous: 401, member: 200, other: 403 },
          'Mutation.deleteTeam': { anonymous: 403, member: 403, other: 403 },
        },
      });
    }
  });

  it('sends the events of AppSync Events', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .use(
        routePolicy({ 'PUBLISH /default/news': 'member', 'SUBSCRIBE /default/*': authenticated }),
      )
      .handler(async () => null);
    await expectAccess(handler, {
      event: appSyncEvent,
      callers,
      routes: {
        'PUBLISH /default/news': { anonymous: 401, member: 200, other: 403 },
        'SUBSCRIBE /default/*': { anonymous: 401, member: 200, other: 200 },
        'SUBSCRIBE /default/news': { anonymous: 403, member: 403, other: 403 },
      },
    });
  });

  it('shows what a resolver throws', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .handler(async () => {
        throw new Error('no database');
      });
    const run = expectAccess(handler, {
      event: appSyncEvent,
      callers: { member: { groups: [] } },
      routes: { 'Query.teams': { member: 200 } },
    });
    await expect(run).rejects.toThrow('got a thrown Error: no database');
  });

  it.each<[string, AccessTable<string>['event'], string, RegExp]>([
    ['a WebSocket API', webSocketEvent, '$conect', /^webSocketEvent: option route is '\$conect'; /],
    [
      'a WebSocket API',
      webSocketEvent,
      'PUT /teams',
      /^webSocketEvent: option route is 'PUT \/teams/,
    ],
    [
      'AppSync',
      appSyncEvent,
      'teams',
      /^appSyncEvent: option route is 'teams'; write 'Query.teams'/,
    ],
    ['an HTTP API', httpApiEvent, '$default', /^httpApiEvent: option route is '\$default'; write /],
  ])('takes only the routes of %s', async (_, event, route, message) => {
    const table = { event, callers: { anonymous: {} }, routes: { [route]: { anonymous: 401 } } };
    await expect(expectAccess(ok, table)).rejects.toThrow(message);
  });
});
