import { describe, expect, it } from '@jest/globals';
import {
  evaluate,
  guardRoutes,
  owner,
  type Rule,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';

const handler = async () => ({ statusCode: 200 });

const route = (path: unknown) => ({ method: 'GET', path, access: 'a', handler });

const routes = (path: unknown) => () =>
  guardRoutes([route(path)] as unknown as Parameters<typeof guardRoutes>[0]);

const table = (key: string) => () => routePolicy({ [key]: 'a' } as unknown as Record<never, never>);

describe('the name of a path parameter is a whole word', () => {
  it.each([
    'user id!',
    'user id',
    'user!',
    'userId ',
    'userId\n',
    '!userId',
    'user/id',
    '{userId',
    'userId}',
    'id+',
  ])('owner(%j) is a TypeError', (name) => {
    for (const build of [
      () => owner(name),
      () => requireGroup({ owner: name }),
      () => evaluate({ owner: name }, undefined),
    ]) {
      expect(build).toThrow(TypeError);
      expect(build).toThrow(/owner/);
    }
  });

  it.each(['userId', 'user-id', 'user.id', 'user_id', 'user:id', '7', '-', '.id'])(
    'owner(%j) is a rule',
    (name) => {
      expect(owner(name)).toEqual({ owner: name });
      const rule: Rule = { owner: name };
      expect(
        evaluate(rule, { groups: [], subject: 'u' }, { pathParameters: { [name]: 'u' } }).status,
      ).toBe(200);
    },
  );
});

describe('the whole key of a table is a route', () => {
  it.each([
    'get /teams.csv',
    '/teams.csv',
    'Fetch /teams.csv',
    ' Query.teams',
    'Query.teams list',
    'Query.teams ',
    'Query.teams\n',
    'Query .teams',
    'Query. teams',
    'send message.now',
    '$Query.teams',
  ])('%j is a TypeError', (key) => {
    expect(table(key)).toThrow(TypeError);
    expect(table(key)).toThrow(/routePolicy/);
  });
});

describe('the path of a route is a string', () => {
  it.each<[unknown]>([
    [7],
    [undefined],
    [null],
    [['/teams']],
    [{ startsWith: () => true }],
    [/\/teams/u],
  ])('%j is a TypeError', (path) => {
    expect(routes(path)).toThrow(TypeError);
    expect(routes(path)).toThrow(/guardRoutes.*path/);
  });
});
