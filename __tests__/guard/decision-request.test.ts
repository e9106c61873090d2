import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MiddyfiedHandler } from '@middy/core';
import middy, { type Request } from '@middy/core';
import {
  allOf,
  anyOf,
  cognitoGroups,
  type DecisionReport,
  everyone,
  guardRoutes,
  noneOf,
  type OnDecision,
  owner,
  type Rule,
  requireGroup,
  routePolicy,
  scope,
  user,
} from 'middy-cognito-groups';
import { anonymousEvent, restCaller, restEvent } from '../support/events.js';

const calls: (readonly [DecisionReport, Request])[] = [];

const onDecision: OnDecision = (report, request) => void calls.push([report, request]);

beforeEach(() => {
  calls.length = 0;
});

const CONTEXT = { awsRequestId: 'c6af9ac6-0000-4000-8000-000000000000' };

async function reported(rule: Rule, event: object, context: unknown = CONTEXT) {
  const handler = middy()
    .use(cognitoGroups({ onDecision, implies: { admin: ['member'] } }))
    .use(requireGroup(rule))
    .handler(async () => 'in');
  await (handler as unknown as MiddyfiedHandler)(event, context as never);
  expect(calls).toHaveLength(1);
  const [call] = calls.splice(0);
  return call as readonly [DecisionReport, Request];
}

describe('the report', () => {
  it('has exactly these fields', async () => {
    const [report] = await reported('admin', restCaller('staff', 'x'));
    expect({ ...report }).toEqual({
      decision: {
        allowed: false,
        status: 403,
        rule: 'admin',
        failed: ['admin'],
        missing: ['admin'],
        challenge: undefined,
        reason: expect.stringMatching(/^the caller does not satisfy 'admin'/u),
      },
      failed: ['admin'],
      route: 'GET /teams',
      subject: '3f1a7c52-0000-4000-8000-000000000001',
      groups: ['staff', 'x'],
      source: 'rest-api',
      awsRequestId: CONTEXT.awsRequestId,
    });
  });

  it('has the groups of the token, not those that they imply', async () => {
    const [report] = await reported('member', restCaller('admin'));
    expect(report).toMatchObject({ groups: ['admin'], failed: [], decision: { allowed: true } });
  });

  it('has no groups for a request without a caller', async () => {
    const [report] = await reported('admin', anonymousEvent());
    expect(report).toMatchObject({
      groups: [],
      subject: undefined,
      source: undefined,
      awsRequestId: CONTEXT.awsRequestId,
    });
  });

  it.each<[string, unknown]>([
    ['an empty context', {}],
    ['an id that is no text', { awsRequestId: 7 }],
    ['an inherited id', Object.create({ awsRequestId: 'inherited' })],
  ])('has no awsRequestId with %s', async (_, context) => {
    const [report] = await reported('admin', restCaller('admin'), context);
    expect(report.awsRequestId).toBeUndefined();
    expect('awsRequestId' in report).toBe(true);
  });

  it('is frozen, and so are its lists', async () => {
    for (const event of [restCaller('staff'), restCaller('admin'), anonymousEvent()]) {
      const [report] = await reported(allOf('admin', noneOf('x')), event);
      for (const part of [
        report,
        report.decision,
        report.failed,
        report.groups,
        report.decision.failed,
        report.decision.missing,
      ]) {
        expect(Object.isFrozen(part)).toBe(true);
      }
    }
  });

  it('does not freeze event.auth', async () => {
    const handler = middy()
      .use(cognitoGroups({ onDecision }))
      .use(requireGroup('admin'))
      .handler(async ({ auth }) => auth.groups.push('x'));
    await (handler as unknown as MiddyfiedHandler)(restCaller('admin'), CONTEXT as never);
    expect(calls[0]?.[0].groups).toEqual(['admin']);
  });
});

describe('failed', () => {
  const suspended = () => restCaller('member', 'suspended');

  it.each<[string, Rule, readonly Rule[]]>([
    ['a group', 'admin', ['admin']],
    ['a suspended member', allOf('member', noneOf('suspended')), [noneOf('suspended')]],
    ['the groups of anyOf', anyOf('admin', 'ops'), ['admin', 'ops']],
    ['only what failed of allOf', allOf('member', 'admin'), ['admin']],
    ['the innermost', allOf('member', anyOf('admin', allOf('ops', 'member'))), ['admin', 'ops']],
    ['noneOf as a whole', noneOf(anyOf('suspended', 'x')), [noneOf(anyOf('suspended', 'x'))]],
    ['an owner', anyOf('admin', owner('id')), ['admin', owner('id')]],
    ['a scope', allOf('member', scope('a')), [scope('a')]],
    ['none of an alternative that was not needed', allOf(anyOf('x', 'member'), 'admin'), ['admin']],
  ])('names %s', async (_, rule, failed) => {
    const [report] = await reported(rule, suspended());
    expect(report.failed).toEqual(failed);
    expect(report.decision.failed).toEqual(failed);
  });

  it('is in the words of the reason', async () => {
    const [report] = await reported(allOf('member', noneOf('suspended')), suspended());
    expect(report.decision.reason).toMatch(/^the caller does not satisfy noneOf\('suspended'\); /u);
    expect(report.decision.missing).toEqual([]);
  });

  it('is empty for an allowed request', async () => {
    for (const rule of [everyone, 'member', anyOf('x', 'member')] as const) {
      expect((await reported(rule, suspended()))[0].failed).toEqual([]);
    }
  });

  it('names what a machine lacks', async () => {
    const client = { sub: 'c', client_id: 'c', 'cognito:username': undefined };
    const [report] = await reported(allOf(user, noneOf('suspended')), restEvent(client));
    expect(report.failed).toEqual([user]);
  });
});

describe('the request', () => {
  it('is that of Middy, so that a log finds the event and the context', async () => {
    const event = restCaller('admin');
    const [, request] = await reported('admin', event);
    expect(request.event).toBe(event);
    expect(request.context).toBe(CONTEXT);
    expect(typeof request.internal).toBe('object');
  });

  it('is handed over by routePolicy too, for a denial and a route without a rule', async () => {
    const handler = middy()
      .use(cognitoGroups({ onDecision }))
      .use(routePolicy({ 'GET /teams': 'admin' }))
      .handler(async () => 'in') as unknown as MiddyfiedHandler;
    for (const event of [restCaller('member'), { ...restCaller('admin'), resource: '/other' }]) {
      await handler(event, CONTEXT as never);
      const [call] = calls.splice(0);
      expect(call?.[0]).toMatchObject({
        awsRequestId: CONTEXT.awsRequestId,
        failed: expect.any(Array),
      });
      expect(call?.[1].event).toBe(event);
    }
  });

  it('of guardRoutes has the event and the context', async () => {
    const [route] = guardRoutes([
      { method: 'GET', path: '/teams', access: 'admin', handler: async () => 'in' },
    ]);
    const handler = middy()
      .use(cognitoGroups({ onDecision }))
      .handler(route?.handler as never) as unknown as MiddyfiedHandler;
    const event = restCaller('member');
    await handler(event, CONTEXT as never);
    const [report, request] = calls[0] ?? [];
    expect(report).toMatchObject({ route: 'GET /teams', awsRequestId: CONTEXT.awsRequestId });
    expect([request?.event, request?.context]).toEqual([event, CONTEXT]);
  });
});

describe('an onDecision that fails', () => {
  it('changes no answer, even if it changes the request', async () => {
    const spoil: OnDecision = (_, request) => {
      request.response = { statusCode: 200, body: 'let in' };
      Object.assign(request.event as object, { auth: { groups: ['admin'] } });
      throw new Error('log is down');
    };
    const handler = jest.fn(async () => ({ statusCode: 200 }));
    const chain = middy()
      .use(cognitoGroups({ onDecision: spoil }))
      .use(requireGroup('admin'))
      .handler(handler) as unknown as MiddyfiedHandler;
    const answer = await chain(restCaller('member'), CONTEXT as never);
    expect(answer).toMatchObject({ statusCode: 403 });
    expect(handler).not.toHaveBeenCalled();
  });
});
