import { describe, expect, it } from '@jest/globals';
import middy, { type MiddlewareObj } from '@middy/core';
import { cognitoGroups, defineGroups, requireGroup } from 'middy-cognito-groups';
import { authOf, invoke, thrownBy } from './support/chain.js';
import { anonymousEvent, httpEvent, restCaller } from './support/events.js';

const groups = defineGroups(['admin', 'team_manager', 'member'], {
  implies: { admin: ['team_manager'], team_manager: ['member'] },
});

/** The same surface, without its types. */
const untyped = groups as unknown as Record<string, (...given: unknown[]) => unknown>;

function chain(...middlewares: object[]) {
  const built = middy().handler(async () => 'in');
  for (const middleware of middlewares) built.use(middleware as MiddlewareObj);
  return built;
}

describe('defineGroups', () => {
  it('guards as the package itself does', async () => {
    const handler = chain(groups.cognitoGroups(), groups.requireGroup('team_manager'));
    expect(await invoke(handler, restCaller('team_manager'))).toBe('in');
    expect(await invoke(handler, restCaller('member'))).toMatchObject({ statusCode: 403 });
    expect(await invoke(handler, anonymousEvent())).toMatchObject({ statusCode: 401 });
  });

  it('applies its hierarchy in guards and in evaluate', async () => {
    expect(
      await invoke(
        chain(groups.cognitoGroups(), groups.requireGroup('member')),
        restCaller('admin'),
      ),
    ).toBe('in');
    expect(groups.evaluate('member', { groups: ['admin'] }).allowed).toBe(true);
    expect(groups.evaluate('admin', { groups: ['member'] }).status).toBe(403);
    expect(groups.evaluate('admin', undefined).status).toBe(401);
  });

  it('lists its names', () => {
    expect(groups.names).toEqual(['admin', 'team_manager', 'member']);
  });

  it('its guards accept no other reader, which lacks its hierarchy and its names', async () => {
    const other = defineGroups(['admin', 'team_manager', 'member']);
    for (const reader of [cognitoGroups(), other.cognitoGroups()]) {
      for (const guard of [
        groups.requireGroup('admin'),
        groups.routePolicy({ 'GET /teams': 'admin' }),
      ]) {
        const error = await thrownBy(chain(reader, guard), restCaller('admin'));
        expect(error).toMatchObject({ statusCode: 500, code: 'ERR_AUTH_MISSING' });
        expect(error.message).toMatch(
          /^(?:requireGroup|routePolicy)\(\): attach the cognitoGroups\(\) of its defineGroups\(\) before it$/,
        );
      }
      const [route] = groups.guardRoutes([
        { method: 'GET', path: '/', access: 'admin', handler: async () => 'in' },
      ]);
      const event = restCaller('admin');
      reader.before?.({ event } as never);
      await expect(route?.handler(event as never, {} as never)).rejects.toMatchObject({
        code: 'ERR_AUTH_MISSING',
      });
    }
    expect(
      await invoke(chain(groups.cognitoGroups(), requireGroup('member')), restCaller('admin')),
    ).toBe('in');
  });

  it('keeps unknown names of a token in event.auth', async () => {
    const handler = middy()
      .use(groups.cognitoGroups())
      .handler(async ({ auth }) => auth.groups);
    expect(await invoke(handler, restCaller('member', 'eu-west-1_x_Google'))).toEqual([
      'member',
      'eu-west-1_x_Google',
    ]);
  });

  it('passes the other options on', async () => {
    const handler = chain(
      groups.cognitoGroups({ respond: 'problem' }),
      groups.requireGroup('admin'),
    );
    expect(await invoke(handler, restCaller())).toMatchObject({
      headers: { 'Content-Type': 'application/problem+json' },
    });
  });

  it('guards tables and routes, also with rules that name no group', async () => {
    const table = chain(
      groups.cognitoGroups(),
      groups.routePolicy({
        'GET /teams': groups.anyOf('admin', groups.noneOf('member', 'team_manager')),
      }),
    );
    expect(await invoke(table, restCaller('admin'))).toBe('in');
    expect(await invoke(table, restCaller('member'))).toMatchObject({ statusCode: 403 });
    const [route] = groups.guardRoutes([
      { method: 'GET', path: '/', access: 'member', handler: async () => 'in' },
    ]);
    const event = restCaller('admin');
    groups.cognitoGroups().before?.({ event } as never);
    expect(await route?.handler(event as never, {} as never)).toBe('in');
  });
});

describe('a name that is not defined is a TypeError that suggests the nearest one', () => {
  const table = (rule: unknown) => ({ 'GET /teams': rule });
  const routes = (access: unknown) => [
    { method: 'GET', path: '/teams', access, handler: async () => ({}) },
  ];

  it.each<[string, () => unknown, RegExp]>([
    [
      'requireGroup',
      () => untyped.requireGroup?.('team_manger'),
      /requireGroup: group 'team_manger' is not defined; did you mean 'team_manager'\?/,
    ],
    [
      'a short name that is similar to none',
      () => untyped.requireGroup?.('x'),
      /'x' is not defined; the defined groups are 'admin', 'team_manager', 'member'$/,
    ],
    ['another case', () => untyped.requireGroup?.('Admin'), /did you mean 'admin'\?/],
    [
      'a name that is similar to none',
      () => untyped.requireGroup?.('superuser'),
      /'superuser' is not defined; the defined groups are 'admin', 'team_manager', 'member'$/,
    ],
    ['anyOf', () => untyped.anyOf?.('admin', 'membr'), /anyOf: group 'membr' .* 'member'/],
    ['allOf', () => untyped.allOf?.('memberr'), /^allOf: group .* 'member'/],
    ['noneOf', () => untyped.noneOf?.('adminn'), /^noneOf: group .* 'admin'/],
    [
      'deep inside',
      () => untyped.requireGroup?.({ anyOf: ['admin', { noneOf: ['x'] }] }),
      /'x' is not defined/,
    ],
    ['evaluate', () => untyped.evaluate?.('admn', undefined), /^evaluate: .*did you mean 'admin'/],
    [
      'routePolicy',
      () => untyped.routePolicy?.(table('admn')),
      /routePolicy: 'GET \/teams': group 'admn'/,
    ],
    [
      'guardRoutes',
      () => untyped.guardRoutes?.(routes('admn')),
      /guardRoutes: 'GET \/teams': group 'admn'/,
    ],
  ])('%s', (_, construct, message) => {
    expect(construct).toThrow(TypeError);
    expect(construct).toThrow(message);
  });

  it('anything but a rule, table or list of routes is rejected as by the package itself', () => {
    expect(() => untyped.requireGroup?.()).toThrow(/the list of rules is \[\]; write one rule/);
    expect(() => untyped.requireGroup?.('admin', 'member')).toThrow(/write one rule/);
    expect(() => untyped.routePolicy?.(null)).toThrow(/write a table such as/);
    expect(() => untyped.guardRoutes?.(null)).toThrow(/write at least one route/);
    expect(() => untyped.guardRoutes?.([null])).toThrow(/a route is/);
    expect(() => untyped.guardRoutes?.([{ method: 'GET', path: '/', handler: () => 1 }])).toThrow(
      /access is undefined/,
    );
    expect(() => untyped.cognitoGroups?.({ implies: {} })).toThrow(
      'cognitoGroups: option implies is {}; write it in defineGroups(names, { implies })',
    );
    expect(() => untyped.cognitoGroups?.({ rules: {} })).toThrow(
      /an option is 'rules'; write one of source, claim, implies, respond, onDecision, user/,
    );
    expect(() => untyped.cognitoGroups?.(null)).toThrow(/options is .*; write an object/);
    expect(() => untyped.evaluate?.('admin', { groups: 'admin' })).toThrow(/a principal is/);
  });

  it('a rule that is changed after the check stays the rule that was checked', async () => {
    const fickle = { anyOf: ['admin'] };
    const guard = groups.requireGroup(fickle as never);
    fickle.anyOf[0] = 'member';
    expect(await invoke(chain(groups.cognitoGroups(), guard), restCaller('member'))).toMatchObject({
      statusCode: 403,
    });
  });
});

describe('closed', () => {
  const closed = defineGroups(['admin', 'member'], { closed: true });

  it('rejects a token with a name outside the list, such as half of a split name', async () => {
    const error = await thrownBy(
      chain(closed.cognitoGroups(), closed.requireGroup('admin')),
      restCaller('x,admin'),
    );
    expect(error).toMatchObject({
      statusCode: 500,
      code: 'ERR_CLAIM_FORMAT',
      cause: {
        source: 'rest-api',
        claim: 'cognito:groups',
        problem: expect.stringMatching(/^it holds a group that is not defined/),
      },
    });
  });

  it('decides by the rules for every other caller', async () => {
    const handler = chain(closed.cognitoGroups(), closed.requireGroup('admin'));
    expect(await invoke(handler, restCaller('member', 'admin'))).toBe('in');
    expect(await invoke(handler, restCaller())).toMatchObject({ statusCode: 403 });
    expect(await invoke(handler, anonymousEvent())).toMatchObject({ statusCode: 401 });
    expect(await thrownBy(handler, httpEvent({ 'cognito:groups': '[x,admin]' }))).toMatchObject({
      code: 'ERR_CLAIM_FORMAT',
    });
  });

  it('is off by default', async () => {
    const open = defineGroups(['admin', 'member']);
    expect(
      await invoke(
        chain(open.cognitoGroups(), open.requireGroup('admin')),
        restCaller('x', 'admin'),
      ),
    ).toBe('in');
    expect((await authOf(restCaller('x'))).groups).toEqual(['x']);
  });
});

describe('construction', () => {
  const define = defineGroups as unknown as (names: unknown, options?: unknown) => unknown;

  it.each<[unknown, unknown, RegExp]>([
    [[], {}, /the list of names is \[\]; write at least one group name/],
    ['admin', {}, /is 'admin'; write/],
    [undefined, {}, / is undefined; write /],
    ['admin', 'member', /the list of names is 'admin'; write at least one group name/],
    [['a', 'a'], {}, /\["a","a"\] holds a duplicate; remove it/],
    [['a', ''], {}, /^defineGroups: the group name is ''; write 1 to 128/],
    [['a', ' b'], {}, /^defineGroups: the group name is ' b'; .*trimmed/],
    [['a'], { implies: { a: ['b'] } }, /implies: group 'b' is not defined/],
    [['a'], { implies: { b: ['a'] } }, /implies: group 'b' is not defined/],
    [['a', 'b'], { implies: { a: ['b'], b: ['a'] } }, /groups that do not imply it/],
    [['a'], { closed: 'yes' }, /option closed is 'yes'; write true or false/],
    [['a'], { close: true }, /an option is 'close'; write one of implies, closed/],
    [['a'], null, /^defineGroups: options is .*; write an object/],
  ])('defineGroups(%j, %j) is a TypeError', (names, options, message) => {
    expect(() => define(names, options)).toThrow(TypeError);
    expect(() => define(names, options)).toThrow(message);
  });
});

describe('defineGroups without a hierarchy', () => {
  it('decides by the groups of the token alone', () => {
    const { evaluate } = defineGroups(['admin', 'member']);
    expect(evaluate('member', { groups: ['admin'] }).status).toBe(403);
    expect(evaluate('admin', { groups: ['admin'] }).status).toBe(200);
  });
});
