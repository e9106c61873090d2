import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import fc from 'fast-check';
import {
  authenticated,
  cognitoGroups,
  everyone,
  groupTemplate,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import {
  albToken,
  appSync,
  httpApi,
  type IdentitySource,
  lambdaAuthorizer,
  restApi,
  verifiedToken,
} from 'middy-cognito-groups/sources';
import * as kit from 'middy-cognito-groups/testing';
import {
  albEvent,
  appSyncEvent,
  expectAccess,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testToken,
  testVerifier,
  webSocketEvent,
} from 'middy-cognito-groups/testing';
import { authOf } from '../support/chain.js';
import { groupSet } from '../support/encode.js';
import { fixture } from '../support/fixtures.js';

const verifier = testVerifier;

type Build = (caller: { groups?: readonly string[] }) => object;

/** Every source with the builders of its events. */
const SOURCES: Readonly<Record<string, readonly [IdentitySource, Build]>> = {
  'REST API': [restApi, restApiEvent],
  'REST API with a JWT authorizer': [
    restApi,
    (caller) => restApiEvent({ ...caller, authorizer: 'jwt' }),
  ],
  'HTTP API 2.0': [httpApi, httpApiEvent],
  'HTTP API 1.0': [httpApi, (caller) => httpApiEvent({ ...caller, payload: '1.0' })],
  AppSync: [appSync, appSyncEvent],
  'AppSync with OpenID Connect': [
    appSync,
    (caller) => appSyncEvent({ ...caller, authorizer: 'oidc' }),
  ],
  'Lambda authorizer, JSON': [
    lambdaAuthorizer({ key: 'groups', format: 'json' }),
    lambdaAuthorizerEvent,
  ],
  'Lambda authorizer, commas': [
    lambdaAuthorizer({ key: 'g', format: 'comma' }),
    (caller) => lambdaAuthorizerEvent({ ...caller, key: 'g', format: 'comma', api: 'http-1.0' }),
  ],
  'Lambda authorizer, spaces': [
    lambdaAuthorizer({ key: 'g', format: 'space' }),
    (caller) => lambdaAuthorizerEvent({ ...caller, key: 'g', format: 'space' }),
  ],
  'Lambda authorizer, array': [
    lambdaAuthorizer({ key: 'groups', format: 'array' }),
    (caller) => lambdaAuthorizerEvent({ ...caller, format: 'array', api: 'http-2.0' }),
  ],
  WebSocket: [lambdaAuthorizer({ key: 'groups', format: 'json' }), webSocketEvent],
  'Function URL': [verifiedToken({ verifier }), functionUrlEvent],
  'load balancer': [albToken({ verifier, albVerifier: verifier }), albEvent],
};

describe.each(Object.entries(SOURCES))('%s', (_, [source, build]) => {
  it('reads back what the kit has encoded', async () => {
    await fc.assert(
      fc.asyncProperty(groupSet, async (groups) => {
        let event: object;
        try {
          event = build({ groups });
        } catch (error) {
          // The formats that join with commas cannot hold one, and say so.
          expect(groups.some((name) => name.includes(','))).toBe(true);
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        const identify = async () => source.identify(event, 'cognito:groups', {});
        const reading = await identify().catch((error) => error);
        // A REST API list that looks like another API's is refused; every other list comes back as it was.
        if (reading?.code === 'ERR_CLAIM_FORMAT')
          expect(groups.join(',')).toMatch(/^\[.*\]$|\\,/su);
        else
          expect(reading).toMatchObject({
            groups,
            source: source.name,
            subject: '3f1a7c52-0000-4000-8000-000000000001',
          });
      }),
      { numRuns: 300 },
    );
  });

  it('knows who is in no group from who is nobody', async () => {
    expect(await authOf(build({ groups: [] }), { source })).toMatchObject({
      groups: [],
      source: source.name,
    });
    expect((await authOf(build({}), { source })).source).toBeUndefined();
  });

  it('knows nobody from the events of others, unless they are written in the same place', async () => {
    for (const [other, buildOther] of Object.values(SOURCES)) {
      if (other.name === source.name) continue;
      expect((await authOf(buildOther({ groups: ['admin'] }), { source })).source).toBeUndefined();
    }
  });

  it('believes nothing in a body or a header', async () => {
    for (const [, buildOther] of Object.values(SOURCES)) {
      const inside = JSON.stringify(buildOther({ groups: ['admin'] }));
      const forged = { ...build({}), body: inside };
      Object.assign((forged as { headers?: object }).headers ?? {}, {
        'cognito:groups': 'admin',
        'x-amzn-request-context': inside,
      });
      expect((await authOf(forged, { source })).source).toBeUndefined();
    }
  });
});

describe('events that look like two', () => {
  it.each(
    Object.keys(SOURCES).flatMap((one) =>
      Object.keys(SOURCES).map((other) => [one, other] as const),
    ),
  )('%s over %s is read as at most one, or refused', async (one, other) => {
    const [first, second] = [SOURCES[one], SOURCES[other]] as [
      (typeof SOURCES)[string],
      (typeof SOURCES)[string],
    ];
    const event = { ...second[1]({ groups: ['second'] }), ...first[1]({ groups: ['first'] }) };
    const readings = [restApi, httpApi, appSync].map((source) => {
      try {
        return source.identify(event, 'cognito:groups');
      } catch {
        return 'refused';
      }
    });
    expect(readings.filter((reading) => reading !== undefined).length).toBeLessThanOrEqual(1);
  });
});

describe('the builders', () => {
  it.each<[string, object, object]>([
    [
      'rest-api',
      restApiEvent({
        groups: ['a'],
        method: 'PUT',
        resource: '/teams/{teamId}',
        path: '/teams/7',
        pathParameters: { teamId: '7' },
      }),
      fixture('rest-api'),
    ],
    [
      'http-api',
      httpApiEvent({
        groups: ['a'],
        method: 'PUT',
        resource: '/teams/{teamId}',
        path: '/teams/7',
        pathParameters: { teamId: '7' },
        body: '',
      }),
      fixture('http-api'),
    ],
    ['appsync', appSyncEvent({ groups: ['a'], field: 'Mutation.renameTeam' }), fixture('appsync')],
  ])('%s: have the fields of a whole event as AWS sends it', (_, built, real) => {
    expect(Object.keys(built).sort()).toEqual(Object.keys(real).sort());
  });

  it('render claims as the wire does', () => {
    const { requestContext } = restApiEvent({
      groups: ['a', 'b'],
      claims: { email_verified: true, gone: null },
    });
    expect(requestContext.authorizer?.claims).toMatchObject({
      'cognito:groups': 'a,b',
      auth_time: '1727338966',
      exp: 'Thu Sep 26 09:22:46 UTC 2024',
      email_verified: 'true',
    });
    expect(requestContext.authorizer?.claims).not.toHaveProperty('gone');
    expect(httpApiEvent({ groups: ['a', 'b'] })).toMatchObject({
      routeKey: 'GET /',
      requestContext: {
        authorizer: {
          jwt: { claims: { 'cognito:groups': '[a b]', exp: '1727342566' }, scopes: null },
        },
      },
    });
    expect(httpApiEvent({ payload: '1.0' }).requestContext.authorizer).toEqual({
      claims: null,
      scopes: null,
    });
    expect(
      lambdaAuthorizerEvent({ groups: ['a'], context: { level: 3 } }).requestContext.authorizer,
    ).toMatchObject({
      groups: '["a"]',
      level: '3',
      principalId: expect.any(String),
    });
  });

  it.each([
    ['$connect', 'CONNECT', false],
    ['$disconnect', 'DISCONNECT', false],
    ['$default', 'MESSAGE', true],
    ['constructor', 'MESSAGE', true],
  ])('of a WebSocket API at %s is a %s', (routeKey, eventType, hasMessage) => {
    const { requestContext } = webSocketEvent({ routeKey });
    expect(requestContext).toMatchObject({ routeKey, eventType });
    expect('messageId' in requestContext).toBe(hasMessage);
  });

  it('without options make an event of nobody', async () => {
    const builders: (() => object)[] = [
      restApiEvent,
      httpApiEvent,
      appSyncEvent,
      lambdaAuthorizerEvent,
      webSocketEvent,
      functionUrlEvent,
      albEvent,
    ];
    const source = Object.values(SOURCES).map(([each]) => each);
    for (const build of builders)
      expect((await authOf(build(), { source })).source).toBeUndefined();
    expect(await testVerifier.verify(testToken())).not.toHaveProperty('cognito:groups');
  });

  it('pass on what a request holds', () => {
    const request = {
      method: 'POST',
      path: '/x',
      headers: { 'X-A': '1' },
      query: { q: 'a b' },
      body: '{}',
    };
    expect(restApiEvent(request)).toMatchObject({
      httpMethod: 'POST',
      resource: '/x',
      headers: { 'X-A': '1' },
      multiValueHeaders: { 'X-A': ['1'] },
      queryStringParameters: { q: 'a b' },
      body: '{}',
    });
    expect(httpApiEvent(request)).toMatchObject({
      rawPath: '/x',
      rawQueryString: 'q=a+b',
      headers: { 'x-a': '1' },
      body: '{}',
    });
    expect(functionUrlEvent({ ...request, token: 't' })).toMatchObject({
      routeKey: '$default',
      headers: { authorization: 'Bearer t', 'x-a': '1' },
    });
    expect(functionUrlEvent({ pathParameters: { id: '7' } })).not.toHaveProperty('pathParameters');
    expect(
      webSocketEvent({ routeKey: '$connect', headers: { 'X-A': '1' }, query: { q: 'a' } }),
    ).toMatchObject({
      headers: { 'X-A': '1' },
      multiValueQueryStringParameters: { q: ['a'] },
    });
    expect(webSocketEvent({ body: '{}' }).body).toBe('{}');
    expect(albEvent(request)).toMatchObject({ httpMethod: 'POST', path: '/x', body: '{}' });
    expect(appSyncEvent({ arguments: { id: '7' } }).arguments).toEqual({ id: '7' });
  });

  it('an option that is undefined is left out: nobody calls', () => {
    const left = { groups: undefined, subject: undefined, group: undefined };
    expect(restApiEvent(left as never).requestContext).not.toHaveProperty('authorizer');
  });

  it.each<[string, () => unknown, RegExp]>([
    ['an empty name', () => restApiEvent({ groups: [''] }), /Cognito has no group named ""/],
    ['a name with a space', () => httpApiEvent({ groups: ['a b'] }), /no group named "a b"/],
    ['a long name', () => appSyncEvent({ groups: ['x'.repeat(129)] }), /no group named/],
    [
      'a name that is none',
      () => appSyncEvent({ groups: [7 as unknown as string] }),
      /no group named 7/,
    ],
    ['a group twice', () => restApiEvent({ groups: ['a', 'a'] }), /each group once/],
    [
      '101 groups',
      () => restApiEvent({ groups: Array.from({ length: 101 }, (_, index) => `g${index}`) }),
      /at most 100 groups, got 101/,
    ],
    [
      'a comma on a REST API',
      () => restApiEvent({ groups: ['a,b'] }),
      /not documented; write the wire value in claims/,
    ],
    [
      'text for a list',
      () => restApiEvent({ groups: 'admin' as never }),
      /groups are a list of names, got "admin"/,
    ],
    [
      'a misspelt key',
      () => restApiEvent({ group: ['a'] } as never),
      /restApiEvent: unknown option "group"; the options/,
    ],
    [
      'a key of another API',
      () => httpApiEvent({ authorizer: 'jwt' } as never),
      /unknown option "authorizer"/,
    ],
    [
      'a misspelt field',
      () => appSyncEvent({ fieldName: 'teams' } as never),
      /appSyncEvent: unknown option "fieldName"/,
    ],
    [
      'a misspelt context',
      () => lambdaAuthorizerEvent({ groups: [], claims: {} } as never),
      /unknown option "claims"/,
    ],
    [
      'a misspelt route key',
      () => webSocketEvent({ route: 'x' } as never),
      /unknown option "route"/,
    ],
    [
      'a misspelt token',
      () => functionUrlEvent({ bearer: 'x' } as never),
      /unknown option "bearer"/,
    ],
    ['a misspelt data token', () => albEvent({ datum: 'x' } as never), /unknown option "datum"/],
    [
      'a subject without groups',
      () => restApiEvent({ subject: 'u' }),
      /subject without groups is nobody's; write groups/,
    ],
    [
      'claims without groups',
      () => appSyncEvent({ claims: {} }),
      /claims without groups is nobody's/,
    ],
    [
      'a username without groups',
      () => functionUrlEvent({ username: 'u' }),
      /username without groups is nobody's/,
    ],
    [
      'an unknown API',
      () => lambdaAuthorizerEvent({ api: 'http' as never }),
      /api is one of rest, http-1.0, http-2.0/,
    ],
    [
      'an unknown format',
      () => lambdaAuthorizerEvent({ groups: ['a'], format: 'csv' as never }),
      /format is json, comma, space or array, got "csv"/,
    ],
    [
      'a reserved key',
      () => lambdaAuthorizerEvent({ groups: [], key: 'claims' }),
      /no key claims: it is reserved/,
    ],
    [
      'an object in a flat context',
      () => lambdaAuthorizerEvent({ groups: [], context: { more: { a: 1 } } }),
      /a flat context holds text, numbers and booleans; more is {"a":1}/,
    ],
    [
      'a query of a message',
      () => webSocketEvent({ query: {} }),
      /only \$connect has headers and a query/,
    ],
    [
      'headers of a message',
      () => webSocketEvent({ headers: {} }),
      /only \$connect has headers and a query/,
    ],
    [
      'a comma in a list with commas',
      () => lambdaAuthorizerEvent({ groups: ['a,b'], format: 'comma' }),
      /cannot hold/,
    ],
    [
      'an array in a flat context',
      () => webSocketEvent({ groups: ['a'], format: 'array' }),
      /only an HTTP API with payload format 2.0/,
    ],
  ])('%s is a TypeError', (_, build, message) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(message);
  });

  it('testVerifier refuses what testToken did not make', async () => {
    const token = testToken({ groups: ['a'] });
    expect(await testVerifier.verify(token)).toMatchObject({ 'cognito:groups': ['a'] });
    for (const forged of [
      `${token}x`,
      token.slice(0, -1),
      'a.b',
      'a.b.c.d',
      token.replace(/\.[^.]+\./u, '.e30.'),
    ]) {
      await expect(testVerifier.verify(forged)).rejects.toThrow(/Invalid signature|3 parts/u);
    }
  });
});

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
  const callers = { nobody: {}, member: { groups: ['team-7'] } };

  it('passes where every caller gets the status of the table', async () => {
    for (const event of [restApiEvent, httpApiEvent]) {
      await expectAccess(handler, {
        event,
        callers,
        pathParameters: { teamId: '7' },
        routes: {
          'GET /teams': { nobody: 401, member: 200 },
          'PUT /teams/{teamId}': { nobody: 401, member: 200 },
          'GET /health': { nobody: 200, member: 200 },
          'DELETE /teams/{teamId}': { nobody: 403, member: 403 },
        },
      });
    }
  });

  it('lists every difference', async () => {
    const run = expectAccess(handler, {
      event: restApiEvent,
      callers,
      routes: {
        'GET /teams': { nobody: 200, member: 200 },
        'PUT /teams/{teamId}': { nobody: 401, member: 200 },
      },
    });
    await expect(run).rejects.toMatchObject({
      name: 'AssertionError',
      message:
        'access differs:\n  GET /teams as nobody: expected 200, got 401\n  PUT /teams/{teamId} as member: expected 200, got 403',
    });
  });

  it('counts a thrown error by its status, or shows it', async () => {
    const throwing = middy()
      .use(cognitoGroups({ respond: false }))
      .use(requireGroup('admin'));
    await expectAccess(throwing, {
      event: restApiEvent,
      callers: { nobody: {} },
      routes: { 'GET /': { nobody: 401 } },
    });
    const table = {
      event: restApiEvent,
      callers: { nobody: {} },
      routes: { 'GET /': { nobody: 200 } },
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

  it.each<[string, object, RegExp]>([
    [
      'a route that is none',
      { routes: { 'get /': { nobody: 200 } } },
      /write 'GET \/path', got "get \/"/,
    ],
    [
      'a method that is none',
      { routes: { 'FROB /': { nobody: 200 } } },
      /write 'GET \/path', got "FROB \/"/,
    ],
    [
      'a method that no request has',
      { routes: { 'ANY /': { nobody: 200 } } },
      /write 'GET \/path', got "ANY \/"/,
    ],
    [
      'a caller who is none',
      { routes: { 'GET /': { nobody: 401, nobdy: 401 } } },
      /GET \/ names nobdy, who is no caller/,
    ],
    ['a forgotten caller', { routes: { 'GET /': {} } }, /GET \/ says nothing of nobody/],
    ['no routes', { routes: {} }, /proves nothing/],
    ['no callers', { callers: {}, routes: { 'GET /': {} } }, /proves nothing/],
  ])('%s is a TypeError', async (_, given, message) => {
    const table = {
      event: restApiEvent,
      callers: { nobody: {} },
      ...given,
    } as unknown as Parameters<typeof expectAccess>[1];
    await expect(expectAccess(handler, table)).rejects.toThrow(TypeError);
    await expect(expectAccess(handler, table)).rejects.toThrow(message);
  });
});

it('the exports of the kit are those that the documents name', () => {
  expect(Object.keys(kit).sort()).toEqual([
    'albEvent',
    'appSyncEvent',
    'expectAccess',
    'functionUrlEvent',
    'httpApiEvent',
    'lambdaAuthorizerEvent',
    'restApiEvent',
    'testToken',
    'testVerifier',
    'webSocketEvent',
  ]);
});
