import { describe, expect, it } from '@jest/globals';
import {
  albEvent,
  appSyncEvent,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testToken,
  testVerifier,
  webSocketEvent,
} from 'middy-cognito-groups/testing';
import { authOf } from '../support/chain.js';
import { fixture } from '../support/fixtures.js';
import { SOURCES } from '../support/sources.js';

describe('a builder', () => {
  it.each<[string, object, object]>([
    [
      'rest-api',
      restApiEvent({
        groups: ['a'],
        route: 'PUT /teams/{teamId}',
        pathParameters: { teamId: '7' },
      }),
      fixture('rest-api'),
    ],
    [
      'http-api',
      httpApiEvent({
        groups: ['a'],
        route: 'PUT /teams/{teamId}',
        pathParameters: { teamId: '7' },
        body: '',
      }),
      fixture('http-api'),
    ],
    ['appsync', appSyncEvent({ groups: ['a'], route: 'Mutation.renameTeam' }), fixture('appsync')],
  ])('has the fields of a whole %s event as AWS sends it', (_, built, real) => {
    expect(Object.keys(built).sort()).toEqual(Object.keys(real).sort());
  });

  it('writes claims as AWS sends them', () => {
    const { requestContext } = restApiEvent({
      groups: ['a', 'b'],
      claims: { email_verified: true, gone: null },
    });
    expect(requestContext.authorizer?.claims).toMatchObject({
      'cognito:groups': 'a,b',
      auth_time: '1727338966',
      exp: 'Thu Sep 26 09:22:46 UTC 2024',
      email_verified: 'true',
    });
    expect(requestContext.authorizer?.claims).not.toHaveProperty('gone');
    expect(httpApiEvent({ groups: ['a', 'b'] })).toMatchObject({
      routeKey: 'GET /',
      requestContext: {
        authorizer: {
          jwt: { claims: { 'cognito:groups': '[a b]', exp: '1727342566' }, scopes: null },
        },
      },
    });
    expect(httpApiEvent({ payload: '1.0' }).requestContext.authorizer).toEqual({
      claims: null,
      scopes: null,
    });
    expect(
      lambdaAuthorizerEvent({ groups: ['a'], context: { level: 3 } }).requestContext.authorizer,
    ).toMatchObject({
      groups: '["a"]',
      level: '3',
      principalId: expect.any(String),
    });
  });

  it.each([
    ['$connect', 'CONNECT', false],
    ['$disconnect', 'DISCONNECT', false],
    ['$default', 'MESSAGE', true],
    ['constructor', 'MESSAGE', true],
  ])('of a WebSocket event at %s makes a %s', (routeKey, eventType, hasMessage) => {
    const { requestContext } = webSocketEvent({ route: routeKey });
    expect(requestContext).toMatchObject({ routeKey, eventType });
    expect('messageId' in requestContext).toBe(hasMessage);
  });

  it('without options makes an unauthenticated request', async () => {
    const builders: (() => object)[] = [
      restApiEvent,
      httpApiEvent,
      appSyncEvent,
      lambdaAuthorizerEvent,
      webSocketEvent,
      functionUrlEvent,
      albEvent,
    ];
    for (const build of builders) {
      for (const [source] of Object.values(SOURCES)) {
        expect((await authOf(build(), { source })).source).toBeUndefined();
      }
    }
    expect(await testVerifier.verify(testToken())).not.toHaveProperty('cognito:groups');
  });

  it('takes method, path, headers, query and body', () => {
    const request = {
      method: 'POST',
      path: '/x',
      headers: { 'X-A': '1' },
      query: { q: 'a b' },
      body: '{}',
    };
    expect(restApiEvent(request)).toMatchObject({
      httpMethod: 'POST',
      resource: '/x',
      headers: { 'X-A': '1' },
      multiValueHeaders: { 'X-A': ['1'] },
      queryStringParameters: { q: 'a b' },
      body: '{}',
    });
    expect(httpApiEvent(request)).toMatchObject({
      rawPath: '/x',
      rawQueryString: 'q=a+b',
      headers: { 'x-a': '1' },
      body: '{}',
    });
    expect(functionUrlEvent({ ...request, token: 't' })).toMatchObject({
      routeKey: '$default',
      headers: { authorization: 'Bearer t', 'x-a': '1' },
    });
    expect(functionUrlEvent({ pathParameters: { id: '7' } })).not.toHaveProperty('pathParameters');
    expect(
      webSocketEvent({ route: '$connect', headers: { 'X-A': '1' }, query: { q: 'a' } }),
    ).toMatchObject({
      headers: { 'X-A': '1' },
      multiValueQueryStringParameters: { q: ['a'] },
    });
    expect(webSocketEvent({ body: '{}' }).body).toBe('{}');
    expect(albEvent(request)).toMatchObject({ httpMethod: 'POST', path: '/x', body: '{}' });
    expect(appSyncEvent({ arguments: { id: '7' } }).arguments).toEqual({ id: '7' });
  });

  it('treats an undefined option as omitted', () => {
    const omitted = { groups: undefined, subject: undefined };
    expect(restApiEvent(omitted as never).requestContext).not.toHaveProperty('authorizer');
  });
});
