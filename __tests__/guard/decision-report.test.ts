import { beforeEach, describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  cognitoGroups,
  type DecisionReport,
  everyone,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import { FORBIDDEN } from '../support/answers.js';
import { invoke, thrownBy } from '../support/chain.js';
import {
  anonymousEvent,
  appSyncEvent,
  httpEvent,
  httpV1Event,
  restCaller,
} from '../support/events.js';

const SUBJECT = '3f1a7c52-0000-4000-8000-000000000001';

let reports: DecisionReport[] = [];
const onDecision = (report: DecisionReport): void => {
  reports.push(report);
};

beforeEach(() => {
  reports = [];
});

describe('a request whose route is not in the table is reported as denied', () => {
  const handler = middy()
    .use(cognitoGroups({ onDecision }))
    .use(routePolicy({ 'GET /teams': everyone }))
    .handler(async () => 'in');

  const denial = {
    decision: {
      allowed: false,
      status: 403,
      rule: undefined,
      failed: [],
      missing: [],
      challenge: undefined,
      reason: expect.stringMatching(/./),
    },
    failed: [],
    awsRequestId: undefined,
  };

  it.each<[string, object, object]>([
    [
      'a caller',
      { ...restCaller('member'), resource: '/secret' },
      { route: 'GET /secret', subject: SUBJECT, groups: ['member'], source: 'rest-api' },
    ],
    [
      'a request without an identity',
      { ...anonymousEvent(), resource: '/secret' },
      { route: 'GET /secret', subject: undefined, groups: [], source: undefined },
    ],
    [
      'a catch-all',
      { ...restCaller('member'), resource: '/{proxy+}' },
      { route: 'GET /{proxy+}', subject: SUBJECT, groups: ['member'], source: 'rest-api' },
    ],
    [
      'a request that names no route',
      { requestContext: {} },
      { route: undefined, subject: undefined, groups: [], source: undefined },
    ],
  ])('%s', async (_, event, who) => {
    expect(await invoke(handler, event)).toEqual(FORBIDDEN);
    expect(reports).toEqual([{ ...denial, ...who }]);
  });
});

describe('a report names the route that the gateway matched', () => {
  const handler = middy()
    .use(cognitoGroups({ onDecision }))
    .use(requireGroup(everyone))
    .handler(async () => 'in');

  const http = (routeKey: unknown, method: unknown = 'GET') => ({
    ...httpEvent(),
    routeKey,
    requestContext: { http: { method, path: '/other' } },
  });
  const webSocket = (routeKey: unknown) => ({ requestContext: { connectionId: 'x', routeKey } });
  const field = (info: object) => ({ ...appSyncEvent(['member']), info });
  const teams = field({ parentTypeName: 'Query', fieldName: 'teams' });

  it.each<[string, object, string | undefined]>([
    ['a REST API', restCaller('member'), 'GET /teams'],
    ['a REST API without a method', { ...restCaller('member'), httpMethod: undefined }, undefined],
    ['a REST API without a resource', { ...restCaller('member'), resource: undefined }, undefined],
    [
      'a REST API with a resource that is not a string',
      { ...restCaller('member'), resource: ['/teams'] },
      undefined,
    ],
    ['an HTTP API', http('GET /teams'), 'GET /teams'],
    ['an HTTP API, with the method of the request', http('ANY /teams', 'PUT'), 'PUT /teams'],
    ['an HTTP API, catch-all', http('$default'), 'GET $default'],
    ['an HTTP API without a route key', http(undefined), undefined],
    ['an HTTP API with a route key that is not a string', http(7), undefined],
    ['an HTTP API without a method', http('GET /teams', null), undefined],
    ['an HTTP API, payload 1.0', httpV1Event(), 'GET /teams'],
    ['an unknown payload version', { ...restCaller('member'), version: '9' }, undefined],
    ['a WebSocket API', webSocket('$connect'), '$connect'],
    ['a WebSocket API without a route key', webSocket(undefined), undefined],
    ['a WebSocket API with a route key that is not a string', webSocket(7), undefined],
    ['AppSync', teams, 'Query.teams'],
    ['AppSync without a field', field({ parentTypeName: 'Query' }), undefined],
    [
      'AppSync with a field that is not a string',
      field({ parentTypeName: 'Query', fieldName: 7 }),
      undefined,
    ],
    ['a batch', [teams, teams], 'Query.teams'],
    ['a batch of one', [teams], 'Query.teams'],
    [
      'a batch of two fields',
      [teams, field({ parentTypeName: 'Query', fieldName: 'users' })],
      undefined,
    ],
    ['an empty event', {}, undefined],
  ])('%s', async (_, event, route) => {
    expect(await invoke(handler, event)).toBe('in');
    expect(reports).toHaveLength(1);
    expect(reports[0]).toHaveProperty('route', route);
    expect(reports[0]?.decision).toMatchObject({
      allowed: true,
      status: 200,
      rule: { everyone: true },
      missing: [],
    });
  });

  it('and so does the report of a denial', async () => {
    const denying = middy()
      .use(cognitoGroups({ onDecision, respond: false }))
      .use(requireGroup('admin'));
    for (const [event, route] of [
      [restCaller('member'), 'GET /teams'],
      [{ ...restCaller('member'), resource: undefined }, undefined],
      [teams, 'Query.teams'],
    ] as const) {
      const error = await thrownBy(denying, event);
      expect(error).toMatchObject({ statusCode: 403, code: 'ERR_FORBIDDEN' });
      expect(error.cause).toHaveProperty('route', route);
      expect(reports.at(-1)).toHaveProperty('route', route);
    }
  });
});
