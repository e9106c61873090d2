import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { type CognitoGroupsOptions, cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { appSync, httpApi, restApi } from 'middy-cognito-groups/sources';
import { FORBIDDEN } from './support/answers.js';
import { authOf, failureOf, invoke, NO_AUTH, thrownBy } from './support/chain.js';
import {
  anonymousEvent,
  appSyncEvent,
  httpEvent,
  POOL_ISSUER,
  restCaller,
  restEvent,
} from './support/events.js';

/** Options without their types. */
const construct = (options: unknown) => () => cognitoGroups(options as CognitoGroupsOptions);

describe('event.auth', () => {
  it('describes the caller', async () => {
    const claims = {
      sub: '3f1a7c52-0000-4000-8000-000000000001',
      username: 'ada',
      client_id: 'client1',
      iss: POOL_ISSUER,
      scope: 'orders/read openid',
      iat: 'Thu Sep 26 08:22:46 UTC 2024',
      auth_time: '1727335366',
      exp: 'Thu Sep 26 09:22:46 UTC 2024',
      'cognito:groups': 'team_manager,admin',
    };
    expect(await authOf(restEvent({ ...claims, 'cognito:username': undefined }))).toEqual({
      groups: ['team_manager', 'admin'],
      scopes: ['orders/read', 'openid'],
      subject: '3f1a7c52-0000-4000-8000-000000000001',
      username: 'ada',
      type: 'user',
      clientId: 'client1',
      issuer: POOL_ISSUER,
      issuedAt: 1727338966,
      signedInAt: 1727335366,
      claims,
      source: 'rest-api',
    });
  });

  it('has no groups, subject or source for an unauthenticated request', async () => {
    const auth = await authOf(anonymousEvent());
    expect(Object.keys(auth).sort()).toEqual([
      'claims',
      'clientId',
      'groups',
      'issuedAt',
      'issuer',
      'scopes',
      'signedInAt',
      'source',
      'subject',
      'type',
      'username',
    ]);
    expect(auth).toEqual(NO_AUTH);
  });

  it("takes the name from an access token's username", async () => {
    const event = httpEvent({ 'cognito:username': undefined, username: 'ada-access' });
    expect((await authOf(event)).username).toBe('ada-access');
  });

  it('has no subject if the claim is not a string', async () => {
    expect(
      await authOf(restEvent({ sub: 7, 'cognito:username': ['x'], username: null })),
    ).toMatchObject({
      subject: undefined,
      username: undefined,
    });
  });

  it('replaces an auth that the event already had', async () => {
    expect((await authOf({ ...restCaller('member'), auth: { groups: ['admin'] } })).groups).toEqual(
      ['member'],
    );
    expect((await authOf({ ...anonymousEvent(), auth: { groups: ['admin'] } })).groups).toEqual([]);
  });

  it('is a new object for every event', async () => {
    const [one, other] = [await authOf(restCaller('a')), await authOf(restCaller('a'))];
    one.groups.push('b');
    expect(other.groups).toEqual(['a']);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a string', 'admin'],
    ['a number', 7],
    ['a frozen event', Object.freeze({})],
  ])('cannot be set on %s, which is a 500 that says so', async (_, event) => {
    const error = await thrownBy(middy().use(cognitoGroups()), event);
    expect(error).toMatchObject({ statusCode: 500, expose: false, code: 'ERR_AUTH_MISSING' });
    expect(error.message).toMatch(/the event is frozen or not an object/);
  });
});

describe('the middleware', () => {
  it('is one named hook that returns undefined', () => {
    const middleware = cognitoGroups();
    expect(Object.keys(middleware)).toEqual(['before']);
    expect(middleware.before?.name).toBe('cognitoGroupsBefore');
    expect(middleware.before?.({ event: {} } as never)).toBeUndefined();
  });

  it('denies no request', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .handler(async () => 'in');
    expect(await invoke(handler, anonymousEvent())).toBe('in');
  });

  it('throws an error for an unreadable claim that holds no claim value and no header', async () => {
    const event = {
      ...restEvent({ 'cognito:groups': '[secret-group]' }),
      headers: { Authorization: 'Bearer secret-token' },
    };
    const error = await failureOf(event);
    expect(error.cause).toEqual({
      package: 'middy-cognito-groups',
      source: 'rest-api',
      claim: 'cognito:groups',
      problem: 'it is in brackets',
    });
    expect(JSON.stringify({ ...error, stack: error.stack, message: error.message })).not.toContain(
      'secret',
    );
  });
});

describe('option source', () => {
  it('selects one source, and other events are unauthenticated', async () => {
    expect((await authOf(restCaller('admin'), { source: restApi })).groups).toEqual(['admin']);
    expect((await authOf(restCaller('admin'), { source: httpApi })).source).toBeUndefined();
    expect((await authOf(appSyncEvent(['admin']), { source: httpApi })).source).toBeUndefined();
  });

  it('takes a list of sources', async () => {
    const source = [appSync, restApi];
    expect((await authOf(restCaller('admin'), { source })).source).toBe('rest-api');
    expect((await authOf(appSyncEvent(['admin']), { source })).source).toBe('appsync');
    expect((await authOf(httpEvent(), { source })).source).toBeUndefined();
  });

  it('is read once, so a list that grows later changes nothing', async () => {
    const source = [httpApi];
    const handler = middy()
      .use(cognitoGroups({ source }))
      .handler(async ({ auth }) => auth.source ?? 'unauthenticated');
    source.push(restApi);
    expect(await invoke(handler, restCaller('admin'))).toBe('unauthenticated');
  });

  it.each<[unknown]>([
    [[]],
    [null],
    ['restApi'],
    [{}],
    [[restApi, 'httpApi']],
    [{ name: 'rest-api' }],
    [{ identify() {} }],
  ])('%j is a construction error', (source) => {
    expect(construct({ source })).toThrow(TypeError);
    expect(construct({ source })).toThrow(/option source is .*; write restApi/);
  });
});

describe('option claim', () => {
  it('reads another claim by the same rules', async () => {
    expect(
      (await authOf(restEvent({ 'cognito:groups': 'a', teams: 'b,c' }), { claim: 'teams' })).groups,
    ).toEqual(['b', 'c']);
    expect((await authOf(httpEvent({ teams: '[b c]' }), { claim: 'teams' })).groups).toEqual([
      'b',
      'c',
    ]);
    expect(
      (await authOf(appSyncEvent(['a'], { teams: ['b'] }), { claim: 'teams' })).groups,
    ).toEqual(['b']);
    expect((await authOf(appSyncEvent(['a']), { claim: 'teams' })).groups).toEqual([]);
  });

  it.each(['custom:groups', 'email', 'profile', 'preferred_username', 'cognito:username', 'nonce'])(
    '%s is rejected unless it is marked as writable by users',
    async (claim) => {
      expect(construct({ claim })).toThrow(TypeError);
      expect(construct({ claim })).toThrow(`write { dangerouslyUserWritable: '${claim}' }`);
      const named = { claim: { dangerouslyUserWritable: claim } };
      expect((await authOf(restEvent({ [claim]: 'a,b' }), named)).groups).toEqual(['a', 'b']);
    },
  );

  it.each<[unknown, string]>([
    ['', "''"],
    [' cognito:groups', "' cognito:groups'"],
    [7, '7'],
    [null, 'null'],
    [['cognito:groups'], '["cognito:groups"]'],
    [{}, '{}'],
    [{ dangerouslyUserWritable: '' }, '{"dangerouslyUserWritable":""}'],
    [{ dangerouslyUserWritable: 7 }, '{"dangerouslyUserWritable":7}'],
    [
      { dangerouslyUserWritable: 'custom:a', other: 1 },
      '{"dangerouslyUserWritable":"custom:a","other":1}',
    ],
    [{ userWritable: 'custom:a' }, '{"userWritable":"custom:a"}'],
  ])('%j is a construction error', (claim, shown) => {
    expect(construct({ claim })).toThrow(TypeError);
    expect(construct({ claim })).toThrow(
      `cognitoGroups: option claim is ${shown}; write a claim name`,
    );
  });

  it('that users cannot write must not be marked', () => {
    expect(construct({ claim: { dangerouslyUserWritable: 'cognito:groups' } })).toThrow(
      "write 'cognito:groups'",
    );
  });
});

describe('options', () => {
  it.each(['source', 'claim', 'implies', 'respond', 'onDecision'])(
    '%s counts as left out where it is undefined',
    async (name) => {
      const handler = middy()
        .use(cognitoGroups({ [name]: undefined }))
        .use(requireGroup('admin'))
        .handler(async () => 'in');
      expect(await invoke(handler, restCaller('admin'))).toBe('in');
      expect(await invoke(handler, restCaller('member'))).toEqual(FORBIDDEN);
    },
  );

  it.each<[unknown, RegExp]>([
    [null, /options is null; write an object/],
    ['admin', /options is 'admin'; write an object/],
    [['admin'], /options is \["admin"\]; write an object/],
    [
      { sources: restApi },
      /an option is 'sources'.*source, .*userPoolId, issuer, tokenUse, clientId/,
    ],
    [Object.create({ source: restApi }), /options is .*; write an object/],
    [{ userPoolId: undefined }, /option userPoolId is undefined/],
    [{ issuer: undefined }, /option issuer is undefined/],
    [{ tokenUse: undefined }, /option tokenUse is undefined/],
    [{ clientId: undefined }, /option clientId is undefined/],
    [{ respond: 'text' }, /option respond is 'text'; write 'json', 'problem', false/],
    [{ respond: true }, /option respond is true/],
    [{ respond: null }, /option respond is null/],
    [
      { onDecision: { text: 'x'.repeat(120), more: 'y'.repeat(120) } },
      /option onDecision is .{200}; write a function/,
    ],
    [{ onDecision: true }, /option onDecision is true; write a function/],
    [
      Object.create(Object.assign(Object.create(null), { source: restApi })),
      /options is .*; write an object/,
    ],
  ])('%j is a construction error', (options, message) => {
    expect(construct(options)).toThrow(TypeError);
    expect(construct(options)).toThrow(message);
  });
});
