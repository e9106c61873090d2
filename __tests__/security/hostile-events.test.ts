import { afterEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { answeredBy, authOf, failureOf, invoke, NO_AUTH } from '../support/chain.js';
import { appSyncEvent, httpEvent, httpV1Event, restCaller, restEvent } from '../support/events.js';
import { OPTIONS, ROWS } from '../support/wire-values.js';

function throwing(): never {
  throw new RangeError('a getter ran');
}

describe('an event without a verified caller is unauthenticated', () => {
  it.each<[string, unknown]>([
    ['an empty event', {}],
    ['an event without a prototype', Object.create(null)],
    ['an array', []],
    ['an array of values that no AppSync batch holds', [1, null, 'x']],
    ['a public REST route', { requestContext: {} }],
    ['a requestContext that is null', { requestContext: null }],
    ['a requestContext that is a string', { requestContext: 'x' }],
    [
      'a public HTTP API route of payload 1.0',
      { version: '1.0', requestContext: { authorizer: { claims: null, scopes: null } } },
    ],
    [
      'an HTTP API with a Lambda authorizer',
      { version: '2.0', requestContext: { authorizer: { lambda: { groups: 'admin' } } } },
    ],
    [
      'a flat context of a Lambda authorizer',
      { requestContext: { authorizer: { 'cognito:groups': 'admin' } } },
    ],
    ['an unknown payload version', { ...restCaller('admin'), version: '3.0' }],
    ['a payload version that is a number', { ...httpEvent(), version: 2 }],
    [
      'a payload 2.0 block in a REST event',
      { requestContext: { authorizer: { jwt: { claims: { 'cognito:groups': '[admin]' } } } } },
    ],
    ['claims that are a list', { requestContext: { authorizer: { claims: ['admin'] } } }],
    [
      'claims that are a string',
      { requestContext: { authorizer: { claims: '{"cognito:groups":"admin"}' } } },
    ],
    ['claims in the body', { body: JSON.stringify(restCaller('admin')), requestContext: {} }],
    [
      'claims in the headers',
      {
        headers: { 'cognito:groups': 'admin', Authorization: 'Bearer e30.e30.' },
        requestContext: {},
      },
    ],
    ['AppSync with an API key', { ...appSyncEvent(null), identity: null }],
    [
      'AppSync with IAM',
      { ...appSyncEvent(null), identity: { accountId: '1', userArn: 'arn', username: 'admin' } },
    ],
    [
      'AppSync with a Lambda authorizer',
      { ...appSyncEvent(null), identity: { resolverContext: { groups: 'admin' } } },
    ],
    [
      'AppSync without issuer and groups',
      { ...appSyncEvent(null), identity: { claims: { 'cognito:groups': ['admin'] } } },
    ],
    [
      'a request whose body looks like AppSync',
      { identity: { claims: {}, groups: ['admin'] }, requestContext: {} },
    ],
    ['both REST API and AppSync', { ...restCaller('admin'), ...appSyncEvent(['admin']) }],
    ['both HTTP API 2.0 and AppSync', { ...httpEvent(), ...appSyncEvent(['admin']) }],
    ['both HTTP API 1.0 and AppSync', { ...httpV1Event(), ...appSyncEvent(['admin']) }],
  ])('%s', async (_, event) => {
    expect(await authOf(event)).toEqual(NO_AUTH);
    const guarded = middy()
      .use(cognitoGroups({ onDecision: () => undefined }))
      .use(requireGroup('admin'));
    expect(`${await answeredBy(guarded, event)}`).toMatch(/^(thrown )?401$/u);
  });
});

describe('a claim that cannot be read', () => {
  it('is reported to the operator, without its value', async () => {
    const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);
    try {
      const error = await failureOf(restCaller('a', '', 'b'));
      expect(reported.mock.calls).toEqual([
        [
          'middy-cognito-groups: ERR_CLAIM_FORMAT, see docs/errors.md',
          {
            package: 'middy-cognito-groups',
            source: 'rest-api',
            claim: 'cognito:groups',
            problem: 'a name is empty',
          },
        ],
      ]);
      expect(reported.mock.calls[0]?.[1]).toBe(error.cause);
    } finally {
      reported.mockRestore();
    }
  });
});

describe('nothing is read from a prototype', () => {
  const polluted = Object.prototype as unknown as Record<string, unknown>;
  afterEach(() => {
    for (const key of ['claims', 'authorizer', 'requestContext', 'cognito:groups', 'groups'])
      delete polluted[key];
  });

  it.each(['requestContext', 'authorizer', 'claims'])(
    'an inherited %s authenticates no request',
    async (key) => {
      const found = {
        requestContext: { authorizer: { claims: { 'cognito:groups': 'admin' } } },
      } as Record<string, unknown>;
      polluted.requestContext = found.requestContext;
      polluted.authorizer = (found.requestContext as Record<string, unknown>).authorizer;
      polluted.claims = { 'cognito:groups': 'admin' };
      const events: Record<string, object> = {
        requestContext: {},
        authorizer: { requestContext: {} },
        claims: { requestContext: { authorizer: {} } },
      };
      expect(await authOf(events[key])).toEqual(NO_AUTH);
    },
  );

  it('an inherited claim adds no group', async () => {
    polluted['cognito:groups'] = 'admin';
    expect((await authOf(restEvent())).groups).toEqual([]);
  });

  it('inherited AppSync groups add no group', async () => {
    polluted.groups = ['admin'];
    const { groups: _, ...identity } = (appSyncEvent(null) as { identity: Record<string, unknown> })
      .identity;
    expect((await authOf({ ...appSyncEvent(null), identity })).groups).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a group named %s is like any other group',
    async (name) => {
      const handler = middy()
        .use(cognitoGroups())
        .use(requireGroup(name))
        .handler(async () => 'in');
      expect(await invoke(handler, restCaller(name))).toBe('in');
      expect(await invoke(handler, restCaller('other'))).toMatchObject({ statusCode: 403 });
    },
  );

  it.each(['__proto__', 'constructor'])(
    'a claim named %s is not found in a prototype',
    async (claim) => {
      expect((await authOf(restEvent(), { claim })).groups).toEqual([]);
    },
  );

  it('own keys named __proto__ and constructor, made by JSON.parse, have no effect', async () => {
    const event = JSON.parse(
      '{"__proto__":{"requestContext":{"authorizer":{"claims":{"cognito:groups":"admin"}}}},"requestContext":{"authorizer":' +
        '{"__proto__":{"claims":{"cognito:groups":"admin"}},"constructor":{"claims":{}}}}}',
    );
    expect(await authOf(event)).toEqual(NO_AUTH);
  });

  it('an event and claims without a prototype are read like others', async () => {
    const bare = (object: object) => Object.assign(Object.create(null), object);
    const event = bare({
      requestContext: bare({ authorizer: bare({ claims: bare({ 'cognito:groups': 'admin' }) }) }),
    });
    expect((await authOf(event)).groups).toEqual(['admin']);
  });
});

describe('a claim of a hostile shape is rejected', () => {
  const holes: string[] = ['a', 'b', 'c'];
  delete holes[1];

  it.each<[string, unknown]>([
    ['an array with a hole', holes],
    ['an array that ends with a hole', Object.assign(['a'], { length: 2 })],
    ['a boxed string', [Object('admin')]],
    ['a nested list', [['admin']]],
    ['an object that looks like an array', { 0: 'admin', length: 1 }],
    ['an object that renders as a name', { toString: () => 'admin' }],
  ])('%s', async (_, value) => {
    for (const row of ['1a', '1b', '2a', '2b', 5, '5b'] as const) {
      expect(await failureOf(ROWS[row](value), OPTIONS[row])).toMatchObject({
        statusCode: 500,
        code: 'ERR_CLAIM_FORMAT',
      });
    }
  });

  it('a hole is not filled from a polluted array prototype', async () => {
    const prototype = Array.prototype as unknown as Record<number, unknown>;
    prototype[1] = 'admin';
    try {
      expect(await failureOf(ROWS['1b'](holes))).toMatchObject({ code: 'ERR_CLAIM_FORMAT' });
    } finally {
      delete prototype[1];
    }
  });

  it.each<[string, object]>([
    [
      'at the top',
      Object.defineProperty({}, 'requestContext', { get: throwing, enumerable: true }),
    ],
    [
      'in the middle',
      { requestContext: Object.defineProperty({}, 'authorizer', { get: throwing }) },
    ],
    ['in a proxy', new Proxy({}, { get: throwing })],
  ])('a getter that throws %s', async (_, event) => {
    const error = await failureOf(event);
    expect(error).toMatchObject({
      statusCode: 500,
      code: 'ERR_CLAIM_FORMAT',
      cause: { problem: 'reading it throws' },
    });
  });

  it('a getter that throws at the claim itself', async () => {
    const claims = Object.defineProperty({}, 'cognito:groups', { get: throwing, enumerable: true });
    const event = { requestContext: { authorizer: { claims } } };
    expect(await failureOf(event)).toMatchObject({
      code: 'ERR_CLAIM_FORMAT',
      cause: { source: 'rest-api' },
    });
  });
});

describe('the items of an AppSync batch', () => {
  it('carry one caller', async () => {
    expect(await authOf([appSyncEvent(['admin']), appSyncEvent(['admin'])])).toMatchObject({
      groups: ['admin'],
      source: 'appsync',
    });
  });

  it.each<[string, object[]]>([
    ['other groups', [appSyncEvent(['admin']), appSyncEvent(['member'])]],
    ['one group more', [appSyncEvent(['admin']), appSyncEvent(['admin', 'member'])]],
    ['another subject', [appSyncEvent([]), appSyncEvent([], { sub: 'somebody else' })]],
    ['another name', [appSyncEvent([]), appSyncEvent([], { 'cognito:username': 'eve' })]],
    [
      'no caller after a caller',
      [appSyncEvent(['admin']), { ...appSyncEvent(null), identity: null }],
    ],
    [
      'a caller after no caller',
      [{ ...appSyncEvent(null), identity: null }, appSyncEvent(['admin'])],
    ],
    ['an event of another kind', [appSyncEvent(['admin']), restCaller('admin')]],
  ])('that carry %s are rejected', async (_, batch) => {
    expect(await failureOf(batch)).toMatchObject({
      code: 'ERR_CLAIM_FORMAT',
      cause: { source: 'appsync', problem: 'the callers of a batch differ' },
    });
  });

  it('are unauthenticated if none has an identity', async () => {
    const anonymous = { ...appSyncEvent(null), identity: null };
    expect(await authOf([anonymous, anonymous])).toEqual(NO_AUTH);
  });
});

describe('AppSync lists that differ are rejected', () => {
  it.each<[string, unknown, unknown]>([
    ['a claim with more', ['member'], ['member', 'admin']],
    ['another order', ['a', 'b'], ['b', 'a']],
    ['groups without a claim', null, ['admin']],
    ['a claim without groups', ['admin'], null],
  ])('%s', async (_, groups, claimed) => {
    const error = await failureOf(appSyncEvent(groups, { 'cognito:groups': claimed }));
    expect(error.cause.problem).toBe('it differs from cognito:groups');
  });

  it('and lists that agree are read', async () => {
    expect(
      (await authOf(appSyncEvent(['a', 'b'], { 'cognito:groups': ['a', 'b'] }))).groups,
    ).toEqual(['a', 'b']);
    expect((await authOf(appSyncEvent(null, { 'cognito:groups': null }))).groups).toEqual([]);
  });
});

describe('a claim of a megabyte', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `g${index}`);

  it.each<[string, (size: number) => object]>([
    ['of commas', (size) => ROWS['1a'](','.repeat(size))],
    ['of backslashes', (size) => ROWS['1a']('\\'.repeat(size))],
    ['of brackets', (size) => ROWS['2a']('['.repeat(size))],
    ['of spaces in brackets', (size) => ROWS['2a'](`[${' '.repeat(size)}]`)],
    ['of names with commas', (size) => ROWS['1a'](names(size / 8).join(','))],
    ['of names in an array', (size) => ROWS['1b'](names(size / 8))],
  ])('%s is read in linear time', async (_, event) => {
    const subject = event(2 ** 20);
    const start = performance.now();
    await authOf(subject).catch(() => undefined);
    // Linear time is some milliseconds. Quadratic time is minutes.
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
