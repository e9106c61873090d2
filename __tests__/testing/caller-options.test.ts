import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  allOf,
  type CognitoGroupsOptions,
  cognitoGroups,
  type IdentitySource,
  issuedWithin,
  type Rule,
  requireGroup,
  routePolicy,
  scope,
  signedInWithin,
  user,
} from 'middy-cognito-groups';
import { appSync, httpApi, restApi, verifiedToken } from 'middy-cognito-groups/sources';
import {
  albEvent,
  appSyncEvent,
  type CallerOptions,
  expectAccess,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testToken,
  testVerifier,
  webSocketEvent,
} from 'middy-cognito-groups/testing';
import { answeredBy, authOf } from '../support/chain.js';

const AT = 1_727_338_966;

type Build = (caller: CallerOptions) => object;

/** Every builder of an event with a token. */
const BUILDERS: Readonly<Record<string, readonly [IdentitySource, Build]>> = {
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
  'Amplify @function': [
    appSync,
    (caller) => appSyncEvent({ ...caller, payload: 'amplify-function' }),
  ],
  'AppSync Events': [
    appSync,
    (caller) => appSyncEvent({ ...caller, route: 'PUBLISH /default/news' }),
  ],
  'Function URL': [verifiedToken({ verifier: testVerifier }), functionUrlEvent],
  'a test token': [
    verifiedToken({ verifier: testVerifier }),
    (caller) => functionUrlEvent({ token: testToken(caller) }),
  ],
};

const ISSUER = 'https://issuer.example/realm';

describe.each(Object.entries(BUILDERS))('%s', (_, [source, build]) => {
  const read = (caller: CallerOptions, options?: CognitoGroupsOptions) =>
    authOf(build(caller), { source, ...options });

  it('carries the scopes of a user, in an access token', async () => {
    const caller = { groups: ['admin'], scopes: ['orders/read', 'openid'], username: 'eve' };
    expect(await read(caller, { tokenUse: 'access', clientId: 'client1' })).toMatchObject({
      groups: ['admin'],
      scopes: ['orders/read', 'openid'],
      type: 'user',
      username: 'eve',
      clientId: 'client1',
    });
    expect((await read({ groups: [], scopes: [] })).scopes).toEqual([]);
    expect((await read({ groups: [] })).scopes).toEqual([]);
  });

  it('carries a machine', async () => {
    const auth = await read({ client: true, scopes: ['orders/read'] });
    expect(auth).toMatchObject({
      groups: [],
      scopes: ['orders/read'],
      type: 'client',
      subject: 'client1',
      clientId: 'client1',
      username: undefined,
    });
    expect(auth.claims).not.toHaveProperty('cognito:groups');
    expect(auth.claims).not.toHaveProperty('cognito:username');
    expect(await read({ client: true, subject: 'machine' })).toMatchObject({
      type: 'client',
      subject: 'machine',
      clientId: 'machine',
      scopes: [],
    });
    expect((await read({ client: false, groups: [] })).type).toBe('user');
  });

  it('carries the times', async () => {
    expect(await read({ groups: [], issuedAt: AT + 60, signedInAt: AT })).toMatchObject({
      issuedAt: AT + 60,
      signedInAt: AT,
    });
    expect(await read({ groups: [], issuedAt: 7 })).toMatchObject({ issuedAt: 7, signedInAt: 7 });
    expect(await read({ groups: [], signedInAt: 7 })).toMatchObject({ issuedAt: 7, signedInAt: 7 });
    expect(await read({ client: true, issuedAt: 7 })).toMatchObject({ issuedAt: 7 });
    expect(await read({ groups: [] })).toMatchObject({ issuedAt: AT, signedInAt: AT });
  });

  it('carries the issuer', async () => {
    const caller = { groups: ['admin'], issuer: ISSUER };
    expect((await read(caller, { issuer: ISSUER })).issuer).toBe(ISSUER);
    expect((await read(caller)).source).toBeUndefined();
    const pool = { userPoolId: 'eu-west-1_testpool1' };
    expect((await read({ groups: [] }, pool)).source).toBe(source.name);
    expect((await read(caller, pool)).source).toBeUndefined();
  });
});

describe('a claim is written as its source writes it', () => {
  const caller = { groups: [], issuedAt: AT, signedInAt: AT - 60, scopes: ['a/b', 'openid'] };
  const NATIVE = { iat: AT, exp: AT + 3600, auth_time: AT - 60, scope: 'a/b openid' };
  const STRINGS = {
    iat: '1727338966',
    exp: '1727342566',
    auth_time: '1727338906',
    scope: 'a/b openid',
  };

  it.each<[string, Build, object]>([
    [
      'a Cognito authorizer of a REST API',
      restApiEvent,
      {
        ...STRINGS,
        iat: 'Thu Sep 26 08:22:46 UTC 2024',
        exp: 'Thu Sep 26 09:22:46 UTC 2024',
      },
    ],
    [
      'a JWT authorizer of a REST API',
      (given) => restApiEvent({ ...given, authorizer: 'jwt' }),
      NATIVE,
    ],
    ['an HTTP API', httpApiEvent, STRINGS],
    ['an HTTP API, payload 1.0', (given) => httpApiEvent({ ...given, payload: '1.0' }), STRINGS],
    ['AppSync', appSyncEvent, NATIVE],
  ])('%s', (_, build, claims) => {
    const { identity, requestContext } = build(caller) as {
      identity?: { claims: object };
      requestContext?: { authorizer: { claims?: object; jwt?: { claims: object } } };
    };
    const { authorizer } = requestContext ?? {};
    expect(identity?.claims ?? authorizer?.claims ?? authorizer?.jwt?.claims).toMatchObject(claims);
  });

  it('the day of a Java date has two digits', () => {
    const { requestContext } = restApiEvent({ groups: [], issuedAt: 0 });
    expect(requestContext.authorizer?.claims.iat).toBe('Thu Jan 01 00:00:00 UTC 1970');
  });

  it('a test token and the access token of a load balancer', async () => {
    expect(await testVerifier.verify(testToken(caller))).toMatchObject(NATIVE);
    const { headers = {} } = albEvent(caller);
    expect(await testVerifier.verify(`${headers['x-amzn-oidc-accesstoken']}`)).toMatchObject(
      NATIVE,
    );
    const data = await testVerifier.verify(`${headers['x-amzn-oidc-data']}`);
    expect(data).toMatchObject({ sub: '3f1a7c52-0000-4000-8000-000000000001', iat: AT });
    expect(data).not.toHaveProperty('scope');
  });
});

describe('rules about these options', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const statusOf = (rule: Rule, caller: CallerOptions) =>
    answeredBy(
      middy()
        .use(cognitoGroups())
        .use(requireGroup(rule))
        .handler(async () => ({ statusCode: 200 })),
      restApiEvent(caller),
    );

  it.each<[string, Rule, CallerOptions, CallerOptions, number]>([
    ['user', user, { groups: [] }, { client: true }, 403],
    ['scope', scope('a'), { client: true, scopes: ['a'] }, { client: true, scopes: ['b'] }, 403],
    [
      'issuedWithin',
      issuedWithin('15m'),
      { groups: [], issuedAt: now() },
      { groups: [], issuedAt: now() - 1000 },
      401,
    ],
    [
      'signedInWithin',
      allOf(user, signedInWithin('15m')),
      { groups: [], signedInAt: now() },
      { groups: [], issuedAt: now(), signedInAt: now() - 1000 },
      401,
    ],
  ])('%s', async (_, rule, allowed, denied, status) => {
    expect(await statusOf(rule, allowed)).toBe(200);
    expect(await statusOf(rule, denied)).toBe(status);
  });

  it('expectAccess takes a machine as a caller', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .use(routePolicy({ 'GET /orders': scope('orders/read'), 'PUT /orders': user }))
      .handler(async () => ({ statusCode: 200 }));
    await expectAccess(handler, {
      event: restApiEvent,
      callers: { machine: { client: true, scopes: ['orders/read'] }, person: { groups: [] } },
      routes: {
        'GET /orders': { machine: 200, person: 403 },
        'PUT /orders': { machine: 403, person: 200 },
      },
    });
  });
});

describe('a caller to whom Cognito issues no token is a TypeError', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'a machine in a group',
      () => restApiEvent({ client: true, groups: ['admin'] }),
      /^restApiEvent: a client-credentials token has no groups/,
    ],
    [
      'a machine in no group',
      () => httpApiEvent({ client: true, groups: [] }),
      /^httpApiEvent: .* has no groups/,
    ],
    [
      'a machine with a name',
      () => appSyncEvent({ client: true, username: 'ada' }),
      /^appSyncEvent: .* has no username/,
    ],
    [
      'a machine that signed in',
      () => functionUrlEvent({ client: true, signedInAt: AT }),
      /^functionUrlEvent: .* has no signedInAt/,
    ],
    [
      'a token of a machine with a name',
      () => testToken({ client: true, username: 'ada' }),
      /^testToken: .* has no username/,
    ],
    ['a machine that a load balancer signs in', () => albEvent({ client: true }), /^albEvent: /],
    [
      'a client that is a string',
      () => testToken({ client: 'client1' as never }),
      /^testToken: option client is 'client1'; write true or omit it$/,
    ],
    [
      'scopes without a caller',
      () => restApiEvent({ scopes: ['a'] }),
      /^restApiEvent: option scopes requires groups/,
    ],
    [
      'scopes of no machine',
      () => restApiEvent({ client: false, scopes: ['a'] }),
      /^restApiEvent: option scopes requires groups/,
    ],
    [
      'a time without a caller',
      () => httpApiEvent({ issuedAt: AT }),
      /^httpApiEvent: option issuedAt requires groups/,
    ],
    [
      'a sign-in without a caller',
      () => appSyncEvent({ signedInAt: AT }),
      /^appSyncEvent: option signedInAt requires groups/,
    ],
    [
      'an issuer without a caller',
      () => functionUrlEvent({ issuer: ISSUER }),
      /^functionUrlEvent: option issuer requires groups/,
    ],
    [
      'a scope with a space',
      () => httpApiEvent({ groups: [], scopes: ['a b'] }),
      /^httpApiEvent: option scopes .*\["a b"\]/,
    ],
    [
      'an empty scope',
      () => httpApiEvent({ groups: [], scopes: [''] }),
      /^httpApiEvent: option scopes/,
    ],
    [
      'a scope twice',
      () => httpApiEvent({ groups: [], scopes: ['a', 'a'] }),
      /^httpApiEvent: option scopes/,
    ],
    [
      'scopes in a string',
      () => testToken({ groups: [], scopes: 'a b' as never }),
      /^testToken: option scopes is 'a b'; write a list$/,
    ],
    [
      'a time in milliseconds',
      () => restApiEvent({ groups: [], issuedAt: 1_727_338_966_000 }),
      /^restApiEvent: option issuedAt is 1727338966000; write seconds/,
    ],
    [
      'a fraction of a second',
      () => albEvent({ groups: [], issuedAt: 1.5 }),
      /^albEvent: option issuedAt is 1.5/,
    ],
    [
      'a time before the epoch',
      () => testToken({ groups: [], signedInAt: -1 }),
      /^testToken: option .* is -1/,
    ],
    [
      'a time that is a string',
      () => testToken({ groups: [], issuedAt: '1' as never }),
      /^testToken: option issuedAt is '1'; write seconds/,
    ],
    [
      'a token from before the sign-in',
      () => appSyncEvent({ groups: [], issuedAt: AT, signedInAt: AT + 1 }),
      /^appSyncEvent: signedInAt 1727338967 is after issuedAt 1727338966/,
    ],
    [
      'scopes of a Lambda authorizer',
      () => lambdaAuthorizerEvent({ groups: [], scopes: [] } as never),
      /^lambdaAuthorizerEvent: an option is 'scopes'; write one of groups, /,
    ],
    [
      'a machine of a WebSocket API',
      () => webSocketEvent({ client: true } as never),
      /^webSocketEvent: an option is 'client'; write one of groups, /,
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(message);
  });
});
