import type { PolicySet, Schema } from '@cedar-policy/cedar-wasm';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { defineGroups, guardRoutes, type Rule, routePolicy } from 'middy-cognito-groups';
import { toCedar } from 'middy-cognito-groups/cedar';
import { describe, expect, it } from 'tstyche';

const options = { namespace: 'TeamsApi', userPoolId: 'eu-west-1_abcdefghi' };

const { schema, policies } = toCedar({ 'GET /teams': 'member' }, options);

describe('what toCedar returns', () => {
  it('is what Cedar takes', () => {
    expect(schema).type.toBeAssignableTo<Schema>();
    expect(policies).type.toBeAssignableTo<NonNullable<PolicySet['staticPolicies']>>();
  });
});

describe('what toCedar takes', () => {
  const defined = defineGroups(['admin', 'member']);
  const route = { method: 'GET', path: '/', access: 'admin' } as const;

  it('is a table, or what a guard made of it', () => {
    expect(toCedar).type.toBeCallableWith({ 'GET /': { anyOf: ['a', 'b'] } } as const, options);
    expect(toCedar).type.toBeCallableWith({} as Record<string, Rule>, options);
    expect(toCedar).type.toBeCallableWith(routePolicy({ 'GET /': 'a' }), options);
    expect(toCedar).type.toBeCallableWith(defined.routePolicy({ 'GET /': 'admin' }), options);
    const handler = async (): Promise<APIGatewayProxyResult> => ({ statusCode: 200, body: '' });
    expect(toCedar).type.toBeCallableWith(
      guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>([{ ...route, handler }]),
      options,
    );
    expect(toCedar).type.toBeCallableWith(
      defined.guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>([{ ...route, handler }]),
      options,
    );
  });

  it('is not a list of other objects, a rule, or a table of other values', () => {
    expect(toCedar).type.not.toBeCallableWith([{ path: '/' }], options);
    expect(toCedar).type.not.toBeCallableWith('admin', options);
    expect(toCedar).type.not.toBeCallableWith({ 'GET /': { everyone: false } }, options);
  });

  it('needs a namespace and a user pool', () => {
    const { namespace, userPoolId } = options;
    expect(toCedar).type.not.toBeCallableWith({ 'GET /': 'a' });
    expect(toCedar).type.not.toBeCallableWith({ 'GET /': 'a' }, { namespace });
    expect(toCedar).type.not.toBeCallableWith({ 'GET /': 'a' }, { userPoolId });
    expect(toCedar).type.toBeCallableWith(
      { 'GET /': 'a' },
      { ...options, implies: { admin: ['a'] } },
    );
  });
});
