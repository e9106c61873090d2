import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import {
  allOf,
  anyOf,
  authenticated,
  cognitoGroups,
  type Decision,
  defineGroups,
  evaluate,
  everyone,
  groupTemplate,
  guardRoutes,
  issuedWithin,
  noneOf,
  owner,
  type Rule,
  requireGroup,
  routePolicy,
  scope,
  signedInWithin,
  type UnknownGroup,
  user,
  type WithAuth,
} from 'middy-cognito-groups';
import { describe, expect, test } from 'tstyche';

const ok = async (): Promise<APIGatewayProxyResult> => ({ statusCode: 200, body: '' });

describe('rules', () => {
  test('nest', () => {
    expect(requireGroup).type.toBeCallableWith(
      anyOf('a', allOf('b', noneOf('c')), owner('id'), groupTemplate('t-{id}'), authenticated),
    );
    expect(requireGroup).type.toBeCallableWith(everyone);
    expect(requireGroup).type.toBeCallableWith({ anyOf: ['a', { owner: 'id' }] });
    expect(evaluate(everyone, undefined)).type.toBe<Decision>();
    expect(requireGroup).type.toBeCallableWith(
      allOf(user, scope('orders/read'), issuedWithin('15m'), noneOf(signedInWithin('1h'))),
    );
    expect(requireGroup).type.toBeCallableWith({ allOf: [{ user: true }, { scope: 'a' }] });
    expect(requireGroup).type.toBeCallableWith({ owner: 'id', claim: 'tenant' });
    expect(owner).type.toBeCallableWith('id', { claim: 'tenant' });
    expect(owner).type.toBeCallableWith('id', { claim: { dangerouslyUserWritable: 'custom:t' } });
  });

  test('are decided for a principal with any of its facts', () => {
    expect(evaluate).type.toBeCallableWith(user, { groups: [], type: 'client' });
    expect(evaluate).type.toBeCallableWith(user, {
      groups: [],
      type: undefined,
      scopes: ['a'],
      issuedAt: 1,
      signedInAt: 1,
      claims: { tenant: '7' },
    });
    expect(evaluate).type.not.toBeCallableWith(user, { groups: [], type: 'machine' });
    expect(evaluate).type.not.toBeCallableWith(user, { groups: [], scopes: 'a b' });
    expect(evaluate).type.not.toBeCallableWith(user, { groups: [], issuedAt: '1' });
    expect(evaluate).type.not.toBeCallableWith(user, { groups: [], signedInAt: new Date() });
    const { failed, challenge } = evaluate(user, undefined);
    expect(failed).type.toBe<readonly Rule[]>();
    expect(challenge).type.toBe<string | undefined>();
  });

  test('do not compile if they are malformed', () => {
    expect(anyOf).type.not.toBeCallableWith();
    expect(allOf).type.not.toBeCallableWith();
    expect(noneOf).type.not.toBeCallableWith();
    expect(anyOf).type.not.toBeCallableWith(everyone);
    expect(anyOf).type.not.toBeCallableWith(['a']);
    expect(requireGroup).type.not.toBeCallableWith(['a']);
    expect(requireGroup).type.not.toBeCallableWith({ anyof: ['a'] });
    expect(requireGroup).type.not.toBeCallableWith({ authenticated: false });
    expect(requireGroup).type.not.toBeCallableWith({ user: false });
    expect(requireGroup).type.not.toBeCallableWith({ scope: ['a'] });
    expect(requireGroup).type.not.toBeCallableWith({ issuedWithin: 900 });
    expect(requireGroup).type.not.toBeCallableWith({ claim: 'tenant' });
    expect(requireGroup).type.not.toBeCallableWith({ owner: 'id', claim: ['tenant'] });
    expect(requireGroup).type.not.toBeCallableWith(user, scope('a'));
    expect(scope).type.not.toBeCallableWith();
    expect(scope).type.not.toBeCallableWith('a', 'b');
    expect(scope).type.not.toBeCallableWith(['a']);
    expect(issuedWithin).type.not.toBeCallableWith(900);
    expect(signedInWithin).type.not.toBeCallableWith({ hours: 1 });
    expect(owner).type.not.toBeCallableWith('id', 'tenant');
    expect(owner).type.not.toBeCallableWith('id', { claims: 'tenant' });
    expect(requireGroup).type.not.toBeCallableWith('a', 'b');
    expect(evaluate).type.not.toBeCallableWith('a', { groups: 'a' });
    expect(evaluate).type.not.toBeCallableWith('a', null);
  });
});

describe('the keys of a table', () => {
  test('are routes', () => {
    expect(routePolicy).type.toBeCallableWith({
      'GET /teams/{teamId}': 'a',
      'ANY /': everyone,
      $connect: authenticated,
      'Query.teams': 'a',
    });
  });

  test('do not compile otherwise', () => {
    expect(routePolicy).type.not.toBeCallableWith({ 'get /teams': 'a' });
    expect(routePolicy).type.not.toBeCallableWith({ 'FETCH /teams': 'a' });
    expect(routePolicy).type.not.toBeCallableWith({ 'GET teams': 'a' });
    expect(routePolicy).type.not.toBeCallableWith({ '/teams': 'a' });
    expect(routePolicy).type.not.toBeCallableWith({ 'GET /teams': true });
    expect(routePolicy).type.not.toBeCallableWith({ 'GET /teams': anyOf });
  });

  test('say what to write', () => {
    // @ts-expect-error 'get /teams' is not a route key; write 'GET /teams/{teamId}'
    routePolicy({ 'get /teams': 'a' });
    // @ts-expect-error '/teams' is not a route key; write 'GET /teams/{teamId}'
    routePolicy({ '/teams': { user: true } });
    const kept = { 'GET teams': 'a', 'GET /teams': 'a' };
    // @ts-expect-error 'GET /teams/:teamId' is not a route key; write 'GET /teams/{teamId}'
    routePolicy({ 'GET /teams/:teamId': 'admin' });
    // @ts-expect-error 'GET teams' is not a route key; write 'GET /teams/{teamId}'
    routePolicy(kept);
  });
});

describe('a table in a constant', () => {
  const groups = defineGroups(['admin', 'member']);
  const table = { 'GET /': 'admin', 'PUT /': anyOf('admin', owner('id')), 'GET /me': user };

  test('compiles', () => {
    expect(routePolicy).type.toBeCallableWith(table);
    expect(groups.routePolicy).type.toBeCallableWith({
      'GET /': 'admin',
      'GET /me': user,
    } as const);
    expect(groups.routePolicy).type.toBeCallableWith({} as Readonly<Record<string, Rule<'admin'>>>);
    const names: readonly string[] = ['admin'];
    expect(defineGroups(names).routePolicy).type.toBeCallableWith(table);
  });

  test('says `as const` where TypeScript has lost the names', () => {
    // @ts-expect-error the name has the type string; write `as const` after the table
    groups.routePolicy(table);
  });

  test('does not compile with the name of another group', () => {
    const condition = Math.random() > 0.5;
    const misspelt = { 'GET /': 'admn' } as const;
    expect(groups.routePolicy).type.not.toBeCallableWith(misspelt);
    expect(groups.routePolicy).type.not.toBeCallableWith({ 'GET /': anyOf('admn') });
    expect(groups.routePolicy).type.not.toBeCallableWith({ 'GET /': condition ? 'admn' : user });
    expect(groups.routePolicy).type.not.toBeCallableWith({ 'GET /': condition ? 'admn' : 'admin' });
    expect(groups.routePolicy).type.toBeCallableWith({ 'GET /': condition ? 'member' : user });
    expect(groups.routePolicy).type.not.toBeCallableWith({ 'GET /': undefined });
    expect(groups.routePolicy).type.not.toBeCallableWith({ 'GET /': { user: false } });
  });
});

describe('guarded routes', () => {
  test('infer the groups as strings, not as those of the rules', () => {
    guardRoutes([
      {
        method: 'GET',
        path: '/teams',
        access: anyOf('admin', 'member'),
        handler: async (event: WithAuth<APIGatewayProxyEvent>) => {
          expect(event.auth.groups).type.toBe<string[]>();
          return { statusCode: 200, body: event.path };
        },
      },
    ]);
    guardRoutes([
      {
        method: 'GET',
        path: '/teams',
        access: 'admin',
        handler: async ({ auth }) => {
          expect(auth.groups).type.toBe<string[]>();
          expect(auth.has).type.toBeCallableWith('member');
        },
      },
    ]);
  });

  test('take the types of event and result, and no third', () => {
    expect(guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>).type.toBeCallableWith([
      { method: 'GET', path: '/', access: 'a', handler: ok },
    ]);
    // @ts-expect-error Expected 2 type arguments
    guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult, 'admin' | 'member'>([
      { method: 'GET', path: '/', access: 'admin', handler: ok },
    ]);
  });

  test('fit the router, and their handlers have auth', () => {
    const routes = guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>([
      {
        method: 'GET',
        path: '/teams',
        access: 'member',
        handler: async (event) => {
          expect(event).type.toBe<WithAuth<APIGatewayProxyEvent>>();
          expect(event.auth.groups).type.toBe<string[]>();
          return { statusCode: 200, body: event.path };
        },
      },
      {
        method: 'PUT',
        path: '/teams',
        access: everyone,
        handler: middy<WithAuth<APIGatewayProxyEvent>, APIGatewayProxyResult>().handler(ok),
      },
    ]);
    middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
      .use(cognitoGroups())
      .handler(httpRouter(routes));
  });

  test('require access and a method of the router', () => {
    expect(guardRoutes).type.not.toBeCallableWith([{ method: 'GET', path: '/', handler: ok }]);
    expect(guardRoutes).type.not.toBeCallableWith([
      { method: 'get', path: '/', access: 'a', handler: ok },
    ]);
    expect(guardRoutes).type.not.toBeCallableWith(
      [{ method: 'GET', path: '/', access: 'a', handler: ok }],
      {
        any: 'first',
      },
    );
  });
});

describe('defined groups', () => {
  const groups = defineGroups(['admin', 'team_manager'], { implies: { admin: ['team_manager'] } });

  test('type every rule', () => {
    expect(groups.requireGroup).type.toBeCallableWith('admin');
    expect(groups.requireGroup).type.toBeCallableWith(
      groups.anyOf('admin', groups.noneOf('team_manager'), groups.owner('id')),
    );
    expect(groups.requireGroup).type.toBeCallableWith(anyOf('admin', 'team_manager'));
    expect(groups.requireGroup).type.not.toBeCallableWith('team_manger');
    expect(groups.requireGroup).type.not.toBeCallableWith(anyOf('admin', 'team_manger'));
    expect(groups.anyOf).type.not.toBeCallableWith('admin', 'team_manger');
    expect(groups.requireGroup).type.toBeCallableWith(
      groups.allOf(
        groups.user,
        groups.scope('orders/read'),
        groups.issuedWithin('15m'),
        groups.signedInWithin('1h'),
        groups.owner('id', { claim: 'tenant' }),
      ),
    );
    expect(groups.evaluate).type.not.toBeCallableWith('team_manger', undefined);
    expect(groups.routePolicy).type.toBeCallableWith({
      'GET /': 'admin',
      'PUT /': groups.allOf('admin', 'team_manager'),
    });
    expect(groups.routePolicy).type.not.toBeCallableWith({ 'GET /': 'team_manger' });
    expect(groups.guardRoutes).type.not.toBeCallableWith([
      { method: 'GET', path: '/', access: 'team_manger', handler: ok },
    ]);
    groups.guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>([
      {
        method: 'GET',
        path: '/',
        access: 'admin',
        handler: async ({ auth, path }) => {
          expect(auth.groups).type.toBe<('admin' | 'team_manager' | UnknownGroup)[]>();
          return { statusCode: 200, body: path };
        },
      },
    ]);
    expect(groups.names).type.toBe<readonly ('admin' | 'team_manager')[]>();
  });

  test('type event.auth.groups, so that only a defined name compiles', () => {
    middy()
      .use(groups.cognitoGroups())
      .handler(async ({ auth }) => {
        expect(auth.groups).type.toBe<('admin' | 'team_manager' | UnknownGroup)[]>();
        expect(auth.groups.includes).type.toBeCallableWith('admin');
        expect(auth.groups.includes).type.not.toBeCallableWith('team_manger');
        expect(auth.groups).type.toBeAssignableTo<string[]>();
        expect(auth.has).type.toBeCallableWith('admin');
        expect(auth.has).type.toBeCallableWith(groups.allOf('admin', groups.user));
        expect(auth.has).type.toBeCallableWith(groups.everyone);
        expect(auth.has).type.not.toBeCallableWith('team_manger');
        expect(auth.has).type.not.toBeCallableWith(anyOf('admin', 'team_manger'));
        expect(auth.has).type.not.toBeCallableWith({ noneOf: ['team_manger'] });
      });
  });

  test('are the only names if they are closed', () => {
    middy()
      .use(defineGroups(['admin'], { closed: true }).cognitoGroups())
      .handler(async ({ auth }) => {
        expect(auth.groups).type.toBe<'admin'[]>();
      });
  });

  test('do not compile if they are malformed', () => {
    expect(defineGroups).type.not.toBeCallableWith(['admin'], { implies: { admin: ['other'] } });
    expect(defineGroups).type.not.toBeCallableWith(['admin'], { close: true });
    expect(defineGroups).type.not.toBeCallableWith('admin');
    expect(groups.cognitoGroups).type.not.toBeCallableWith({ implies: {} });
    expect(groups.cognitoGroups).type.not.toBeCallableWith({ userPoolId: undefined });
    expect(groups.cognitoGroups).type.toBeCallableWith({ userPoolId: ['eu-west-1_a'] });
  });
});
