import { describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import httpErrorHandler from '@middy/http-error-handler';
import createError from 'http-errors';
import { type CognitoGroupsOptions, cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { FORBIDDEN, UNAUTHORIZED } from '../support/answers.js';
import { invoke, thrownBy } from '../support/chain.js';
import { anonymousEvent, appSyncEvent, httpEvent, restCaller } from '../support/events.js';
import { streamed } from '../support/streaming.js';

function chain(options?: CognitoGroupsOptions) {
  return middy()
    .use(cognitoGroups(options))
    .use(requireGroup('team_manager'))
    .handler(async () => 'in');
}

describe('a bare chain answers', () => {
  it('403 to a caller outside the group', async () => {
    for (const event of [
      restCaller('member'),
      restCaller(),
      httpEvent({ 'cognito:groups': '[member]' }),
    ]) {
      expect(await invoke(chain(), event)).toEqual({
        statusCode: 403,
        headers: { 'Content-Type': 'application/json' },
        body: '{"message":"Forbidden"}',
      });
    }
  });

  it('401 with a challenge to an unauthenticated request', async () => {
    expect(await invoke(chain(), anonymousEvent())).toEqual({
      statusCode: 401,
      headers: { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Bearer' },
      body: '{"message":"Unauthorized"}',
    });
  });
});

describe('if stack traces cannot be limited, as with --frozen-intrinsics', () => {
  it('a denial is still answered', async () => {
    const { stackTraceLimit } = Error;
    Object.defineProperty(Error, 'stackTraceLimit', {
      value: stackTraceLimit,
      writable: false,
      configurable: true,
    });
    try {
      const handler = middy().use(cognitoGroups()).use(requireGroup('admin'));
      expect(await invoke(handler, restCaller('member'))).toMatchObject({ statusCode: 403 });
      expect(await invoke(handler, anonymousEvent())).toMatchObject({ statusCode: 401 });
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', {
        value: stackTraceLimit,
        writable: true,
        configurable: true,
      });
    }
  });
});

describe('respond', () => {
  it("'problem' answers with the format of RFC 9457", async () => {
    const answer = await invoke(chain({ respond: 'problem' }), restCaller('member'));
    expect(answer).toMatchObject({
      statusCode: 403,
      headers: { 'Content-Type': 'application/problem+json' },
    });
    expect(JSON.parse(answer.body)).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
    });
  });

  it("'problem' keeps the challenge of a 401", async () => {
    const answer = await invoke(chain({ respond: 'problem' }), anonymousEvent());
    expect(answer.headers).toEqual({
      'Content-Type': 'application/problem+json',
      'WWW-Authenticate': 'Bearer',
    });
    expect(JSON.parse(answer.body)).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
    });
  });

  it('false leaves the error thrown', async () => {
    expect(await thrownBy(chain({ respond: false }), restCaller())).toBeInstanceOf(
      createError.Forbidden,
    );
    expect(await thrownBy(chain({ respond: false }), anonymousEvent())).toBeInstanceOf(
      createError.Unauthorized,
    );
  });

  it('a function receives the error and the request', async () => {
    const event = restCaller('member');
    const respond = chain({
      respond: (denial, request) => ({
        statusCode: denial.status,
        body: denial.code,
        same: request.event === event,
      }),
    });
    expect(await invoke(respond, event)).toEqual({
      statusCode: 403,
      body: 'ERR_FORBIDDEN',
      same: true,
    });
  });

  it('a function may be asynchronous', async () => {
    expect(
      await invoke(
        chain({ respond: async ({ status }) => ({ statusCode: status }) }),
        restCaller(),
      ),
    ).toEqual({
      statusCode: 403,
    });
  });

  it('a function that returns undefined leaves the error thrown', async () => {
    expect(await thrownBy(chain({ respond: () => undefined }), restCaller())).toMatchObject({
      statusCode: 403,
    });
  });

  it('a function may hide a route or redirect to the sign-in', async () => {
    for (const response of [
      { statusCode: 404 },
      { statusCode: 302, headers: { Location: '/login' } },
    ]) {
      expect(await invoke(chain({ respond: () => response }), restCaller())).toEqual(response);
    }
  });

  it.each<[string, () => unknown]>([
    ['null', () => null],
    ['a string', () => 'no'],
    ['an object without a status, which payload 2.0 answers with 200', () => ({ message: 'no' })],
    ['a success', () => ({ statusCode: 200 })],
    ['a status that is a string', () => ({ statusCode: '403' })],
    ['a rejected promise', () => Promise.reject(new Error('no template'))],
    [
      'an exception',
      () => {
        throw new Error('no template');
      },
    ],
  ])('a function that returns %s is overruled, and the mistake is reported', async (_, respond) => {
    const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);
    try {
      expect(await invoke(chain({ respond }), restCaller())).toMatchObject({
        statusCode: 403,
        body: '{"message":"Forbidden"}',
      });
      expect(reported).toHaveBeenCalledTimes(1);
    } finally {
      reported.mockRestore();
    }
  });
});

describe('with an error handler', () => {
  it('attached after the guard, it leaves the body of the guard', async () => {
    const handler = chain().use(httpErrorHandler({ logger: false }));
    expect(await invoke(handler, restCaller())).toEqual(FORBIDDEN);
    expect(await invoke(handler, anonymousEvent())).toEqual(UNAUTHORIZED);
  });

  it('attached before the guard, it leaves the body of the guard', async () => {
    const handler = middy()
      .use(httpErrorHandler({ logger: false }))
      .use(cognitoGroups())
      .use(requireGroup('team_manager'));
    expect(await invoke(handler, restCaller())).toMatchObject({
      statusCode: 403,
      body: '{"message":"Forbidden"}',
    });
  });
});

describe('a guard does not change what it did not throw', () => {
  it.each([
    ["a handler's 403", createError(403)],
    ["a handler's 401", createError(401)],
    ['a fault', new Error('broken')],
    ['a thrown string', 'broken'],
    ['a thrown undefined', undefined],
  ])('%s', async (_, thrown) => {
    const handler = chain().handler(async () => {
      throw thrown;
    });
    await expect(invoke(handler, restCaller('team_manager'))).rejects.toBe(thrown);
  });

  it('an answer that another middleware has given', async () => {
    const handler = chain().onError((request) => {
      request.response = { statusCode: 418 };
    });
    expect(await invoke(handler, restCaller())).toEqual({ statusCode: 418 });
  });
});

describe('on AppSync a denial is thrown, never an answer', () => {
  it.each<[string, unknown, number]>([
    ['a caller outside the group', appSyncEvent(['member']), 403],
    ['an unauthenticated request', { ...appSyncEvent(null), identity: null }, 401],
    ['a batch', [appSyncEvent([]), appSyncEvent([])], 403],
    ['an unauthenticated batch', [{ ...appSyncEvent(null), identity: null }], 401],
  ])('%s', async (_, event, status) => {
    for (const respond of ['json', 'problem', () => 'answered'] as const) {
      expect(await thrownBy(chain({ respond }), event)).toMatchObject({ statusCode: status });
    }
  });

  it('even if another middleware has replaced every field of the event', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .before((request) => {
        const noField = { info: undefined, identity: undefined, requestContext: {} };
        request.event = { ...request.event, ...noField };
      })
      .use(requireGroup('team_manager'));
    expect(await thrownBy(handler, appSyncEvent(['member']))).toMatchObject({ statusCode: 403 });
  });

  it('and a member passes, alone or in a batch', async () => {
    expect(await invoke(chain(), appSyncEvent(['team_manager']))).toBe('in');
    expect(await invoke(chain(), [appSyncEvent(['team_manager'])])).toBe('in');
  });
});

describe('a denial is thrown if no HTTP response is expected, where a result means success', () => {
  it.each<[string, object]>([
    ['a broker', { eventSource: 'aws:mq', messages: [{}] }],
    ['a log stream', { awslogs: { data: '' } }],
    ['a state of Step Functions', { input: 1 }],
    ['a queue', { Records: [{ eventSource: 'aws:sqs', body: '{}' }] }],
    ['EventBridge', { 'detail-type': 'Scheduled Event', detail: {} }],
    [
      'a resolver payload without info',
      {
        typeName: 'Mutation',
        fieldName: 'f',
        arguments: {},
        identity: { groups: ['team_manager'] },
      },
    ],
  ])('%s', async (_, event) => {
    expect(await thrownBy(chain(), event)).toMatchObject({ statusCode: 401 });
  });
});

describe('in streaming mode', () => {
  it('a denial is a 403 with its headers', async () => {
    const guarded = () =>
      middy({ executionMode: executionModeStreamifyResponse as never })
        .use(cognitoGroups())
        .use(requireGroup('team_manager'))
        .handler(async () => 'in');
    const answer = await streamed(guarded, httpEvent({ 'cognito:groups': '[member]' }));
    expect(answer).toEqual({
      metadata: { statusCode: 403, headers: { 'Content-Type': 'application/json' } },
      body: '{"message":"Forbidden"}',
    });
  });
});
