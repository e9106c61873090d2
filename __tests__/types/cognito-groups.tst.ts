import middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import {
  type Auth,
  cognitoGroups,
  type Denial,
  requireGroup,
  type SourceName,
  type WithAuth,
} from 'middy-cognito-groups';
import { restApi } from 'middy-cognito-groups/sources';
import { describe, expect, test } from 'tstyche';

describe('the handler after cognitoGroups()', () => {
  test('has auth.groups as a list of strings', () => {
    middy()
      .use(cognitoGroups())
      .use(requireGroup('admin'))
      .handler(async (event, context) => {
        expect(event.auth.groups).type.toBe<string[]>();
        expect(event.auth).type.toBe<Auth>();
        expect(event.auth.source).type.toBe<SourceName | undefined>();
        expect(event).type.toBe<{ auth: Auth }>();
        expect(event).type.not.toHaveProperty('requestContext');
        expect(context).type.toBe<Context>();
        return event.auth.groups;
      });
  });

  test('keeps the event that the chain was typed with', () => {
    middy<APIGatewayProxyEvent>()
      .use(cognitoGroups())
      .use(requireGroup('admin'))
      .handler(async (event) => {
        expect(event.auth.groups).type.toBe<string[]>();
        expect(event.httpMethod).type.toBe<string>();
        expect(event).type.not.toHaveProperty('routeKey');
        expect(event).type.toBeAssignableTo<WithAuth<APIGatewayProxyEvent>>();
      });
  });

  test('has no auth with a guard alone', () => {
    middy<APIGatewayProxyEvent>()
      .use(requireGroup('admin'))
      .handler(async (event) => {
        expect(event).type.not.toHaveProperty('auth');
      });
  });

  test('takes events without auth if it names their type', () => {
    const handler = middy<APIGatewayProxyEvent>()
      .use(cognitoGroups())
      .handler<APIGatewayProxyEvent, string>(async ({ auth }) => auth.groups.join());
    expect(handler).type.toBeCallableWith({} as APIGatewayProxyEvent, {} as Context);
  });
});

describe('options', () => {
  test('compile if they are known', () => {
    expect(cognitoGroups).type.toBeCallableWith();
    expect(cognitoGroups).type.toBeCallableWith({});
    expect(cognitoGroups).type.toBeCallableWith({
      source: restApi,
      claim: 'cognito:groups',
      respond: 'problem',
    });
    expect(cognitoGroups).type.toBeCallableWith({ source: [restApi], respond: false });
    expect(cognitoGroups).type.toBeCallableWith({
      claim: { dangerouslyUserWritable: 'custom:groups' },
    });
    expect(cognitoGroups).type.toBeCallableWith({
      respond: (denial: Denial) => ({ statusCode: denial.status }),
    });
  });

  test('do not compile otherwise', () => {
    expect(cognitoGroups).type.not.toBeCallableWith({ sources: restApi });
    expect(cognitoGroups).type.not.toBeCallableWith({ source: 'rest-api' });
    expect(cognitoGroups).type.not.toBeCallableWith({ source: undefined });
    expect(cognitoGroups).type.not.toBeCallableWith({ respond: true });
    expect(cognitoGroups).type.not.toBeCallableWith({ claim: { custom: 'x' } });
    expect(cognitoGroups).type.not.toBeCallableWith('admin');
  });
});

describe('requireGroup', () => {
  test('takes one name', () => {
    expect(requireGroup).type.toBeCallableWith('admin');
    expect(requireGroup).type.not.toBeCallableWith();
    expect(requireGroup).type.not.toBeCallableWith('a', 'b');
    expect(requireGroup).type.not.toBeCallableWith([]);
    expect(requireGroup).type.not.toBeCallableWith(undefined);
  });
});
