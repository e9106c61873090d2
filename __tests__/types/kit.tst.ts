import middy from '@middy/core';
import type {
  ALBEvent,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  AppSyncResolverEvent,
  Context,
} from 'aws-lambda';
import { cognitoGroups } from 'middy-cognito-groups';
import { lambdaAuthorizer, verifiedToken } from 'middy-cognito-groups/sources';
import {
  albEvent,
  appSyncEvent,
  expectAccess,
  httpApiEvent,
  restApiEvent,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { describe, expect, test } from 'tstyche';

describe('events of the kit', () => {
  const rest = middy<APIGatewayProxyEvent>()
    .use(cognitoGroups())
    .handler(async ({ auth }) => auth.groups);

  test('fit a wrapped handler without a cast', () => {
    expect(rest).type.toBeCallableWith(restApiEvent({ groups: ['a'] }), {} as Context);
    expect(rest).type.toBeCallableWith(httpApiEvent({ payload: '1.0' }), {} as Context);
    expect(rest).type.not.toBeCallableWith(httpApiEvent(), {} as Context);
    expect(restApiEvent()).type.toBeAssignableTo<APIGatewayProxyEvent>();
    expect(httpApiEvent()).type.toBeAssignableTo<APIGatewayProxyEventV2>();
    expect(albEvent()).type.toBeAssignableTo<ALBEvent>();
    expect(appSyncEvent({ arguments: { id: '7' } })).type.toBeAssignableTo<
      AppSyncResolverEvent<{ id: string }>
    >();
  });

  test('take only options that exist', () => {
    expect(restApiEvent).type.not.toBeCallableWith({ group: ['a'] });
    expect(restApiEvent).type.not.toBeCallableWith({ groups: 'a' });
    expect(httpApiEvent).type.not.toBeCallableWith({ payload: '3.0' });
    expect(appSyncEvent).type.not.toBeCallableWith({ field: 'teams' });
  });

  test('a table names every caller in every row', () => {
    const event = restApiEvent;
    expect(expectAccess).type.toBeCallableWith(rest, {
      event,
      callers: { a: {} },
      routes: { 'GET /': { a: 200 } },
    });
    expect(expectAccess).type.not.toBeCallableWith(rest, {
      event,
      callers: { a: {}, b: {} },
      routes: { 'GET /': { a: 200 } },
    });
    expect(expectAccess).type.not.toBeCallableWith(rest, {
      event,
      callers: { a: {} },
      routes: { 'GET /': { a: 200, b: 200 } },
    });
  });
});

describe('configured sources', () => {
  test('take their own options and no others', () => {
    expect(lambdaAuthorizer).type.toBeCallableWith({ key: 'groups', format: 'json' });
    expect(lambdaAuthorizer).type.not.toBeCallableWith({ key: 'groups' });
    expect(lambdaAuthorizer).type.not.toBeCallableWith({ key: 'groups', format: 'csv' });
    expect(verifiedToken).type.toBeCallableWith({ verifier: testVerifier });
    expect(verifiedToken).type.toBeCallableWith({
      verifier: testVerifier,
      token: (event: APIGatewayProxyEvent) => event.headers.token,
    });
    expect(verifiedToken).type.not.toBeCallableWith({});
    expect(verifiedToken).type.not.toBeCallableWith({ verifier: {} });
    expect(cognitoGroups).type.toBeCallableWith({
      source: [verifiedToken({ verifier: testVerifier })],
    });
  });
});
