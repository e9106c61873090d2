import middy from '@middy/core';
import type {
  ALBEvent,
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyWebsocketEventV2,
  APIGatewayProxyWebsocketEventV2WithRequestContext,
  APIGatewayProxyWithCognitoAuthorizerEvent,
  APIGatewayProxyWithLambdaAuthorizerEvent,
  AppSyncResolverEvent,
  Context,
  LambdaFunctionURLEvent,
} from 'aws-lambda';
import { cognitoGroups } from 'middy-cognito-groups';
import { lambdaAuthorizer, verifiedToken } from 'middy-cognito-groups/sources';
import {
  type AmplifyFunctionEvent,
  type AppSyncChannelEvent,
  albEvent,
  appSyncEvent,
  type CallerOptions,
  expectAccess,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  type RouteOptions,
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

  test('fit a handler of every type of event that their API sends', () => {
    const context = {} as Context;
    const guarded = <TEvent>() =>
      middy<TEvent>()
        .use(cognitoGroups())
        .handler(async ({ auth }) => auth.groups);
    const team = { route: 'PUT /teams/{teamId}', pathParameters: { teamId: '7' } } as const;
    interface Grant {
      readonly groups: string;
      readonly level: number;
    }

    const withCognito = guarded<APIGatewayProxyWithCognitoAuthorizerEvent>();
    expect(withCognito).type.toBeCallableWith(restApiEvent(team), context);
    expect(rest).type.toBeCallableWith(restApiEvent({ authorizer: 'jwt' }), context);
    expect(withCognito).type.not.toBeCallableWith(restApiEvent({ authorizer: 'jwt' }), context);

    for (const handler of [
      guarded<APIGatewayProxyEventV2>(),
      guarded<APIGatewayProxyEventV2WithJWTAuthorizer>(),
    ]) {
      expect(handler).type.toBeCallableWith(httpApiEvent(team), context);
      expect(handler).type.toBeCallableWith(httpApiEvent({ payload: '2.0' }), context);
      expect(handler).type.not.toBeCallableWith(restApiEvent(team), context);
    }

    const granted = guarded<APIGatewayProxyWithLambdaAuthorizerEvent<Grant>>();
    expect(granted).type.toBeCallableWith(lambdaAuthorizerEvent(team), context);
    expect(rest).type.toBeCallableWith(lambdaAuthorizerEvent(team), context);
    const http = lambdaAuthorizerEvent({ ...team, api: 'http-2.0' });
    const granted2 = guarded<APIGatewayProxyEventV2WithLambdaAuthorizer<Grant>>();
    expect(granted2).type.toBeCallableWith(http, context);
    expect(guarded<APIGatewayProxyEventV2>()).type.toBeCallableWith(http, context);

    type Connection = APIGatewayEventWebsocketRequestContextV2 & { readonly authorizer: Grant };
    for (const handler of [
      guarded<APIGatewayProxyWebsocketEventV2>(),
      guarded<APIGatewayProxyWebsocketEventV2WithRequestContext<Connection>>(),
    ]) {
      expect(handler).type.toBeCallableWith(webSocketEvent({ route: '$connect' }), context);
    }

    expect(guarded<LambdaFunctionURLEvent>()).type.toBeCallableWith(functionUrlEvent(), context);
    expect(guarded<ALBEvent>()).type.toBeCallableWith(albEvent(), context);
  });

  test('fit a resolver with arguments and a source, and a batch', () => {
    const context = {} as Context;
    interface Team {
      readonly id: string;
    }
    const resolver = middy<AppSyncResolverEvent<{ limit: number }, Team>>()
      .use(cognitoGroups())
      .handler(async ({ source }) => source.id);
    const options = { route: 'Team.members', arguments: { limit: 7 }, source: { id: '1' } };
    expect(resolver).type.toBeCallableWith(appSyncEvent(options), context);
    const withoutSource = appSyncEvent({ arguments: { limit: 7 } });
    expect(resolver).type.not.toBeCallableWith(withoutSource, context);
    const batch = middy<AppSyncResolverEvent<Record<string, never>, Team>[]>()
      .use(cognitoGroups())
      .handler(async (events) => events.map(({ source }) => source.id));
    expect(batch).type.toBeCallableWith(appSyncEvent({ sources: [{ id: '1' }] }), context);
    expect(batch).type.not.toBeCallableWith(appSyncEvent({ source: { id: '1' } }), context);
  });

  test('take only options that exist', () => {
    expect(restApiEvent).type.not.toBeCallableWith({ group: ['a'] });
    expect(restApiEvent).type.not.toBeCallableWith({ groups: 'a' });
    expect(httpApiEvent).type.not.toBeCallableWith({ payload: '3.0' });
    expect(restApiEvent).type.not.toBeCallableWith({ authorizer: 'oidc' });
    expect(appSyncEvent).type.not.toBeCallableWith({ field: 'Query.teams' });
    expect(appSyncEvent).type.not.toBeCallableWith({ authorizer: 'jwt' });
  });

  test('take every option of a caller', () => {
    const caller = {
      groups: ['a'],
      scopes: ['orders/read'],
      issuedAt: 2,
      signedInAt: 1,
      issuer: 'https://issuer.example',
    } as const;
    for (const build of [restApiEvent, functionUrlEvent, albEvent, testToken]) {
      expect(build).type.toBeCallableWith(caller);
      expect(build).type.not.toBeCallableWith({ scopes: 'a b' });
      expect(build).type.not.toBeCallableWith({ client: 'client1' });
      expect(build).type.not.toBeCallableWith({ issuedAt: new Date() });
      expect(build).type.not.toBeCallableWith({ signedInAt: '1' });
    }
    expect(httpApiEvent).type.toBeCallableWith(caller);
    expect(httpApiEvent).type.not.toBeCallableWith({ client: 'client1' });
    expect(restApiEvent).type.toBeCallableWith({ client: true });
    expect(testToken).type.toBeCallableWith({ client: true });
    expect(lambdaAuthorizerEvent).type.not.toBeCallableWith({ groups: [], scopes: ['a'] });
    expect(webSocketEvent).type.not.toBeCallableWith({ client: true });
  });

  test('of AppSync have the type of their kind', () => {
    expect(appSyncEvent).type.toBeCallableWith({ ...{ groups: ['a'] }, scopes: ['a'] });
    const published = appSyncEvent({ route: 'PUBLISH /default/news', events: [1] });
    expect(published.info.channel.path).type.toBe<string>();
    expect(published).type.toBeAssignableTo<AppSyncChannelEvent>();
    const amplify = appSyncEvent({ payload: 'amplify-function', arguments: { id: '7' } });
    expect(amplify).type.toBeAssignableTo<AmplifyFunctionEvent<{ id: string }>>();
    expect(amplify).type.not.toHaveProperty('info');
    expect(appSyncEvent({ payload: 'resolver' })).type.toBeAssignableTo<
      AppSyncResolverEvent<Record<string, never>>
    >();
    expect(appSyncEvent).type.not.toBeCallableWith({ payload: 'amplify' });
  });

  test('a table has a row for every function, and a function for every row', () => {
    const table = { event: httpApiEvent, callers: { a: {} }, routes: { 'GET /': { a: 200 } } };
    expect(expectAccess).type.toBeCallableWith({ 'GET /': rest }, table);
    expect(expectAccess).type.not.toBeCallableWith({ 'GET /': rest, 'PUT /': rest }, table);
    expect(expectAccess).type.not.toBeCallableWith({ 'PUT /': rest }, table);
    expect(expectAccess).type.not.toBeCallableWith({ 'GET /': 'rest' }, table);
    expect(expectAccess).type.not.toBeCallableWith(
      { 'GET /': rest },
      { ...table, routes: { 'GET /': { a: 200 }, 'PUT /': { a: 200 } } },
    );
    const functions: Record<string, () => void> = {};
    expect(expectAccess).type.toBeCallableWith(functions, table);
  });

  test('a table takes every builder, and no event', () => {
    const table = { callers: { a: {} }, routes: { 'GET /': { a: 200 } } };
    for (const event of [
      restApiEvent,
      httpApiEvent,
      lambdaAuthorizerEvent,
      webSocketEvent,
      appSyncEvent,
      functionUrlEvent,
      albEvent,
    ]) {
      expect(expectAccess).type.toBeCallableWith(rest, { ...table, event });
    }
    expect(expectAccess).type.not.toBeCallableWith(rest, { ...table, event: restApiEvent() });
    expect(expectAccess).type.not.toBeCallableWith(rest, { ...table, event: testVerifier });
    expect(expectAccess).type.toBeCallableWith(rest, {
      ...table,
      event: (options: CallerOptions & RouteOptions) => restApiEvent({ ...options, query: {} }),
    });
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
    expect(expectAccess).type.not.toBeCallableWith(async () => ({ statusCode: 200 }), {
      event,
      callers: { a: {}, b: {} },
      routes: { 'GET /': { a: 200 } },
    });
    expect(expectAccess).type.toBeCallableWith(async () => ({ statusCode: 200 }), {
      event,
      callers: { a: {} },
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
