import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  authenticated,
  cognitoGroups,
  everyone,
  groupTemplate,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import { expectAccess, httpApiEvent, restApiEvent } from 'middy-cognito-groups/testing';

describe('expectAccess', () => {
  const handler = middy()
    .use(cognitoGroups())
    .use(
      routePolicy({
        'GET /teams': authenticated,
        'PUT /teams/{teamId}': groupTemplate('team-{teamId}'),
        'GET /health': everyone,
      }),
    )
    .handler(async () => ({ statusCode: 200 }));
  const callers = { anonymous: {}, member: { groups: ['team-7'] } };

  it('passes if every caller gets the status of the table', async () => {
    for (const event of [restApiEvent, httpApiEvent]) {
      await expectAccess(handler, {
        event,
        callers,
        pathParameters: { teamId: '7' },
        routes: {
          'GET /teams': { anonymous: 401, member: 200 },
          'PUT /teams/{teamId}': { anonymous: 401, member: 200 },
          'GET /health': { anonymous: 200, member: 200 },
          'DELETE /teams/{teamId}': { anonymous: 403, member: 403 },
        },
      });
    }
  });

  it('lists every difference', async () => {
    const run = expectAccess(handler, {
      event: restApiEvent,
      callers,
      routes: {
        'GET /teams': { anonymous: 200, member: 200 },
        'PUT /teams/{teamId}': { anonymous: 401, member: 200 },
      },
    });
    await expect(run).rejects.toMatchObject({
      name: 'AssertionError',
      message:
        'expectAccess: access differs:\n' +
        '  GET /teams as anonymous: expected 200, got 401\n' +
        '  PUT /teams/{teamId} as member: expected 200, got 403',
    });
  });

  it('counts a thrown error as its status, or shows it', async () => {
    const throwing = middy()
      .use(cognitoGroups({ respond: false }))
      .use(requireGroup('admin'));
    await expectAccess(throwing, {
      event: restApiEvent,
      callers: { anonymous: {} },
      routes: { 'GET /': { anonymous: 401 } },
    });
    const table = {
      event: restApiEvent,
      callers: { anonymous: {} },
      routes: { 'GET /': { anonymous: 200 } },
    };
    const broken = () => {
      throw new Error('broken');
    };
    await expect(expectAccess(broken, table)).rejects.toThrow('got a thrown Error: broken');
    await expect(expectAccess(() => undefined, table)).rejects.toThrow('got no status');
    await expect(expectAccess(() => Promise.reject(), table)).rejects.toThrow(
      'got a thrown undefined',
    );
  });

  it.each<[string, object, RegExp]>([
    [
      'a malformed route',
      { routes: { 'get /': { anonymous: 200 } } },
      /^expectAccess: "get \/" is not a route; write 'GET \/teams\/\{teamId\}'$/,
    ],
    [
      'an unknown method',
      { routes: { 'FROB /': { anonymous: 200 } } },
      /^expectAccess: "FROB \/" is not a route/,
    ],
    [
      'a method that no request has',
      { routes: { 'ANY /': { anonymous: 200 } } },
      /^expectAccess: "ANY \/" is not a route/,
    ],
    [
      'an unknown caller',
      { routes: { 'GET /': { anonymous: 401, anonymus: 401 } } },
      /^expectAccess: GET \/ names anonymus, who is not one of the callers$/,
    ],
    [
      'a forgotten caller',
      { routes: { 'GET /': {} } },
      /^expectAccess: GET \/ has no status for anonymous$/,
    ],
    [
      'no routes',
      { routes: {} },
      /^expectAccess: write a table with at least one route and one caller$/,
    ],
    [
      'no callers',
      { callers: {}, routes: { 'GET /': {} } },
      /^expectAccess: write a table with at least one route and one caller$/,
    ],
  ])('%s is a TypeError', async (_, given, message) => {
    const table = {
      event: restApiEvent,
      callers: { anonymous: {} },
      ...given,
    } as unknown as Parameters<typeof expectAccess>[1];
    await expect(expectAccess(handler, table)).rejects.toThrow(TypeError);
    await expect(expectAccess(handler, table)).rejects.toThrow(message);
  });
});
