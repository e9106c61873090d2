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
  type AmplifyFunctionEvent,
  type AppSyncChannelEvent,
  albEvent,
  appSyncEvent,
  expectAccess,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testToken,
  testVerifier,
  webSocketEvent,
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

  test('take every option of a caller', () => {
    const caller = {
      groups: ['a'],
      scopes: ['orders/read'],
      issuedAt: 2,
      signedInAt: 1,
      issuer: 'https://issuer.example',
    } as const;
    for (const build of [restApiEvent, httpApiEvent, functionUrlEvent, albEvent, testToken]) {
      expect(build).type.toBeCallableWith(caller);
      expect(build).type.not.toBeCallableWith({ scopes: 'a b' });
      expect(build).type.not.toBeCallableWith({ client: 'client1' });
      expect(build).type.not.toBeCallableWith({ issuedAt: new Date() });
      expect(build).type.not.toBeCallableWith({ signedInAt: '1' });
    }
    expect(restApiEvent).type.toBeCallableWith({ client: true });
    expect(testToken).type.toBeCallableWith({ client: true });
    expect(lambdaAuthorizerEvent).type.not.toBeCallableWith({ groups: [], scopes: ['a'] });
    expect(webSocketEvent).type.not.toBeCallableWith({ client: true });
  });

  test('of AppSync have the type of their kind', () => {
    expect(appSyncEvent).type.toBeCallableWith({ ...{ groups: ['a'] }, scopes: ['a'] });
    const published = appSyncEvent({ channel: '/default/news', events: [1] });
    expect(published.info.channel.path).type.toBe<string>();
    expect(published).type.toBeAssignableTo<AppSyncChannelEvent>();
    const amplify = appSyncEvent({ payload: 'amplify-function', arguments: { id: '7' } });
    expect(amplify).type.toBeAssignableTo<AmplifyFunctionEvent<{ id: string }>>();
    expect(amplify).type.not.toHaveProperty('info');
    expect(appSyncEvent({ payload: 'resolver' })).type.toBeAssignableTo<
      AppSyncResolverEvent<Record<string, never>>
    >();
    expect(appSyncEvent).type.not.toBeCallableWith({ channel: 'default' });
    expect(appSyncEvent).type.not.toBeCallableWith({ channel: '/a', operation: 'publish' });
    expect(appSyncEvent).type.not.toBeCallableWith({ payload: 'amplify' });
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
