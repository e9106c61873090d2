import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  allOf,
  anyOf,
  cognitoGroups,
  evaluate,
  everyone,
  type Rule,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import { authOf, invoke, thrownBy } from '../support/chain.js';
import { anonymousEvent, httpEvent, restCaller } from '../support/events.js';

/** Behaviour of similar packages. Each test fails with that behaviour. */

const guarded = (rule: Rule) =>
  middy()
    .use(cognitoGroups())
    .use(requireGroup(rule))
    .handler(async () => 'in');

describe('unlike similar packages', () => {
  it('an empty list of groups is a TypeError (express-jwt-permissions, auth0, hono)', () => {
    for (const empty of [[], { anyOf: [] }, { allOf: [] }, { noneOf: [] }, '', undefined]) {
      expect(() => requireGroup(empty as Rule)).toThrow(TypeError);
    }
  });

  it('anyOf and allOf together require both (@nestjs-cognito/auth drops the first)', () => {
    const rule = allOf(anyOf('a', 'b'), allOf('c', 'd'));
    expect(evaluate(rule, { groups: ['c', 'd'] }).status).toBe(403);
    expect(evaluate(rule, { groups: ['a', 'c', 'd'] }).status).toBe(200);
  });

  it('Admin and admin are two groups (@nestjs-cognito/auth)', async () => {
    expect(await invoke(guarded('admin'), restCaller('Admin'))).toMatchObject({ statusCode: 403 });
  });

  it('HEAD and OPTIONS are checked (Cedar for Express)', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .use(routePolicy({ 'GET /teams': 'admin' }));
    for (const httpMethod of ['HEAD', 'OPTIONS']) {
      expect(await invoke(handler, { ...restCaller('admin'), httpMethod })).toMatchObject({
        statusCode: 403,
      });
    }
  });

  it('a caller outside the group is a 403, not a 401 (Cedar for Express)', async () => {
    expect(await invoke(guarded('admin'), restCaller('member'))).toMatchObject({ statusCode: 403 });
  });

  it('an unauthenticated request is a 401, not a 403 (express-jwt-permissions)', async () => {
    expect(await invoke(guarded('admin'), anonymousEvent())).toMatchObject({ statusCode: 401 });
  });

  it('a query string changes no route (Cedar for Express answers 404)', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .use(routePolicy({ 'GET /teams': everyone }))
      .handler(async () => 'in');
    const event = {
      ...httpEvent(),
      rawPath: '/teams',
      rawQueryString: 'a=1',
      queryStringParameters: { a: '1' },
    };
    expect(await invoke(handler, event)).toBe('in');
  });

  it('an existing event.auth is replaced, not a 400 (middy-middleware-jwt-auth)', async () => {
    const event = { ...restCaller('admin'), auth: { payload: {}, token: 'x' } };
    expect((await authOf(event)).groups).toEqual(['admin']);
    expect(await invoke(guarded('admin'), { ...event })).toBe('in');
  });

  it('a fault inside a rule is a fault, not a denial or a pass (hono)', async () => {
    const broken = Object.defineProperty({}, 'pathParameters', {
      get() {
        throw new RangeError('broken');
      },
    });
    expect(() =>
      evaluate(anyOf({ owner: 'id' }, 'a'), { groups: ['a'], subject: 'x' }, broken),
    ).toThrow(RangeError);
  });

  it('a user in two groups is in both (middy-cognito-permission)', async () => {
    expect(await invoke(guarded('b'), restCaller('a', 'b'))).toBe('in');
  });

  it("no message lists the caller's groups or the rule (aws-jwt-verify)", async () => {
    const handler = middy()
      .use(cognitoGroups({ respond: false }))
      .use(requireGroup('admin'));
    const error = await thrownBy(handler, restCaller('secret'));
    expect([error.message, error.name]).toEqual(['Forbidden', 'ForbiddenError']);
    expect(JSON.stringify(error)).not.toMatch(/secret|admin/u);
  });

  it('a misspelt option does not turn a check off (jose, aws-jwt-verify: groups undefined)', () => {
    expect(() => cognitoGroups({ sorce: undefined } as object)).toThrow(TypeError);
  });
});
