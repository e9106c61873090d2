import { describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import {
  type Auth,
  allOf,
  anyOf,
  authenticated,
  type CognitoGroupsOptions,
  cognitoGroups,
  defineGroups,
  evaluate,
  everyone,
  groupTemplate,
  issuedWithin,
  noneOf,
  owner,
  type Rule,
  requireGroup,
  scope,
  user,
} from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import { restApiEvent } from 'middy-cognito-groups/testing';
import { authOf, invoke, thrownBy } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';
import { anonymousEvent, restCaller } from '../support/events.js';

const request = {
  resource: '/teams/{id}',
  path: '/teams/user-1',
  pathParameters: { id: 'user-1' },
  groups: ['admin', 'team-user-1'],
  subject: 'user-1',
  claims: { scope: 'orders/read', iat: 1, org: 'user-1' },
};

const RULES: readonly Rule[] = [
  'admin',
  'member',
  'viewer',
  authenticated,
  everyone,
  user,
  scope('orders/read'),
  scope('orders/write'),
  noneOf(scope('orders/write')),
  issuedWithin('1m'),
  noneOf(issuedWithin('1m')),
  owner('id'),
  owner('other'),
  noneOf(owner('other')),
  owner('id', { claim: 'org' }),
  groupTemplate('team-{id}'),
  groupTemplate('x-{id}'),
  anyOf('member', 'viewer'),
  allOf('admin', owner('id')),
  allOf('admin', noneOf('suspended')),
  noneOf('admin'),
];

describe('event.auth.has(rule)', () => {
  const implies = { admin: ['member'] };

  it.each(RULES.map((rule) => [JSON.stringify(rule), rule] as const))(
    'decides %s as a guard does',
    async (_, rule) => {
      for (const [event, options] of [
        [() => restApiEvent(request), {}],
        [() => restApiEvent(request), { implies }],
        [() => restCaller(), {}],
        [anonymousEvent, {}],
      ] as const) {
        const { status } = await outcomeOf(rule, event(), options);
        expect((await authOf(event(), options)).has(rule)).toBe(status === 200);
      }
    },
  );

  it('follows the hierarchy, while groups stay those of the token', async () => {
    const auth = await authOf(restCaller('admin'), {
      implies: { admin: ['member'], member: ['viewer'] },
    });
    expect(auth.groups).toEqual(['admin']);
    expect(['admin', 'member', 'viewer', 'other'].map((name) => auth.has(name))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect((await authOf(restCaller('admin'))).has('member')).toBe(false);
  });

  it('grants nothing but everyone to a request without a caller', async () => {
    const auth = await authOf(anonymousEvent());
    expect(RULES.filter((rule) => auth.has(rule))).toEqual([everyone]);
  });

  it('is not changed by changes of event.auth', async () => {
    const auth = await authOf(restCaller('member'));
    auth.groups.push('admin');
    auth.subject = 'other';
    auth.scopes.push('orders/read');
    Object.assign(auth, { type: 'client', groups: ['admin'] });
    expect(auth.has('admin')).toBe(false);
    expect(auth.has(scope('orders/read'))).toBe(false);
    expect(auth.has('member')).toBe(true);
  });

  it.each([
    [undefined],
    [null],
    [''],
    [[]],
    [['admin']],
    [{}],
    [{ anyOf: [] }],
    [{ group: 'a' }],
    [7],
  ])(
    'throws a TypeError for the rule %j, so that no typing mistake is a quiet false',
    async (rule) => {
      for (const event of [restCaller('admin'), anonymousEvent()]) {
        const auth = await authOf(event);
        expect(() => auth.has(rule as unknown as Rule)).toThrow(TypeError);
        expect(() => auth.has(rule as unknown as Rule)).toThrow('auth.has');
      }
    },
  );

  it('throws a TypeError for two rules, of which it would ask only the first', async () => {
    const auth = await authOf(restCaller('admin'));
    const call = () => (auth.has as (...rules: unknown[]) => unknown)('admin', 'member');
    expect(call).toThrow(
      new TypeError(
        'auth.has: the list of rules is ["admin","member"]; write one rule, such as anyOf(...)',
      ),
    );
  });

  it('takes no decision that is reported', async () => {
    const onDecision = jest.fn();
    (await authOf(restCaller('admin'), { onDecision })).has('admin');
    expect(onDecision).not.toHaveBeenCalled();
  });
});

describe('after a later cognitoGroups() failed on the event', () => {
  const failing: CognitoGroupsOptions = {
    source: verifiedToken({
      verifier: { verify: () => Promise.reject(new Error('down')) },
      token: () => 'a.b.c',
    }),
  };

  it('a kept event.auth has nothing any more', async () => {
    let kept: Auth | undefined;
    const handler = middy()
      .use(cognitoGroups())
      .before(({ event }) => {
        kept = event.auth;
      })
      .use(cognitoGroups(failing))
      .handler(async () => 'in');
    const event = restApiEvent({ groups: ['admin'] });
    expect((await invoke(handler, event)).statusCode).toBe(503);
    expect(kept?.groups).toEqual(['admin']);
    for (const rule of RULES) expect(kept?.has(rule)).toBe(false);
    expect('auth' in event).toBe(false);
  });

  it('a copy of the event has nothing either', async () => {
    let copy: { readonly auth: Auth } | undefined;
    const handler = middy()
      .use(cognitoGroups())
      .before(({ event }) => {
        copy = { ...(event as unknown as { auth: Auth }) };
      })
      .use(cognitoGroups(failing));
    await invoke(handler, restApiEvent({ groups: ['admin'] }));
    expect(copy?.auth.has('admin')).toBe(false);
    const guarded = middy().use(requireGroup('admin'));
    expect(await thrownBy(guarded, copy)).toMatchObject({ code: 'ERR_AUTH_MISSING' });
  });
});

describe('two readers on one event', () => {
  it('have the later one decide, for a kept event.auth too', async () => {
    let kept: Auth | undefined;
    const handler = middy()
      .use(cognitoGroups({ implies: { admin: ['member'] } }))
      .before(({ event }) => {
        kept = event.auth;
      })
      .use(cognitoGroups())
      .handler(async ({ auth }) => auth.has('member'));
    expect(await invoke(handler, restCaller('admin'))).toBe(false);
    expect(kept?.has('member')).toBe(false);
    expect(kept?.has('admin')).toBe(true);
  });
});

describe('a copy of event.auth', () => {
  it('has no has, because it is not enumerable', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .handler(async ({ auth }) => auth);
    const auth = await invoke(handler, restCaller('admin'));
    expect(Object.keys(auth)).not.toContain('has');
    expect({ ...auth }).not.toHaveProperty('has');
    const names: string[] = [];
    for (const name in auth) names.push(name);
    expect(names.sort()).toEqual(['claims', 'groups', 'source', 'subject', 'username']);
  });

  it('has what is derived from the claims in its JSON', async () => {
    const auth = await authOf(restCaller('admin'));
    expect(JSON.parse(JSON.stringify(auth))).toMatchObject({
      groups: ['admin'],
      scopes: [],
      type: 'user',
      source: 'rest-api',
    });
  });

  it('and of the event is made by structuredClone and JSON', async () => {
    const event = restApiEvent(request);
    await middy()
      .use(cognitoGroups())
      .handler(async () => 'in')(event, {} as never);
    for (const copy of [structuredClone(event), JSON.parse(JSON.stringify(event))]) {
      expect(copy).toMatchObject({
        resource: '/teams/{id}',
        auth: { groups: ['admin', 'team-user-1'], subject: 'user-1', source: 'rest-api' },
      });
      expect(copy.auth.has).toBeUndefined();
      expect(await thrownBy(middy().use(requireGroup('admin')), copy)).toMatchObject({
        code: 'ERR_AUTH_MISSING',
      });
    }
  });

  it('is a principal for evaluate()', async () => {
    const auth = await authOf(restApiEvent(request));
    expect(
      evaluate(allOf('admin', owner('id')), auth, { pathParameters: { id: 'user-1' } }).status,
    ).toBe(200);
    expect(evaluate('admin', { ...auth }).status).toBe(200);
    expect(evaluate('admin', await authOf(anonymousEvent())).status).toBe(401);
  });
});

describe('defineGroups', () => {
  const groups = defineGroups(['admin', 'member'], { implies: { admin: ['member'] } });

  const readBy = async (event: unknown) =>
    (await invoke(
      middy()
        .use(groups.cognitoGroups())
        .handler(async ({ auth }) => auth),
      event,
    )) as unknown as Auth;

  it('has its names and its hierarchy in has', async () => {
    const auth = await readBy(restCaller('admin'));
    expect([auth.has('admin'), auth.has('member')]).toEqual([true, true]);
    expect((await readBy(restCaller('member'))).has('admin')).toBe(false);
  });

  it('throws for a name that it does not know', async () => {
    const auth = await readBy(restCaller('admin'));
    expect(() => auth.has('admn')).toThrow(TypeError);
    expect(() => auth.has(anyOf('admin', 'meber'))).toThrow('meber');
  });
});
