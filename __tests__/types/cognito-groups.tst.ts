import middy, { type Request } from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import {
  type Auth,
  allOf,
  anyOf,
  cognitoGroups,
  cognitoGroupsValidateOptions,
  type DecisionReport,
  type Denial,
  everyone,
  type Rule,
  requireGroup,
  type SourceName,
  scope,
  user,
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

  test('may be undefined, as if they were left out', () => {
    expect(cognitoGroups).type.toBeCallableWith({ source: undefined });
    expect(cognitoGroups).type.toBeCallableWith({ claim: undefined, implies: undefined });
    expect(cognitoGroups).type.toBeCallableWith({ respond: undefined, onDecision: undefined });
  });

  test('pin a token with a string or a read-only list', () => {
    const list = ['eu-west-1_a', 'eu-west-1_b'] as const;
    expect(cognitoGroups).type.toBeCallableWith({ userPoolId: 'eu-west-1_a' });
    expect(cognitoGroups).type.toBeCallableWith({ userPoolId: list });
    expect(cognitoGroups).type.toBeCallableWith({ issuer: 'https://issuer.example' });
    expect(cognitoGroups).type.toBeCallableWith({ issuer: ['https://issuer.example'] });
    expect(cognitoGroups).type.toBeCallableWith({ clientId: 'client1', tokenUse: 'access' });
    expect(cognitoGroups).type.toBeCallableWith({ clientId: list, tokenUse: 'id' });
  });

  test('do not compile with a pin that would pin nothing', () => {
    expect(cognitoGroups).type.not.toBeCallableWith({ userPoolId: undefined });
    expect(cognitoGroups).type.not.toBeCallableWith({ userPoolId: process.env.POOL });
    expect(cognitoGroups).type.not.toBeCallableWith({ userPoolId: null });
    expect(cognitoGroups).type.not.toBeCallableWith({ issuer: undefined });
    expect(cognitoGroups).type.not.toBeCallableWith({ issuer: new URL('https://issuer.example') });
    expect(cognitoGroups).type.not.toBeCallableWith({ clientId: undefined });
    expect(cognitoGroups).type.not.toBeCallableWith({ clientId: [7] });
    expect(cognitoGroups).type.not.toBeCallableWith({ tokenUse: undefined });
    expect(cognitoGroups).type.not.toBeCallableWith({ tokenUse: 'refresh' });
    expect(cognitoGroups).type.not.toBeCallableWith({ tokenUse: ['id', 'access'] });
  });

  test('onDecision receives a report and the request', () => {
    cognitoGroups({
      onDecision(report, request) {
        expect(report).type.toBe<DecisionReport>();
        expect(report.groups).type.toBe<readonly string[]>();
        expect(report.failed).type.toBe<readonly Rule[]>();
        expect(report.awsRequestId).type.toBe<string | undefined>();
        expect(request).type.toBe<Request>();
      },
    });
  });

  test('of cognitoGroupsValidateOptions are of any type', () => {
    expect(cognitoGroupsValidateOptions).type.toBeCallableWith();
    expect(cognitoGroupsValidateOptions).type.toBeCallableWith({ userPoolId: process.env.POOL });
    expect(cognitoGroupsValidateOptions({})).type.toBe<void>();
  });

  test('do not compile otherwise', () => {
    expect(cognitoGroups).type.not.toBeCallableWith({ sources: restApi });
    expect(cognitoGroups).type.not.toBeCallableWith({ source: 'rest-api' });
    expect(cognitoGroups).type.not.toBeCallableWith({ respond: true });
    expect(cognitoGroups).type.not.toBeCallableWith({ claim: { custom: 'x' } });
    expect(cognitoGroups).type.not.toBeCallableWith('admin');
  });
});

describe('event.auth', () => {
  test('describes the token', () => {
    middy()
      .use(cognitoGroups())
      .handler(async ({ auth }) => {
        expect(auth.scopes).type.toBe<string[]>();
        expect(auth.type).type.toBe<'user' | 'client' | undefined>();
        expect(auth.clientId).type.toBe<string | undefined>();
        expect(auth.issuer).type.toBe<string | undefined>();
        expect(auth.issuedAt).type.toBe<number | undefined>();
        expect(auth.signedInAt).type.toBe<number | undefined>();
        expect(auth.claims).type.toBe<Readonly<Record<string, unknown>>>();
        expect(auth.subject).type.toBe<string | undefined>();
      });
  });

  test('may lack a subject behind a rule that implies none', () => {
    middy()
      .use(cognitoGroups())
      .use(requireGroup(anyOf('admin', user)))
      .handler(async ({ auth }) => {
        expect(auth.subject).type.toBe<string | undefined>();
      });
  });

  test('has rules, and no others', () => {
    middy()
      .use(cognitoGroups())
      .handler(async ({ auth }) => {
        expect(auth.has).type.toBeCallableWith('admin');
        expect(auth.has).type.toBeCallableWith(allOf(user, scope('orders/read')));
        expect(auth.has).type.toBeCallableWith(everyone);
        expect(auth.has).type.not.toBeCallableWith();
        expect(auth.has).type.not.toBeCallableWith(['admin']);
        expect(auth.has).type.not.toBeCallableWith({ anyof: ['admin'] });
        expect(auth.has('admin')).type.toBe<boolean>();
      });
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
