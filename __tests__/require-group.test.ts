import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import createError from 'http-errors';
import { cognitoGroups, defineGroups, requireGroup, type WithAuth } from 'middy-cognito-groups';
import { httpApi } from 'middy-cognito-groups/sources';
import { invoke, thrownBy } from './support/chain.js';
import { anonymousEvent, httpEvent, restCaller } from './support/events.js';

/** A bare guarded chain that only throws. */
function guarded(group: string) {
  return middy()
    .use(cognitoGroups({ respond: false }))
    .use(requireGroup(group))
    .handler(async () => 'in');
}

describe('requireGroup(name)', () => {
  it.each([
    ['the only group', ['admin']],
    ['the first of two', ['admin', 'member']],
    ['the last of three', ['a', 'b', 'admin']],
  ])('allows a caller who has it as %s', async (_, groups) => {
    expect(await invoke(guarded('admin'), restCaller(...groups))).toBe('in');
  });

  it.each([
    'not_admin',
    'admin2',
    'Admin',
    'ADMIN',
    'admi',
    'admin ',
    ' admin',
    'admin\u200b',
    '*',
    'a',
    '"admin"',
    '[admin',
    'ad,min',
  ])('denies a caller in %j', async (group) => {
    expect(await thrownBy(guarded('admin'), restCaller(group))).toMatchObject({ statusCode: 403 });
  });

  it('compares code points, not their appearance', async () => {
    expect(await thrownBy(guarded('é'), restCaller('e\u0301'))).toMatchObject({ statusCode: 403 });
  });

  it('throws Unauthorized for an unauthenticated request, with a challenge', async () => {
    const error = await thrownBy(guarded('admin'), anonymousEvent());
    expect(error).toBeInstanceOf(createError.Unauthorized);
    expect([error.name, error.message]).toEqual(['UnauthorizedError', 'Unauthorized']);
    expect({ ...error }).toEqual({
      code: 'ERR_UNAUTHENTICATED',
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
    expect(error.cause).toEqual({
      rule: 'admin',
      missing: ['admin'],
      reason: "the request is unauthenticated; the rule is 'admin'",
      route: 'GET /teams',
      source: undefined,
    });
    expect([error.status, error.statusCode, error.expose]).toEqual([401, 401, true]);
  });

  it('throws Forbidden for a caller outside the group, without a challenge', async () => {
    const error = await thrownBy(guarded('admin'), httpEvent());
    expect(error).toBeInstanceOf(createError.Forbidden);
    expect([error.name, error.message]).toEqual(['ForbiddenError', 'Forbidden']);
    expect({ ...error }).toEqual({ code: 'ERR_FORBIDDEN' });
    expect(createError.isHttpError(error)).toBe(true);
    expect(error.stack).not.toContain('\n');
    expect(error.cause).toEqual({
      rule: 'admin',
      missing: ['admin'],
      reason: "the caller does not satisfy the rule; the rule is 'admin'",
      route: 'GET /teams',
      source: 'http-api',
    });
    expect([error.status, error.statusCode, error.expose]).toEqual([403, 403, true]);
  });

  it('runs before the handler', async () => {
    let ran = false;
    const handler = middy()
      .use(cognitoGroups())
      .use(requireGroup('admin'))
      .handler(async () => {
        ran = true;
      });
    expect(await invoke(handler, restCaller('member'))).toMatchObject({ statusCode: 403 });
    expect(ran).toBe(false);
  });

  it('is two named hooks', () => {
    const guard = requireGroup('admin');
    expect(guard.before?.name).toBe('requireGroupBefore');
    expect(guard.onError?.name).toBe('requireGroupOnError');
    expect(Object.keys(guard)).toEqual(['before', 'onError']);
  });

  it('attached twice requires both groups', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .use(requireGroup('a'))
      .use(requireGroup('b'))
      .handler(async () => 'in');
    expect(await invoke(handler, restCaller('a', 'b'))).toBe('in');
    expect(await invoke(handler, restCaller('a'))).toMatchObject({ statusCode: 403 });
    expect(await invoke(handler, restCaller('b'))).toMatchObject({ statusCode: 403 });
  });
});

describe('a guard trusts only what cognitoGroups() made', () => {
  /** A chain in which another middleware changes the request between the two. */
  function meddled(meddle: (request: { event: unknown }) => void) {
    return middy()
      .use(cognitoGroups())
      .before((request) => {
        meddle(request);
      })
      .use(requireGroup('admin'))
      .handler(async () => 'in');
  }

  type Meddled = WithAuth<Record<string, unknown>>;

  it.each<[string, (event: Meddled) => void]>([
    ['adding to the array', ({ auth }) => auth.groups.push('admin')],
    ['replacing the array', ({ auth }) => Object.assign(auth, { groups: ['admin'] })],
    [
      'replacing auth',
      (event) => Object.assign(event, { auth: { groups: ['admin'], source: 'rest-api' } }),
    ],
    [
      'replacing auth by a copy',
      (event) => Object.assign(event, { auth: { ...event.auth, groups: ['admin'] } }),
    ],
    ['editing the claims', (event) => Object.assign(event, restCaller('admin'))],
  ])('%s grants no access', async (_, edit) => {
    expect(
      await invoke(
        meddled(({ event }) => edit(event as Meddled)),
        restCaller('member'),
      ),
    ).toMatchObject({ statusCode: 403 });
  });

  it.each<[string, (event: Meddled) => void]>([
    ['emptying the array', ({ auth }) => auth.groups.splice(0)],
    ['replacing auth', (event) => Object.assign(event, { auth: { groups: [] } })],
    ['deleting auth', (event) => Reflect.deleteProperty(event, 'auth')],
  ])('%s denies no access', async (_, edit) => {
    expect(
      await invoke(
        meddled(({ event }) => edit(event as Meddled)),
        restCaller('admin'),
      ),
    ).toBe('in');
  });

  it("another caller's genuine auth on the event changes nothing", async () => {
    let genuine: unknown;
    const steal = middy()
      .use(cognitoGroups())
      .handler(async ({ auth }) => {
        genuine = auth;
      });
    await invoke(steal, restCaller('admin'));
    const handler = meddled(({ event }) => Object.assign(event as object, { auth: genuine }));
    expect(await invoke(handler, restCaller('member'))).toMatchObject({ statusCode: 403 });
  });

  it('a rejected claim leaves nothing of an earlier reading on the event', async () => {
    const event = restCaller('admin') as {
      requestContext: { authorizer: { claims: Record<string, string> } };
      auth?: unknown;
    };
    const inner = middy().use(cognitoGroups());
    await inner(event as never, {} as never);
    expect(event.auth).toBeDefined();
    event.requestContext.authorizer.claims['cognito:groups'] = 'admin,,';
    const swallowing = middy()
      .before(async (request) => {
        await inner(request.event as never, {} as never).catch(() => undefined);
      })
      .use(requireGroup('admin'))
      .handler(async () => 'in');
    expect(await thrownBy(swallowing, event)).toMatchObject({ code: 'ERR_AUTH_MISSING' });
    expect(event.auth).toBeUndefined();
  });

  it.each<[string, (event: object) => object]>([
    ['a copy', (event) => ({ ...event })],
    ['a frozen copy', (event) => Object.freeze({ ...event })],
  ])('nor on %s of the event that was read', async (_, copy) => {
    const { cognitoGroups: closed } = defineGroups(['admin'], { closed: true });
    const strict = middy().use(closed());
    const swallowing = middy()
      .use(cognitoGroups())
      .before(async (request) => {
        request.event = copy(request.event) as never;
        await strict(request.event as never, {} as never).catch(() => undefined);
      })
      .use(requireGroup('admin'))
      .handler(async () => 'in');
    expect(await thrownBy(swallowing, restCaller('x', 'admin'))).toMatchObject({
      code: 'ERR_AUTH_MISSING',
    });
  });

  it('of two readers on one event the later one counts', async () => {
    const twice = middy()
      .use(cognitoGroups())
      .use(cognitoGroups({ source: httpApi }))
      .use(requireGroup('admin'));
    expect(await invoke(twice, restCaller('admin'))).toMatchObject({ statusCode: 401 });
  });

  it.each<[string, (event: Meddled) => object]>([
    ['the event', (event) => ({ ...event })],
    ['the event with a forged auth', (event) => ({ ...event, auth: { groups: ['admin'] } })],
    ['the event without auth', ({ auth: _, ...event }) => event],
  ])('a shallow copy of %s keeps its caller', async (_, copy) => {
    const copying = meddled((request) => {
      request.event = copy(request.event as Meddled);
    });
    expect(await invoke(copying, restCaller('admin'))).toBe('in');
    expect(await invoke(copying, restCaller('member'))).toMatchObject({ statusCode: 403 });
  });

  it.each<[string, (event: Meddled) => unknown]>([
    ['a JSON round trip of the event', (event) => JSON.parse(JSON.stringify(event))],
    ['a deep copy of the event', (event) => structuredClone(event)],
    ['an object that inherits from the event', (event) => Object.create(event)],
    ['an event of auth alone', ({ auth }) => ({ auth })],
    [
      'an identity look-alike from JSON',
      (event) =>
        JSON.parse(
          JSON.stringify({
            ...event,
            'Symbol(middy-cognito-groups)': { identity: event.auth, principal: event.auth },
          }),
        ),
    ],
    ['null', () => null],
  ])('%s has no caller and is a 500', async (_, copy) => {
    const handler = meddled((request) => {
      request.event = copy(request.event as Meddled);
    });
    expect(await thrownBy(handler, restCaller('admin'))).toMatchObject({
      statusCode: 500,
      code: 'ERR_AUTH_MISSING',
    });
  });

  it('without cognitoGroups() it is a 500 whose message says what to attach', async () => {
    const handler = middy()
      .use(requireGroup('admin'))
      .handler(async () => 'in');
    const error = await thrownBy(handler, { ...restCaller('admin'), auth: { groups: ['admin'] } });
    expect(error).toMatchObject({ statusCode: 500, expose: false, code: 'ERR_AUTH_MISSING' });
    expect(error.message).toBe('requireGroup(): attach .use(cognitoGroups()) before it');
  });

  it('the wrong order is a 500, and an error handler shows the client no detail', async () => {
    const handler = middy()
      .use(httpErrorHandler({ logger: false }))
      .use(requireGroup('admin'))
      .use(cognitoGroups())
      .handler(async () => 'in');
    const answer = await invoke(handler, restCaller('admin'));
    expect(answer.statusCode).toBe(500);
    expect(JSON.stringify(answer)).not.toContain('cognitoGroups');
  });
});

describe('inside the route of a router', () => {
  type Event = WithAuth<APIGatewayProxyEvent>;
  const read = middy<Event, APIGatewayProxyResult>()
    .use(requireGroup('admin'))
    .handler(async ({ auth }) => ({ statusCode: 200, body: auth.groups.join(' ') }));
  const handler = middy<Event, APIGatewayProxyResult>()
    .use(cognitoGroups())
    .handler(
      httpRouter<Event, APIGatewayProxyResult>([
        { method: 'GET', path: '/teams/{teamId}', handler: read },
      ]),
    );

  const at = (event: object) => ({ ...event, path: '/teams/7' });

  it('knows the caller of the outer chain, though the inner one has its own request', async () => {
    expect(await invoke(handler, at(restCaller('admin', 'b')))).toEqual({
      statusCode: 200,
      body: 'admin b',
    });
  });

  it('answers 403 and 401', async () => {
    expect(await invoke(handler, at(restCaller('member')))).toMatchObject({ statusCode: 403 });
    expect(await invoke(handler, at(anonymousEvent()))).toMatchObject({ statusCode: 401 });
  });
});

describe('construction', () => {
  const construct =
    (...given: unknown[]) =>
    () =>
      (requireGroup as (...given: unknown[]) => unknown)(...given);

  it.each<[unknown[], RegExp]>([
    [[], /takes one rule, got \[\]; combine rules with anyOf\(…\) or allOf\(…\)/],
    [['a', 'b'], /takes one rule, got \["a","b"\]; combine rules with anyOf\(…\) or allOf\(…\)/],
    [[''], /cannot be empty; .* write authenticated/],
    [[undefined], /got undefined/],
    [[null], /got null/],
    [[7], /got 7/],
    [[[]], /a rule is a group name or one of .*, got \[\]; write \{ anyOf: list \}/],
    [[['admin']], /a rule is a group name or one of .*, got \["admin"\]; write \{ anyOf: list \}/],
    [[{}], /got \{\}/],
    [[Object('admin')], /a rule is a group name or one of .*, got "admin"$/],
    [[' admin'], /group name ' admin' has white space around it; write 'admin'/],
    [['admin\n'], /white space/],
    [['admin\u00a0'], /white space/],
    [[' '], /white space/],
    [['a'.repeat(129)], /longer than Cognito's 128 characters/],
  ])('%j is a TypeError', (given, message) => {
    expect(construct(...given)).toThrow(TypeError);
    expect(construct(...given)).toThrow(message);
  });

  it.each(['a', 'a'.repeat(128), '👑'.repeat(128), 'super admin', 'a,b', '[admin]', '__proto__'])(
    '%j is a group name',
    (name) => {
      expect(construct(name)).not.toThrow();
    },
  );
});
