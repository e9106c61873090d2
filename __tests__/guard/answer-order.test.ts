import { describe, expect, it } from '@jest/globals';
import middy, { type MiddlewareObj } from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import { cognitoGroups, type RespondOption, requireGroup } from 'middy-cognito-groups';
import { type Answer, invoke, type ThrownError } from '../support/chain.js';
import { anonymousEvent, restCaller } from '../support/events.js';

type Part = 'reader' | 'guard' | 'errors' | 'cors';

const ORIGIN = 'https://app.example';

const orders = (parts: readonly Part[]): Part[][] =>
  parts.length === 0
    ? [[]]
    : parts.flatMap((first) =>
        orders(parts.filter((part) => part !== first)).map((rest) => [first, ...rest]),
      );

/** The reader always stands before the guard. */
const ORDERS = [
  ...orders(['reader', 'guard', 'errors']),
  ...orders(['reader', 'guard', 'cors']),
  ...orders(['reader', 'guard', 'errors', 'cors']),
].filter((order) => order.indexOf('reader') < order.indexOf('guard'));

function chain(order: readonly Part[], respond: RespondOption, logged: unknown[] = []) {
  const parts: Record<Part, MiddlewareObj> = {
    reader: cognitoGroups({ respond }) as unknown as MiddlewareObj,
    guard: requireGroup('admin') as unknown as MiddlewareObj,
    errors: httpErrorHandler({ logger: (error) => void logged.push(error) }) as MiddlewareObj,
    cors: httpCors({ origins: [ORIGIN] }) as MiddlewareObj,
  };
  return middy()
    .use(order.map((part) => parts[part]))
    .handler(async () => ({ statusCode: 200 }));
}

const sent = (event: object) => ({
  ...event,
  headers: { Origin: ORIGIN },
  path: '/teams',
});

/** Whether something has answered before the hook of http-cors runs, which needs a response. */
function hasCors(order: readonly Part[], guardAnswers = true): boolean {
  const cors = order.indexOf('cors');
  if (cors < 0) return false;
  return order.indexOf('errors') > cors || (guardAnswers && order.indexOf('guard') > cors);
}

const corsHeader = (answer: Answer) => answer.headers['Access-Control-Allow-Origin'];

const byFunction: RespondOption = ({ status }) => ({
  statusCode: status,
  headers: { 'X-By': 'function' },
  body: 'by function',
});

const BODIES: readonly (readonly [string, RespondOption, string, string | undefined])[] = [
  ['json', 'json', '{"message":"Forbidden"}', 'application/json'],
  [
    'problem',
    'problem',
    '{"type":"about:blank","title":"Forbidden","status":403}',
    'application/problem+json',
  ],
];

describe.each(ORDERS.map((order) => [order.join(', '), order] as const))(
  'in the order %s',
  (_, order) => {
    it.each(BODIES)('respond: %s decides the body', async (__, respond, body, type) => {
      const answer = await invoke(chain(order, respond), sent(restCaller('member')));
      expect(answer).toMatchObject({ statusCode: 403, body });
      expect(answer.headers['Content-Type']).toBe(type);
      expect(corsHeader(answer)).toBe(hasCors(order) ? ORIGIN : undefined);
    });

    it('a challenge stays', async () => {
      const answer = await invoke(chain(order, 'json'), sent(anonymousEvent()));
      expect(answer).toMatchObject({
        statusCode: 401,
        body: '{"message":"Unauthorized"}',
        headers: { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Bearer' },
      });
    });

    it('a function decides the answer', async () => {
      const answer = await invoke(chain(order, byFunction), sent(restCaller('member')));
      expect(answer).toMatchObject({
        statusCode: 403,
        headers: { 'X-By': 'function' },
        body: 'by function',
      });
      expect(corsHeader(answer)).toBe(hasCors(order) ? ORIGIN : undefined);
    });

    it('respond: false leaves the answer to others', async () => {
      const answered = invoke(chain(order, false), sent(restCaller('member')));
      if (!order.includes('errors')) {
        await expect(answered).rejects.toMatchObject({ statusCode: 403 });
        return;
      }
      const answer = await answered;
      expect(answer).toMatchObject({ statusCode: 403, body: 'Forbidden' });
      expect(answer.headers['Content-Type']).toBe('text/plain');
    });

    it('a function without a result leaves the answer to others', async () => {
      const answer = await invoke(
        chain(order, () => undefined),
        sent(restCaller('member')),
      ).catch((error: ThrownError) => error);
      expect(answer.statusCode).toBe(403);
      if (order.includes('errors')) expect(answer).toMatchObject({ body: 'Forbidden' });
    });

    it('an allowed request is not touched', async () => {
      expect(await invoke(chain(order, 'json'), sent(restCaller('admin')))).toMatchObject({
        statusCode: 200,
      });
    });
  },
);

describe('an error handler before the guard', () => {
  it('logs no denial', async () => {
    const logged: unknown[] = [];
    await invoke(chain(['errors', 'reader', 'guard'], 'json', logged), restCaller('member'));
    expect(logged).toEqual([]);
  });
});

describe('a response that somebody else made stands', () => {
  it.each<[string, object]>([
    [
      'another status',
      { statusCode: 418, headers: { 'Content-Type': 'text/plain' }, body: 'Forbidden' },
    ],
    ['another body', { statusCode: 403, headers: { 'Content-Type': 'text/plain' }, body: 'No' }],
    [
      'another type',
      { statusCode: 403, headers: { 'Content-Type': 'text/html' }, body: 'Forbidden' },
    ],
    ['no type', { statusCode: 403, headers: {}, body: 'Forbidden' }],
    ['no headers', { statusCode: 403, body: 'Forbidden' }],
    ['no body', { statusCode: 403, headers: { 'Content-Type': 'text/plain' } }],
    ['a redirect', { statusCode: 302, headers: { Location: '/' } }],
  ])('with %s', async (_, response) => {
    for (const respond of ['json', 'problem', byFunction] as const) {
      const handler = middy()
        .use(cognitoGroups({ respond }))
        .use(requireGroup('admin'))
        .onError((request) => {
          request.response = structuredClone(response);
        });
      expect(await invoke(handler, restCaller('member'))).toEqual(response);
    }
  });

  it('in the early end of another onError that returns it', async () => {
    const response = { statusCode: 403, body: 'mine' };
    const handler = middy()
      .use(cognitoGroups())
      .use(requireGroup('admin'))
      .onError(() => response);
    expect(await invoke(handler, restCaller('member'))).toEqual(response);
  });
});

describe('an answer that was derived from a changed denial stands', () => {
  it('with another status', async () => {
    const handler = middy()
      .use(cognitoGroups())
      .use(requireGroup('admin'))
      .use(httpErrorHandler({ logger: false }))
      .onError(({ error }) => {
        Object.assign(error as Error, { statusCode: 404, message: 'Not Found' });
      });
    expect(await invoke(handler, restCaller('member'))).toEqual({
      statusCode: 404,
      headers: { 'Content-Type': 'text/plain' },
      body: 'Not Found',
    });
  });
});

describe('headers that others added to a derived response', () => {
  it('stay, and the type and the length of the old body do not mislead', async () => {
    const handler = middy()
      .use(cognitoGroups({ respond: 'problem' }))
      .use(requireGroup('admin'))
      .onError(({ response }) => {
        Object.assign((response as Answer).headers, { 'X-Trace': '1' });
      })
      .use(httpErrorHandler({ logger: false }));
    expect(await invoke(handler, restCaller('member'))).toMatchObject({
      statusCode: 403,
      headers: { 'X-Trace': '1', 'Content-Type': 'application/problem+json' },
    });
  });
});
