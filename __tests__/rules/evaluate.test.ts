import { afterEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import fc from 'fast-check';
import {
  allOf,
  anyOf,
  authenticated,
  cognitoGroups,
  evaluate,
  everyone,
  groupTemplate,
  noneOf,
  owner,
  type Principal,
  type Rule,
} from 'middy-cognito-groups';
import {
  clock,
  eventWithParameters,
  nestedRule,
  person,
  rule,
} from '../support/arbitrary-rules.js';
import { authOf, invoke } from '../support/chain.js';
import { anonymousEvent, restCaller } from '../support/events.js';
import { runs } from '../support/runs.js';

const RUNS = { numRuns: runs(5_000) };

const inGroups = (...groups: string[]): Principal => ({ groups, subject: 'user-1' });

describe('the reason for a 401', () => {
  it.each<[string, unknown]>([
    ['no event', undefined],
    ['a public route', { requestContext: {} }],
    [
      'an identity that no source has read',
      { requestContext: { authorizer: { principalId: 'p', groups: 'admin' } } },
    ],
  ])('is the missing principal for %s', (_, event) => {
    expect(evaluate('admin', undefined, event).reason).toBe(
      "the request is unauthenticated; the rule is 'admin'",
    );
  });
});

describe('additional groups never remove access', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('from a rule without noneOf', () => {
    const positive = nestedRule.filter((given) => !JSON.stringify(given).includes('noneOf'));
    fc.assert(
      fc.property(
        positive,
        person,
        fc.constantFrom('a', 'b', 'c', 'x-1', 'x-2'),
        eventWithParameters,
        clock,
        (given, caller, more, event, at) => {
          jest.spyOn(Date, 'now').mockReturnValue(at);
          fc.pre(evaluate(given, caller, event).allowed);
          expect(
            evaluate(given, { ...caller, groups: [...caller.groups, more] }, event).allowed,
          ).toBe(true);
        },
      ),
      RUNS,
    );
  });
});

describe('an unauthenticated request', () => {
  it('is granted access by everyone only', () => {
    fc.assert(
      fc.property(rule, eventWithParameters, (given, event) => {
        const open = JSON.stringify(given) === '{"everyone":true}';
        expect(evaluate(given, undefined, event)).toMatchObject(
          open ? { status: 200 } : { status: 401, allowed: false },
        );
      }),
      RUNS,
    );
  });

  it('is also an event.auth whose source is undefined', async () => {
    expect(evaluate(authenticated, await authOf(anonymousEvent())).status).toBe(401);
    expect(evaluate(noneOf('suspended'), await authOf(anonymousEvent())).status).toBe(401);
    expect(evaluate(authenticated, await authOf(restCaller())).status).toBe(200);
  });

  it('is also a copy of such an event.auth, made in any way', async () => {
    const copiesOf = (event: unknown) =>
      invoke(
        middy()
          .use(cognitoGroups())
          .handler(async ({ auth }) => [
            JSON.parse(JSON.stringify(auth)),
            structuredClone(auth),
            { ...auth },
          ]),
        event,
      ) as unknown as Promise<Principal[]>;
    for (const copy of await copiesOf(anonymousEvent())) {
      expect(evaluate(authenticated, copy).status).toBe(401);
      expect(evaluate(noneOf('suspended'), copy).status).toBe(401);
    }
    for (const copy of await copiesOf(restCaller())) {
      expect(evaluate(authenticated, copy).status).toBe(200);
    }
  });
});

describe('each rule', () => {
  const parameters = (pathParameters: unknown) => ({ pathParameters });

  it.each<[Rule, Principal, unknown, number]>([
    ['a', inGroups('a'), {}, 200],
    ['a', inGroups('b'), {}, 403],
    [anyOf('a', 'b'), inGroups('b'), {}, 200],
    [anyOf('a', 'b'), inGroups('c'), {}, 403],
    [allOf('a', 'b'), inGroups('b', 'a'), {}, 200],
    [allOf('a', 'b'), inGroups('a'), {}, 403],
    [noneOf('a', 'b'), inGroups('c'), {}, 200],
    [noneOf('a', 'b'), inGroups('c', 'b'), {}, 403],
    [noneOf(allOf('b', owner('id'))), inGroups('a'), parameters({}), 200],
    [noneOf(allOf(owner('id'), 'b')), inGroups('a'), parameters({}), 200],
    [noneOf(allOf('a', owner('id'))), inGroups('a'), parameters({}), 403],
    [noneOf(allOf(owner('id'), 'a')), inGroups('a'), parameters({}), 403],
    [allOf('staff', noneOf('suspended')), inGroups('staff'), {}, 200],
    [allOf('staff', noneOf('suspended')), inGroups('staff', 'suspended'), {}, 403],
    [authenticated, inGroups(), {}, 200],
    [everyone, inGroups(), {}, 200],
    [owner('id'), inGroups(), parameters({ id: 'user-1' }), 200],
    [owner('id'), inGroups(), parameters({ id: 'user-2' }), 403],
    [owner('id'), inGroups(), parameters({ id: 'USER-1' }), 403],
    [owner('id'), inGroups(), parameters({}), 403],
    [owner('id'), inGroups(), parameters(null), 403],
    [owner('id'), inGroups(), parameters(Object.create({ id: 'user-1' })), 403],
    [owner('id'), inGroups(), undefined, 403],
    [owner('id'), { groups: [] }, parameters({ id: undefined }), 403],
    [owner('id'), { groups: [], subject: '' }, parameters({ id: '' }), 403],
    [owner('constructor'), { groups: [] }, parameters({}), 403],
    [groupTemplate('t:{id}:m'), inGroups('t:7:m'), parameters({ id: '7' }), 200],
    [groupTemplate('t:{id}:m'), inGroups('t:7:m'), parameters({ id: '8' }), 403],
    [groupTemplate('t:{id}:m'), inGroups('t::m'), parameters({ id: '' }), 403],
    [groupTemplate('t:{id}:m'), inGroups('t:undefined:m'), parameters({}), 403],
    [groupTemplate('t:{id}:m'), inGroups('t:null:m'), parameters({ id: null }), 403],
    [groupTemplate('t:{id}:m'), inGroups('t:7:m'), parameters({ id: 7 }), 403],
    [groupTemplate('t:{id}:m'), inGroups('t:7:m'), parameters({ id: ['7'] }), 403],
    [groupTemplate('t:{toString}:m'), inGroups('t:function:m'), parameters({}), 403],
  ])('%j for %j with %j is %d', (given, identity, event, status) => {
    expect(evaluate(given, identity, event).status).toBe(status);
  });
});

describe('an unknown rule denies', () => {
  const banned = noneOf(groupTemplate('banned:{org}:{team}'));
  const at = (pathParameters?: object | null) => ({ pathParameters });

  it.each<[Rule, Principal, unknown, boolean]>([
    [banned, inGroups('banned:a:b'), at({ org: 'a', team: 'c' }), true],
    [banned, inGroups('banned:a:b'), at({ org: 'a', team: 'b' }), false],
    [banned, inGroups('banned:a:b'), at({ org: 'a:', team: 'b' }), false],
    [banned, inGroups('banned:a:b'), at({ org: '', team: 'b' }), false],
    [banned, inGroups('banned:a:b'), at(null), false],
    [noneOf(owner('userId')), inGroups(), at({ userId: 'user-2' }), true],
    [noneOf(owner('userId')), inGroups(), at({ userId: 'user-1' }), false],
    [noneOf(owner('userid')), inGroups(), at({ userId: 'user-1' }), false],
    [noneOf(owner('userId')), { groups: [] }, at({ userId: 'user-1' }), false],
    [noneOf(noneOf(owner('userId'))), inGroups(), at({}), false],
    [anyOf('admin', banned), inGroups('admin'), at({}), true],
    [anyOf(banned, 'admin'), inGroups('admin'), at({}), true],
    [anyOf('admin', banned), inGroups('member'), at({}), false],
    [allOf('admin', banned), inGroups('admin'), at({}), false],
    [allOf(banned, 'admin'), inGroups('admin'), at({}), false],
    [noneOf(allOf(owner('userId'), 'admin')), inGroups('member'), at({}), true],
    [noneOf(allOf(owner('userId'), 'admin')), inGroups('admin'), at({}), false],
    [noneOf('suspended', owner('userId')), inGroups('suspended'), at({}), false],
  ])('%j, %j, %j: %s', (given, caller, event, allowed) => {
    expect(evaluate(given, caller, event).allowed).toBe(allowed);
  });
});

describe('a decision', () => {
  it('has the missing groups and the reason, for the operator', () => {
    expect(
      evaluate(anyOf('admin', allOf('staff', noneOf('suspended'))), inGroups('suspended')),
    ).toEqual({
      allowed: false,
      status: 403,
      rule: { anyOf: ['admin', { allOf: ['staff', { noneOf: ['suspended'] }] }] },
      failed: ['admin', 'staff', { noneOf: ['suspended'] }],
      missing: ['admin', 'staff'],
      challenge: undefined,
      reason:
        "the caller does not satisfy 'admin', 'staff', noneOf('suspended'); " +
        "the rule is anyOf('admin', allOf('staff', noneOf('suspended')))",
    });
  });

  it.each<[Rule, string[], unknown, string[], string, string]>([
    [allOf('a', 'b'), ['a'], {}, ['b'], "'b'", "allOf('a', 'b')"],
    [anyOf('a', 'a'), [], {}, ['a'], "'a'", "anyOf('a', 'a')"],
    [noneOf('a'), ['a'], {}, [], "noneOf('a')", "noneOf('a')"],
    [
      groupTemplate('t-{id}'),
      [],
      { pathParameters: { id: '7' } },
      ['t-7'],
      "groupTemplate('t-{id}')",
      "groupTemplate('t-{id}')",
    ],
  ])(
    '%j for groups %j with %j lists the groups that would grant access',
    (given, groups, event, missing, failed, text) => {
      const decision = evaluate(given, inGroups(...groups), event);
      expect(decision.missing).toEqual(missing);
      expect(decision.reason).toBe(`the caller does not satisfy ${failed}; the rule is ${text}`);
    },
  );

  const MISSING = 'path parameter {id} is missing, invalid or holds a %, see docs/errors.md';

  it.each<[Rule, unknown, string, string]>([
    [owner('id'), { pathParameters: { userId: '7' } }, MISSING, "owner('id')"],
    [owner('id'), {}, MISSING, "owner('id')"],
    [
      groupTemplate('t-{org}-{id}'),
      { pathParameters: { org: 'a' } },
      MISSING,
      "groupTemplate('t-{org}-{id}')",
    ],
    [anyOf('admin', owner('id')), {}, MISSING, "anyOf('admin', owner('id'))"],
    [noneOf(groupTemplate('t-{id}')), {}, MISSING, "noneOf(groupTemplate('t-{id}'))"],
    [groupTemplate('t-{id}'), { pathParameters: { id: '' } }, MISSING, "groupTemplate('t-{id}')"],
    [
      groupTemplate('{org}-{id}'),
      { pathParameters: { org: 'a-b', id: '7' } },
      'path parameter {org} or {id} is missing, invalid or holds a %, see docs/errors.md',
      "groupTemplate('{org}-{id}')",
    ],
  ])('%j for %j says why the rule is unknown', (given, event, why, text) => {
    const { status, reason } = evaluate(given, inGroups(), event);
    expect(status).toBe(403);
    expect(reason).toBe(`cannot evaluate the rule: ${why}; the rule is ${text}`);
  });

  it('says that the subject is missing where owner compares it', () => {
    const event = { pathParameters: { id: '7' } };
    expect(evaluate(owner('id'), { groups: [] }, event)).toMatchObject({
      status: 403,
      reason: "cannot evaluate the rule: the token has no sub; the rule is owner('id')",
    });
  });

  it('about an unauthenticated request lists the groups of the rule', () => {
    expect(evaluate(allOf('a', 'b', authenticated), undefined)).toMatchObject({
      status: 401,
      failed: ['a', 'b'],
      missing: ['a', 'b'],
      challenge: 'Bearer',
      reason: "the request is unauthenticated; the rule is allOf('a', 'b', authenticated)",
    });
  });

  it('that grants access has no missing groups', () => {
    expect(evaluate(everyone, undefined)).toEqual({
      allowed: true,
      status: 200,
      rule: { everyone: true },
      failed: [],
      missing: [],
      challenge: undefined,
      reason: 'access granted by everyone',
    });
  });
});

it('a decision names a part by the object that its builder returned', () => {
  const own = owner('userId');
  const needed = anyOf('admin', own);
  const decision = evaluate(needed, inGroups('viewer'), { pathParameters: { userId: 'user-2' } });
  expect(decision.rule).toBe(needed);
  expect(decision.failed[1]).toBe(own);
});

it('anyOf evaluates nothing after a part that grants access', () => {
  const event = {
    get pathParameters(): unknown {
      throw new Error('read');
    },
  };
  const needed = anyOf('admin', owner('userId'));
  expect(evaluate(needed, inGroups('admin'), event).allowed).toBe(true);
  expect(() => evaluate(needed, inGroups('viewer'), event)).toThrow('read');
});

describe('a malformed principal is a TypeError', () => {
  it.each<[unknown, string]>([
    [null, 'groups is undefined'],
    ['admin', 'groups is undefined'],
    [{ groups: 'not_admin' }, "groups is 'not_admin'"],
    [{ groups: ['admin', 7] }, 'groups is ["admin",7]'],
    [{ groups: new Set(['admin']) }, 'groups is {}'],
    [{}, 'groups is undefined'],
    [['admin'], 'groups is undefined'],
    [Object.create({ groups: ['admin'] }), 'groups is undefined'],
    [{ groups: [], subject: 7 }, 'subject is 7'],
  ])('%j', (principal, wrong) => {
    const decide = () => evaluate('admin', principal as Principal);
    expect(decide).toThrow(TypeError);
    expect(decide).toThrow(
      `evaluate: a principal is { groups: string[], subject?: string, ... } or undefined; its ${wrong}`,
    );
  });
});

it('a malformed rule is a TypeError that names the function', () => {
  expect(() => evaluate({ anyOf: [] } as never, undefined)).toThrow(/^evaluate: anyOf is \[\]/u);
});
