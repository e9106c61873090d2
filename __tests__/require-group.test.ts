import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import createError from 'http-errors';
import { cognitoGroups, requireGroup, type WithAuth } from 'middy-cognito-groups';
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
      package: 'middy-cognito-groups',
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
      package: 'middy-cognito-groups',
      rule: 'admin',
      missing: ['admin'],
      reason: "the caller does not satisfy 'admin'; the rule is 'admin'",
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
    expect(guard.onError?.name).toBe('respondTo');
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
    [[], /the list of rules is \[\]; write one rule, such as anyOf\(\.{3}\)/],
    [['a', 'b'], /the list of rules is \["a","b"\]; write one rule, such as anyOf\(\.{3}\)/],
    [[''], /the group name is ''; write 1 to 128/],
    [[undefined], / is undefined; write /],
    [[null], / is null; write /],
    [[7], / is 7; write /],
    [[[]], /the rule is \[\]; write a group name, or one key of anyOf, /],
    [[['admin']], /the rule is \["admin"\]; write a group name, or one key of anyOf, /],
    [[{}], / is \{\}; write /],
    [[Object('admin')], /the rule is "admin"; write a group name/],
    [[' admin'], /the group name is ' admin'; write .* trimmed/],
    [['admin\n'], /trimmed/],
    [['admin\u00a0'], /trimmed/],
    [[' '], /trimmed/],
    [['a'.repeat(129)], /write 1 to 128 characters/],
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
