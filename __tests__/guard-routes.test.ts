import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpRouter, { httpRouterValidateOptions } from '@middy/http-router';
import { cognitoGroups, everyone, groupTemplate, guardRoutes, owner } from 'middy-cognito-groups';
import { invoke, thrownBy } from './support/chain.js';
import { anonymousEvent, restCaller } from './support/events.js';

type Routes = Parameters<typeof guardRoutes>[0];
type Options = Parameters<typeof guardRoutes>[1];

const guard = (routes: unknown, ...options: unknown[]) =>
  guardRoutes(routes as Routes, ...(options as [Options]));

const ok = async () => ({ statusCode: 200 });

function api(routes: unknown, ...options: unknown[]) {
  return middy()
    .use(cognitoGroups())
    .handler(httpRouter(guard(routes, ...options) as never) as never);
}

const at = (event: object, httpMethod: string, path: string) => ({
  ...event,
  resource: '/{proxy+}',
  httpMethod,
  path,
});

const statusOf = async (handler: unknown, event: object) =>
  (await invoke(handler, event)).statusCode;

describe('guardRoutes', () => {
  const handler = api([
    { method: 'GET', path: '/teams', access: 'member', handler: ok },
    { method: 'PUT', path: '/teams/{teamId}', access: groupTemplate('team-{teamId}'), handler: ok },
    { method: 'ANY', path: '/users/{userId}', access: owner('userId'), handler: middy(ok) },
    { method: 'GET', path: '/health', access: everyone, handler: ok },
  ]);
  const me = '3f1a7c52-0000-4000-8000-000000000001';

  it.each<[string, object, string, string, number]>([
    ['in the group', restCaller('member'), 'GET', '/teams', 200],
    ['not in the group', restCaller('not_member'), 'GET', '/teams', 403],
    ['an unauthenticated request', anonymousEvent(), 'GET', '/teams', 401],
    ['an unauthenticated request on a route for everyone', anonymousEvent(), 'GET', '/health', 200],
    ["the router's path parameter in a template", restCaller('team-7'), 'PUT', '/teams/7', 200],
    ['another path parameter', restCaller('team-7'), 'PUT', '/teams/8', 403],
    ['owner', restCaller(), 'DELETE', `/users/${me}`, 200],
    ['not the owner', restCaller(), 'DELETE', '/users/other', 403],
    ['trailing slash', restCaller('not_member'), 'GET', '/teams/', 403],
  ])('%s', async (_, caller, method, path, status) => {
    expect(await statusOf(handler, at(caller, method, path))).toBe(status);
  });

  it("a route the router does not know is the router's 404", async () => {
    expect(await thrownBy(handler, at(restCaller('member'), 'HEAD', '/teams'))).toMatchObject({
      statusCode: 404,
    });
  });

  it("the event's own path parameter takes precedence, for the rule and the handler", async () => {
    const seen = api([
      {
        method: 'GET',
        path: '/x/{teamId}',
        access: groupTemplate('team-{teamId}'),
        handler: async (event: { pathParameters: { teamId: string } }) => ({
          statusCode: 200,
          body: event.pathParameters.teamId,
        }),
      },
    ]);
    const event = { ...at(restCaller('team-7'), 'GET', '/x/8'), pathParameters: { teamId: '7' } };
    expect(await invoke(seen, event)).toEqual({ statusCode: 200, body: '7' });
  });

  it('makes routes that the router accepts', () => {
    const routes = guard([{ method: 'GET', path: '/', access: 'a', handler: ok }]);
    expect(() => httpRouterValidateOptions({ routes })).not.toThrow();
    expect(routes).toEqual([{ method: 'GET', path: '/', handler: expect.any(Function) }]);
    expect(routes[0]?.handler.name).toBe('guardedRoute');
  });

  it('answers a denial, so that the after hooks of the outer chain run', async () => {
    const handlerWithCors = middy()
      .use(cognitoGroups({ respond: 'problem' }))
      .use(httpCors({ origin: 'https://app.example' }))
      .handler(
        httpRouter(
          guard([{ method: 'GET', path: '/', access: 'a', handler: ok }]) as never,
        ) as never,
      );
    expect(await invoke(handlerWithCors, at(restCaller(), 'GET', '/'))).toMatchObject({
      statusCode: 403,
      headers: {
        'Access-Control-Allow-Origin': 'https://app.example',
        'Content-Type': 'application/problem+json',
      },
    });
  });

  it('throws a denial with respond: false', async () => {
    const throwing = middy()
      .use(cognitoGroups({ respond: false }))
      .handler(
        httpRouter(
          guard([{ method: 'GET', path: '/', access: 'a', handler: ok }]) as never,
        ) as never,
      );
    const error = await thrownBy(throwing, at(restCaller('b'), 'GET', '/'));
    expect(error).toMatchObject({ statusCode: 403, code: 'ERR_FORBIDDEN' });
    expect(error.cause.route).toBe('GET /');
  });

  it('without cognitoGroups() is a 500 that says so', async () => {
    const unread = middy(
      httpRouter(guard([{ method: 'GET', path: '/', access: 'a', handler: ok }]) as never) as never,
    );
    const error = await thrownBy(unread, at(restCaller('a'), 'GET', '/'));
    expect(error).toMatchObject({ statusCode: 500, code: 'ERR_AUTH_MISSING' });
    expect(error.message).toBe('guardRoutes(): attach cognitoGroups() before it');
  });

  it('passes event, context and options to the handler', async () => {
    const [route] = guard([
      { method: 'GET', path: '/', access: everyone, handler: async (...given: unknown[]) => given },
    ]);
    const event = restCaller();
    cognitoGroups().before?.({ event } as never);
    const [context, options] = [{}, {}];
    const given = (await route?.handler(
      event as never,
      context as never,
      options as never,
    )) as unknown as unknown[];
    expect(given).toHaveLength(3);
    expect(given[0]).toBe(event);
    expect(given[1]).toBe(context);
    expect(given[2]).toBe(options);
  });

  it('is read once: changing a route or the list later changes nothing', async () => {
    const route = {
      method: 'GET',
      path: '/',
      access: { anyOf: ['admin'] } as unknown,
      handler: ok,
    };
    const routes = [route];
    const fixed = api(routes);
    (route.access as { anyOf: string[] }).anyOf.push('member');
    route.access = everyone;
    routes.push({ method: 'GET', path: '/new', access: everyone, handler: ok });
    expect(await statusOf(fixed, at(restCaller('member'), 'GET', '/'))).toBe(403);
    expect(await thrownBy(fixed, at(restCaller('member'), 'GET', '/new'))).toMatchObject({
      statusCode: 404,
    });
  });
});

describe('ANY beside a method of the same path', () => {
  const routes = [
    { method: 'ANY', path: '/teams/{id}', access: 'admin', handler: ok },
    { method: 'GET', path: '/teams/{teamId}', access: 'member', handler: ok },
  ];

  it.each([[routes], [[...routes].reverse()]])('is a TypeError without the option any', (given) => {
    expect(() => guard(given)).toThrow(TypeError);
    expect(() => guard(given)).toThrow(
      /ANY \/teams\/\{id\} stands beside another method of that path.*\{ any: 'last' \}/,
    );
  });

  it.each([[routes], [[...routes].reverse()]])(
    "with { any: 'last' } serves the methods that are not named",
    async (given) => {
      const handler = api(given, { any: 'last' });
      expect(await statusOf(handler, at(restCaller('member'), 'GET', '/teams/7'))).toBe(200);
      expect(await statusOf(handler, at(restCaller('admin'), 'GET', '/teams/7'))).toBe(403);
      expect(await statusOf(handler, at(restCaller('member'), 'PUT', '/teams/7'))).toBe(403);
      expect(await statusOf(handler, at(restCaller('admin'), 'PUT', '/teams/7'))).toBe(200);
    },
  );

  it('stays ANY if it is the only route of its path', () => {
    expect(guard([routes[0]]).map(({ method }) => method)).toEqual(['ANY']);
    expect(guard([routes[0]], { any: 'last' }).map(({ method }) => method)).toEqual(['ANY']);
  });
});

describe('construction', () => {
  const route = { method: 'GET', path: '/', access: 'a', handler: ok };
  const { access: _, ...open } = route;
  const toRoute = (key: string) => ({
    ...route,
    method: key.split(' ')[0],
    path: key.split(' ')[1],
  });

  it.each<[string, unknown, RegExp]>([
    ['no routes', [], /^guardRoutes: the list of routes is \[\]; write at least one route$/],
    ['a table', { 'GET /': 'a' }, /write at least one route; for a table there is routePolicy/],
    ['undefined', undefined, / is undefined; write /],
    [
      'a route that is not an object',
      [null],
      /a route is null; write \{ method, path, access, handler \}/,
    ],
    ['a route without access', [open], /'GET \/': access is undefined; write who may call it/],
    ['a misspelt access', [{ ...open, acess: 'a' }], /access is undefined/],
    [
      'access: undefined',
      [{ ...route, access: undefined }],
      /access is undefined; write who may call it/,
    ],
    ['two slashes', [{ ...route, path: '/teams//' }], /the path is '\/teams\/\/'/],
    [
      'a rule that reads a parameter of another path',
      [{ ...route, path: '/teams/{id}', access: { owner: 'teamId' } }],
      /has no path parameter \{teamId\}, which its rule reads/,
    ],
    ['access: null', [{ ...route, access: null }], / is null; write /],
    [
      'access: []',
      [{ ...route, access: [] }],
      /the rule is \[\]; write a group name, or one key of anyOf, /,
    ],
    ['an inherited access', [Object.create(route)], /a route is/],
    [
      'an unknown key',
      [{ ...route, groups: ['a'] }],
      /an option is 'groups'; write one of method, path, access, handler/,
    ],
    [
      'a method in lower case',
      [{ ...route, method: 'get' }],
      /the method is 'get'; write one of GET, HEAD/,
    ],
    ['no method', [{ path: '/', access: 'a', handler: ok }], /the method is undefined/],
    ['a path without a slash', [{ ...route, path: 'teams' }], /the path is 'teams'/],
    [
      'a parameter as other routers write it',
      [{ ...route, path: '/teams/:id' }],
      /the path is '\/teams\/:id'; write one such as '\/teams\/{teamId}'/,
    ],
    ['no handler', [{ ...route, handler: {} }], /the handler is \{\}; write a function/],
    [
      'a duplicate route',
      [route, { ...route, access: 'b' }],
      /'GET \/' duplicates a route before it; remove one/,
    ],
    [
      'one route by two parameter names',
      [
        { ...route, path: '/{a}' },
        { ...route, path: '/{b}' },
      ],
      /'GET \/\{b\}' duplicates a route before it/,
    ],
    [
      'one route with and without a trailing slash',
      [
        { ...route, path: '/a' },
        { ...route, path: '/a/' },
      ],
      /'GET \/a\/' duplicates a route before it/,
    ],
  ])('%s is a TypeError', (_, routes, message) => {
    expect(() => guard(routes)).toThrow(TypeError);
    expect(() => guard(routes)).toThrow(message);
  });

  it.each<[string, string]>([
    ['GET /{proxy+}', 'GET /admin/{id}'],
    ['GET /{proxy+}', 'GET /{id}'],
    ['GET /{tenant}/{proxy+}', 'GET /{id}'],
    ['ANY /{proxy+}', 'GET /admin/{id}'],
    ['GET /{proxy+}', 'ANY /admin/{id}'],
    ['GET /{kind}/{id}', 'GET /admin/{id}/'],
  ])('%s takes every request of %s after it, so that order is a TypeError', (first, second) => {
    expect(() => guard([first, second].map(toRoute))).toThrow(
      `guardRoutes: '${second}' is never reached after '${first}'; put it before that`,
    );
    expect(() => guard([second, first].map(toRoute))).not.toThrow();
  });

  it('two greedy routes need the router of Middy 7, which has to be written', () => {
    const [all, admin] = ['GET /{proxy+}', 'GET /admin/{proxy+}'].map(toRoute);
    const exact = { greedy: 'exact' } as const;
    expect(() => guard([all, admin], exact)).toThrow(/is never reached after 'GET \/{proxy\+}'/);
    expect(() => guard([admin, all])).toThrow(/with Middy 7 write { greedy: 'exact' }/);
    expect(() => guard([admin, all], exact)).not.toThrow();
    expect(() => guard([all], { greedy: 'last' })).toThrow(
      /option greedy is 'last'; write 'exact'/,
    );
  });

  it.each<[string, string]>([
    ['GET /{proxy+}', 'GET /admin'],
    ['GET /{proxy+}', 'POST /admin/{id}'],
    ['GET /{id}', 'GET /{proxy+}'],
    ['GET /{id}', 'GET /{id}/members'],
    ['GET /teams/{id}', 'GET /users/{id}'],
    ['POST /teams/{proxy+}', 'GET /{id}'],
    ['GET /{id}', 'GET /teams/{proxy+}'],
    ['GET /teams/{proxy+}', 'GET /users-teams/{id}'],
    ['GET /teams/{proxy+}', 'GET /teams-private'],
    ['GET /{kind}/all', 'GET /teams/{id}'],
  ])('%s leaves requests to %s', (first, second) => {
    expect(() => guard([first, second].map(toRoute))).not.toThrow();
  });

  it.each<[string, string]>([
    ['GET /teams/{proxy+}', 'GET /{id}'],
    ['GET /files/{proxy+}', 'GET /files-private/{id}'],
    ['GET /{a}/{proxy+}', 'GET /{x}/'],
    ['GET /{a}/{proxy+}', 'GET /{x}'],
    ['ANY /files/{proxy+}', 'DELETE /files-private/{id}'],
    ['GET /files/{proxy+}', 'ANY /files-private/{id}'],
    ['GET /files/{proxy+}', 'GET /files-private/{proxy+}'],
    ['GET /{kind}/files/{proxy+}', 'GET /a/files-private/{id}'],
  ])(
    '%s takes requests of %s after it with an older Middy, so that order is a TypeError',
    (first, second) => {
      const toRoutes = (...keys: string[]) => keys.map(toRoute);
      expect(() => guard(toRoutes(first, second))).toThrow(TypeError);
      expect(() => guard(toRoutes(first, second))).toThrow(`'${second}'`);
      expect(() => guard(toRoutes(first, second))).toThrow(`'${first}'`);
      expect(() => guard(toRoutes(second, first))).not.toThrow();
    },
  );

  it('an option that is undefined counts as left out', () => {
    expect(() => guard([route], { any: undefined })).not.toThrow();
    const both = ['GET /x', 'ANY /x'].map(toRoute);
    expect(() => guard(both, { any: undefined })).toThrow(/any: 'last'/);
    expect(() => guard(both, { any: 'last' })).not.toThrow();
  });

  it.each<[unknown, RegExp]>([
    [{ any: 'first' }, /option any is 'first'; write 'last'/],
    [{ any: 'ANY' }, /option any is 'ANY'/],
    [{ order: 'last' }, /^guardRoutes: an option is 'order'; write one of any, greedy$/],
    [null, /options is .*; write an object/],
  ])('options %j are a TypeError', (options, message) => {
    expect(() => guard([route], options)).toThrow(TypeError);
    expect(() => guard([route], options)).toThrow(message);
  });
});
