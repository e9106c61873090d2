import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import {
  allOf,
  anyOf,
  authenticated,
  cognitoGroups,
  defineGroups,
  everyone,
  guardRoutes,
  issuedWithin,
  type NestedRule,
  noneOf,
  owner,
  type Rule,
  requireGroup,
  type SubjectGuard,
  scope,
  user,
  type WithAuth,
} from 'middy-cognito-groups';
import { describe, expect, test } from 'tstyche';

type Guarded = MiddlewareObj<unknown, unknown>;

declare const condition: boolean;
declare const anyRule: Rule;
declare const names: readonly [string, ...string[]];
declare const rules: readonly [NestedRule, ...NestedRule[]];

describe('a guard that only callers with a subject pass', () => {
  test('makes the subject a string', () => {
    middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
      .use(cognitoGroups())
      .use(requireGroup(user))
      .handler(async (event) => {
        expect(event.auth.subject).type.toBe<string>();
        expect(event.auth.groups).type.toBe<string[]>();
        expect(event.httpMethod).type.toBe<string>();
        return { statusCode: 200, body: event.auth.subject };
      });
  });

  test('does so in a list of middleware', () => {
    middy<APIGatewayProxyEvent>()
      .use([cognitoGroups(), requireGroup(user)])
      .handler(async ({ auth }) => {
        expect(auth.subject).type.toBe<string>();
      });
  });

  test('has one of these rules', () => {
    expect(requireGroup(user)).type.toBe<SubjectGuard>();
    expect(requireGroup(owner('userId'))).type.toBe<SubjectGuard>();
    expect(requireGroup(allOf('a', user))).type.toBe<SubjectGuard>();
    expect(requireGroup(allOf(user, noneOf('suspended')))).type.toBe<SubjectGuard>();
    expect(
      requireGroup(allOf('a', anyOf('b', 'c'), allOf('d', owner('id')))),
    ).type.toBe<SubjectGuard>();
    expect(requireGroup(allOf(user, ...names))).type.toBe<SubjectGuard>();
    expect(requireGroup(condition ? user : owner('id'))).type.toBe<SubjectGuard>();
    expect(requireGroup({ user: true })).type.toBe<SubjectGuard>();
    expect(requireGroup({ owner: 'id' })).type.toBe<SubjectGuard>();
    expect(requireGroup({ allOf: ['a', { user: true }] })).type.toBe<SubjectGuard>();
  });

  test('has none of these', () => {
    expect(requireGroup('a')).type.toBe<Guarded>();
    expect(requireGroup(authenticated)).type.toBe<Guarded>();
    expect(requireGroup(everyone)).type.toBe<Guarded>();
    expect(requireGroup(scope('a'))).type.toBe<Guarded>();
    expect(requireGroup(issuedWithin('1h'))).type.toBe<Guarded>();
    expect(requireGroup(anyOf('a', user))).type.toBe<Guarded>();
    expect(requireGroup(noneOf(user))).type.toBe<Guarded>();
    expect(requireGroup(allOf('a', noneOf(user)))).type.toBe<Guarded>();
    expect(requireGroup(allOf('a', anyOf('b', user)))).type.toBe<Guarded>();
    expect(requireGroup(owner('id', { claim: 'tenant' }))).type.toBe<Guarded>();
    expect(requireGroup({ owner: 'id', claim: 'tenant' })).type.toBe<Guarded>();
  });

  test('has no rule that may be another', () => {
    expect(requireGroup(anyRule)).type.toBe<Guarded>();
    expect(requireGroup(allOf(...rules))).type.toBe<Guarded>();
    expect(requireGroup(condition ? user : 'a')).type.toBe<Guarded>();
    expect(requireGroup(allOf(condition ? user : 'a', 'b'))).type.toBe<Guarded>();
    expect(requireGroup(allOf(condition ? user : 'a', owner('id')))).type.toBe<SubjectGuard>();
  });

  test('is not what a choice of guards is', () => {
    const guard = condition ? requireGroup(user) : requireGroup('a');
    middy()
      .use(cognitoGroups())
      .use(guard)
      .handler(async ({ auth }) => {
        expect(auth.subject).type.toBe<string | undefined>();
      });
  });

  test('is typed in functions that take a part of the rule', () => {
    const people = <TName extends string>(name: TName) => requireGroup(allOf(name, user));
    expect(people('a')).type.toBe<SubjectGuard>();
    const both = <TRule extends NestedRule>(rule: TRule) => requireGroup(allOf(user, rule));
    expect(both('a')).type.toBe<SubjectGuard>();
    const those = (rule: NestedRule) => requireGroup(rule);
    expect(those(user)).type.toBe<Guarded>();
  });

  test('has rules of any depth and length', () => {
    const deep = allOf('a', anyOf('b', allOf('c', anyOf('d', allOf('e', noneOf('f', user))))));
    const wide = allOf('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', user);
    expect(requireGroup(allOf(deep, deep))).type.toBe<Guarded>();
    expect(requireGroup(allOf(deep, allOf(deep, wide)))).type.toBe<SubjectGuard>();
  });

  test('fits a chain within a guarded route', () => {
    expect(guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>).type.toBeCallableWith([
      {
        method: 'GET',
        path: '/',
        access: user,
        handler: middy<WithAuth<APIGatewayProxyEvent>, APIGatewayProxyResult>()
          .use(requireGroup(user))
          .handler(async ({ auth }) => ({ statusCode: 200, body: auth.subject })),
      },
    ]);
  });
});

describe('a guard of defined groups', () => {
  const groups = defineGroups(['admin', 'member']);

  test('makes the subject a string, too', () => {
    expect(groups.requireGroup(groups.user)).type.toBe<SubjectGuard>();
    expect(groups.requireGroup(groups.allOf('admin', groups.user))).type.toBe<SubjectGuard>();
    expect(groups.requireGroup(allOf('admin', owner('id')))).type.toBe<SubjectGuard>();
    expect(groups.requireGroup('admin')).type.toBe<Guarded>();
    expect(groups.requireGroup(groups.anyOf('admin', groups.user))).type.toBe<Guarded>();
    middy()
      .use(groups.cognitoGroups())
      .use(groups.requireGroup(groups.allOf('member', groups.user)))
      .handler(async ({ auth }) => {
        expect(auth.subject).type.toBe<string>();
        expect(auth.groups.includes).type.not.toBeCallableWith('mmber');
      });
  });

  test('takes only its own names', () => {
    expect(groups.allOf).type.not.toBeCallableWith('admn', groups.user);
    expect(groups.requireGroup).type.not.toBeCallableWith(allOf('admn', user));
    expect(groups.requireGroup).type.not.toBeCallableWith(allOf(user, anyOf('admin', 'admn')));
  });
});
