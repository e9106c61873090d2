import { describe, expect, it } from '@jest/globals';
import {
  albEvent,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  type RequestOptions,
  restApiEvent,
} from 'middy-cognito-groups/testing';

const PUT = { route: 'PUT /teams/{teamId}', pathParameters: { teamId: '7' } };

describe('the option route', () => {
  it.each<[string, object]>([
    ['a REST API', restApiEvent(PUT)],
    ['a Lambda authorizer', lambdaAuthorizerEvent(PUT)],
    ['payload 1.0', httpApiEvent({ ...PUT, payload: '1.0' })],
  ])('sets method, path and resource of %s', (_, event) => {
    expect(event).toMatchObject({
      httpMethod: 'PUT',
      path: '/teams/7',
      resource: '/teams/{teamId}',
      pathParameters: { teamId: '7' },
      requestContext: { httpMethod: 'PUT', resourcePath: '/teams/{teamId}', path: '/test/teams/7' },
    });
  });

  it.each<[string, object]>([
    ['an HTTP API', httpApiEvent(PUT)],
    ['a Lambda authorizer', lambdaAuthorizerEvent({ ...PUT, api: 'http-2.0' })],
  ])('sets method, path and route key of %s', (_, event) => {
    expect(event).toMatchObject({
      routeKey: 'PUT /teams/{teamId}',
      rawPath: '/teams/7',
      pathParameters: { teamId: '7' },
      requestContext: {
        routeKey: 'PUT /teams/{teamId}',
        http: { method: 'PUT', path: '/teams/7' },
      },
    });
  });

  it('sets only method and path where the gateway has no routes', () => {
    expect(albEvent(PUT)).toMatchObject({ httpMethod: 'PUT', path: '/teams/7' });
    expect(functionUrlEvent(PUT)).toMatchObject({
      routeKey: '$default',
      rawPath: '/teams/7',
      requestContext: { http: { method: 'PUT' } },
    });
    for (const event of [albEvent(PUT), functionUrlEvent(PUT)]) {
      expect(event).not.toHaveProperty('pathParameters');
    }
  });

  it('takes several parameters, one for the rest of a path, and none', () => {
    const pathParameters = { id: '$&', proxy: 'a/b' };
    const event = restApiEvent({ route: 'GET /files/{id}/{proxy+}', pathParameters });
    expect(event).toMatchObject({ path: '/files/$&/a/b', pathParameters });
    expect(restApiEvent({ route: 'GET /me' }).pathParameters).toBeNull();
    expect(httpApiEvent({ route: 'GET /me', pathParameters: {} })).not.toHaveProperty(
      'pathParameters',
    );
  });

  it('takes the other parts of a request', () => {
    expect(
      restApiEvent({ ...PUT, headers: { 'X-A': '1' }, query: { q: 'a' }, body: '{}' }),
    ).toEqual(
      restApiEvent({
        method: 'PUT',
        path: '/teams/7',
        resource: '/teams/{teamId}',
        pathParameters: { teamId: '7' },
        headers: { 'X-A': '1' },
        query: { q: 'a' },
        body: '{}',
      }),
    );
  });

  it.each<[string, RequestOptions, string]>([
    [
      'a missing parameter',
      { route: 'PUT /teams/{teamId}' },
      "the route 'PUT /teams/{teamId}' has {teamId}; write its value: pathParameters: { teamId: '7' }",
    ],
    [
      'an inherited parameter',
      { route: 'GET /{toString}', pathParameters: {} },
      "the route 'GET /{toString}' has {toString}; write its value: ",
    ],
    [
      'a parameter of another route',
      { route: 'GET /me', pathParameters: { teamId: '7' } },
      "a path parameter of 'GET /me' is 'teamId'; write only those of the route",
    ],
    ['a method', { ...PUT, method: 'GET' }, 'option route sets the method; omit method'],
    ['a path', { ...PUT, path: '/teams/7' }, 'option route sets the path; omit path'],
    ['a resource', { ...PUT, resource: '/a' }, 'option route sets the resource; omit resource'],
    ['a route for ANY', { route: 'ANY /me' }, "option route is 'ANY /me'; write the route of a "],
    ['a method in lower case', { route: 'get /me' }, "option route is 'get /me'; write "],
    ['a path alone', { route: '/me' }, "option route is '/me'; write "],
    ['a query', { route: 'GET /me ?a=1' }, "option route is 'GET /me ?a=1'; write "],
  ])('with %s is a TypeError that names the builder', (_, options, message) => {
    const builders: ((options: RequestOptions) => unknown)[] = [
      restApiEvent,
      httpApiEvent,
      lambdaAuthorizerEvent,
      functionUrlEvent,
      albEvent,
    ];
    for (const build of builders) {
      expect(() => build(options)).toThrow(TypeError);
      expect(() => build(options)).toThrow(`${build.name}: ${message}`);
    }
  });
});
