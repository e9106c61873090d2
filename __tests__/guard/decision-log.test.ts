import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import {
  cognitoGroups,
  type DecisionReport,
  everyone,
  guardRoutes,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import { invoke } from '../support/chain.js';
import { anonymousEvent, restCaller } from '../support/events.js';

const SUBJECT = '3f1a7c52-0000-4000-8000-000000000001';

const CONTEXT = { awsRequestId: 'request-1' } as never;

let reports: DecisionReport[] = [];
const onDecision = (report: DecisionReport): void => {
  reports.push(report);
};

beforeEach(() => {
  reports = [];
});

const guarded = (option: (report: DecisionReport) => unknown = onDecision) =>
  middy()
    .use(cognitoGroups({ onDecision: option }))
    .use(requireGroup('admin'))
    .handler(async () => 'in');

describe('onDecision', () => {
  it('receives an allowed request', async () => {
    await guarded()(restCaller('admin', 'ops') as never, CONTEXT);
    expect(reports).toEqual([
      {
        decision: {
          allowed: true,
          status: 200,
          rule: 'admin',
          failed: [],
          missing: [],
          challenge: undefined,
          reason: "access granted by 'admin'",
        },
        failed: [],
        route: 'GET /teams',
        subject: SUBJECT,
        groups: ['admin', 'ops'],
        source: 'rest-api',
        awsRequestId: 'request-1',
      },
    ]);
  });

  it('receives a denied request, with no claim but the subject and the groups', async () => {
    await guarded()(restCaller('member') as never, CONTEXT);
    expect(reports).toEqual([
      {
        decision: {
          allowed: false,
          status: 403,
          rule: 'admin',
          failed: ['admin'],
          missing: ['admin'],
          challenge: undefined,
          reason: "the caller does not satisfy 'admin'; the rule is 'admin'",
        },
        failed: ['admin'],
        route: 'GET /teams',
        subject: SUBJECT,
        groups: ['member'],
        source: 'rest-api',
        awsRequestId: 'request-1',
      },
    ]);
    expect(JSON.stringify(reports)).not.toContain('ada');
  });

  it('receives an unauthenticated request', async () => {
    await invoke(guarded(), anonymousEvent());
    expect(reports).toMatchObject([
      {
        decision: { status: 401, failed: ['admin'], challenge: 'Bearer' },
        subject: undefined,
        groups: [],
        source: undefined,
      },
    ]);
  });

  it('is called once for each guard that decides', async () => {
    const handler = middy()
      .use(cognitoGroups({ onDecision }))
      .use(requireGroup('a'))
      .use(requireGroup('b'))
      .handler(async () => 'in');
    await invoke(handler, restCaller('a', 'b'));
    expect(reports.map(({ decision }) => decision.rule)).toEqual(['a', 'b']);
    await invoke(handler, restCaller('b'));
    expect(reports.slice(2).map(({ decision }) => decision.rule)).toEqual(['a']);
  });

  it('receives the route of a table and of a router', async () => {
    const table = middy()
      .use(cognitoGroups({ onDecision }))
      .use(routePolicy({ 'GET /teams': everyone }));
    await invoke(
      table.handler(async () => 'in'),
      anonymousEvent(),
    );
    const routes = guardRoutes([
      { method: 'GET', path: '/x/{id}', access: 'a', handler: async () => ({ statusCode: 200 }) },
    ]);
    const routed = middy()
      .use(cognitoGroups({ onDecision }))
      .handler(httpRouter(routes as never) as never);
    await invoke(routed, { ...restCaller(), resource: '/{proxy+}', path: '/x/7' });
    expect(reports.map(({ route }) => route)).toEqual(['GET /teams', 'GET /x/{id}']);
  });

  it('is not called if no guard decides', async () => {
    await invoke(
      middy()
        .use(cognitoGroups({ onDecision }))
        .handler(async () => 'in'),
      restCaller('admin'),
    );
    expect(reports).toEqual([]);
  });
});

describe('a failing onDecision changes no answer and is reported once', () => {
  const reported = jest.spyOn(console, 'error');

  beforeEach(() => {
    reported.mockReset().mockReturnValue(undefined);
  });

  afterEach(() => {
    reported.mockReset();
  });

  const fault = new Error('no log');

  it.each<[string, () => unknown]>([
    [
      'by a throw',
      () => {
        throw fault;
      },
    ],
    ['by a rejected promise', () => Promise.reject(fault)],
  ])('%s', async (_, failing) => {
    expect(await invoke(guarded(failing), restCaller('admin'))).toBe('in');
    await new Promise(setImmediate);
    expect(reported).toHaveBeenCalledTimes(1);
    expect(reported).toHaveBeenLastCalledWith('middy-cognito-groups: onDecision failed', fault);
    expect(await invoke(guarded(failing), restCaller('member'))).toMatchObject({ statusCode: 403 });
    await new Promise(setImmediate);
    expect(reported).toHaveBeenCalledTimes(2);
  });

  it('nor do its changes to the report', async () => {
    const changing = ({ decision }: DecisionReport): void => {
      Object.assign(decision, { allowed: true, status: 200 });
    };
    expect(await invoke(guarded(changing), restCaller('member'))).toMatchObject({
      statusCode: 403,
    });
    expect(reported).toHaveBeenCalledTimes(1);
    const adding = ({ decision }: DecisionReport): void => {
      (decision.missing as string[]).push('other');
    };
    expect(await invoke(guarded(adding), restCaller('member'))).toMatchObject({ statusCode: 403 });
    expect(reported).toHaveBeenCalledTimes(2);
  });

  it('nor does a promise that never settles', async () => {
    expect(
      await invoke(
        guarded(() => new Promise(() => undefined)),
        restCaller('admin'),
      ),
    ).toBe('in');
  });
});
