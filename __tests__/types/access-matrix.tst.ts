import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import {
  type AccessMatrix,
  accessMatrix,
  anyOf,
  type Cell,
  cognitoGroups,
  defineGroups,
  everyone,
  guardRoutes,
  type Implies,
  type MatrixJson,
  type Rule,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import { describe, expect, test } from 'tstyche';

const route = {
  method: 'GET',
  path: '/',
  access: 'admin',
  handler: async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => ({
    statusCode: 200,
    body: event.path,
  }),
} as const;

describe('accessMatrix', () => {
  const groups = defineGroups(['admin', 'member'], { implies: { admin: ['member'] } });

  test('takes a table', () => {
    expect(accessMatrix).type.toBeCallableWith({
      'GET /teams/{teamId}': anyOf('admin', 'member'),
      'ANY /': everyone,
      $connect: { authenticated: true },
      'Query.teams': 'a',
      'PUBLISH /default/news': 'a',
    });
    expect(accessMatrix).type.toBeCallableWith({} as Record<string, Rule>);
  });

  test('takes what routePolicy and guardRoutes return, and those of defineGroups', () => {
    expect(accessMatrix).type.toBeCallableWith(routePolicy({ 'GET /': 'a' }));
    expect(accessMatrix).type.toBeCallableWith(groups.routePolicy({ 'GET /': 'admin' }));
    expect(accessMatrix).type.toBeCallableWith(
      guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>([route]),
    );
    expect(accessMatrix).type.toBeCallableWith(groups.guardRoutes([route]));
  });

  test('does not compile for a malformed table, or for what carries none', () => {
    expect(accessMatrix).type.not.toBeCallableWith();
    expect(accessMatrix).type.not.toBeCallableWith('GET /');
    expect(accessMatrix).type.not.toBeCallableWith({ 'GET teams': 'a' });
    expect(accessMatrix).type.not.toBeCallableWith({ 'GET /': true });
    expect(accessMatrix).type.not.toBeCallableWith({ 'GET /': { anyof: ['a'] } });
    expect(accessMatrix).type.not.toBeCallableWith(groups);
  });

  test('takes groups and a hierarchy', () => {
    const table = { 'GET /': 'a' };
    expect(accessMatrix).type.toBeCallableWith(table, {});
    expect(accessMatrix).type.toBeCallableWith(table, { groups: undefined, implies: undefined });
    expect(accessMatrix).type.toBeCallableWith(table, {
      groups: ['a', 'b'],
      implies: { a: ['b'] },
    });
    expect(accessMatrix).type.not.toBeCallableWith(table, { groups: 'a' });
    expect(accessMatrix).type.not.toBeCallableWith(table, { implies: { a: 'b' } });
    expect(accessMatrix).type.not.toBeCallableWith(table, { group: ['a'] });
    expect(accessMatrix).type.not.toBeCallableWith(table, ['a']);
  });

  test('returns a matrix', () => {
    const matrix = accessMatrix({ 'GET /': 'a' });
    expect(matrix).type.toBe<AccessMatrix>();
    expect(matrix.implies).type.toBe<Implies>();
    expect(matrix.toMarkdown()).type.toBe<string>();
    expect(matrix.toCsv()).type.toBe<string>();
    expect(matrix.toJSON()).type.toBe<MatrixJson>();
    expect(matrix.toJSON().version).type.toBe<1>();
    expect(matrix.toJSON().routes[0]?.access.a).type.toBe<Cell | undefined>();
    expect<Cell>().type.toBe<'allowed' | 'denied' | { readonly if: string }>();
  });
});

test('what only looks like a guard compiles, and is a TypeError when it runs', () => {
  expect(accessMatrix).type.toBeCallableWith(requireGroup('a'));
  expect(accessMatrix).type.toBeCallableWith(cognitoGroups());
  expect(accessMatrix).type.toBeCallableWith([route]);
});
