import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import createError from 'http-errors';
import { cognitoGroups, type RespondOption, requireGroup } from 'middy-cognito-groups';
import { invoke, type ThrownError, thrownBy } from '../support/chain.js';
import { anonymousEvent, restCaller } from '../support/events.js';

/** Some APIs hide what they have: a caller who may not see a team is told that there is none. */

const FIELDS = ['status', 'statusCode', 'name', 'expose', 'message', 'headers'] as const;

const denialOf = (event: object) =>
  thrownBy(
    middy()
      .use(cognitoGroups({ respond: false }))
      .use(requireGroup('admin')),
    event,
  );

describe('a denial', () => {
  it.each([
    ['403', restCaller('member'), 403],
    ['401', anonymousEvent(), 401],
  ])('of %s is as writable as that of http-errors', async (_, event, status) => {
    const denial = await denialOf(event);
    const like = createError(status) as unknown as ThrownError;
    for (const field of FIELDS) {
      for (const error of [like, denial] as unknown as Record<string, unknown>[]) {
        error[field] = 'changed';
        expect(error[field]).toBe('changed');
        expect(Reflect.defineProperty(error, field, { value: 'defined' })).toBe(true);
      }
    }
  });

  it('that was changed changes no later one', async () => {
    const first = await denialOf(restCaller('member'));
    Object.assign(first, { status: 404, statusCode: 404, name: 'NotFoundError', expose: false });
    const second = await denialOf(restCaller('member'));
    expect(second).toMatchObject({ statusCode: 403, status: 403, expose: true });
    expect(second.name).toBe('ForbiddenError');
    expect(createError(403)).toMatchObject({ statusCode: 403, name: 'ForbiddenError' });
  });

  it('keeps its fields out of JSON, as that of http-errors does', async () => {
    const denial = await denialOf(restCaller('member'));
    for (const field of ['status', 'statusCode', 'name', 'expose']) {
      expect(Object.keys(denial)).not.toContain(field);
    }
  });
});

const hide = (message: string) => (request: { error: unknown }) => {
  const error = request.error as Error & { statusCode: number };
  if (error.statusCode !== 403) return;
  Object.assign(error, { statusCode: 404, status: 404, name: 'NotFoundError', message });
};

describe('an onError that makes a 404 out of a 403', () => {
  const chain = (respond: RespondOption, message = 'Not Found') =>
    middy()
      .use(cognitoGroups({ respond }))
      .use(requireGroup('admin'))
      .onError(hide(message))
      .handler(async () => ({ statusCode: 200 }));

  it('is answered as such', async () => {
    expect(await invoke(chain('json'), restCaller('member'))).toEqual({
      statusCode: 404,
      headers: { 'Content-Type': 'application/json' },
      body: '{"message":"Not Found"}',
    });
    const problem = await invoke(chain('problem'), restCaller('member'));
    expect(problem.statusCode).toBe(404);
    expect(JSON.parse(problem.body)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
    });
  });

  it('leaves a 401 and an allowed request alone', async () => {
    expect((await invoke(chain('json'), anonymousEvent())).statusCode).toBe(401);
    expect((await invoke(chain('json'), restCaller('admin'))).statusCode).toBe(200);
  });

  it('is thrown as such with respond: false', async () => {
    expect(await thrownBy(chain(false), restCaller('member'))).toMatchObject({
      statusCode: 404,
      status: 404,
      message: 'Not Found',
    });
  });

  it('may write any message into the body', async () => {
    for (const message of ['no "such" team', 'C:\\teams', 'one\ntwo', '\u2028']) {
      for (const respond of ['json', 'problem'] as const) {
        const { body } = await invoke(chain(respond, message), restCaller('member'));
        expect(Object.values(JSON.parse(body) as object)).toContain(message);
      }
    }
  });

  it.each(['before', 'after'])('works with an error handler %s it', async (place) => {
    const handler = middy().use(cognitoGroups()).use(requireGroup('admin'));
    // Middy runs the onError hooks in reverse order.
    if (place === 'after') handler.use(httpErrorHandler({ logger: false }));
    handler.onError(hide('Not Found'));
    if (place === 'before') handler.use(httpErrorHandler({ logger: false }));
    const answer = await invoke(handler, restCaller('member'));
    expect(answer.statusCode).toBe(place === 'after' ? 404 : 403);
  });
});
