import { expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import createError from 'http-errors';
import { invoke, thrownBy } from '../support/chain.js';
import { anonymousEvent, restCaller, restEvent } from '../support/events.js';

// As in a bundle of ES modules, which has no `require` for the dependencies of http-errors.
jest.unstable_mockModule('http-errors', () => {
  throw new Error('Dynamic require of "path" is not supported');
});
const { cognitoGroups, requireGroup } = await import('middy-cognito-groups');

const guarded = (respond?: false) =>
  middy()
    .use(cognitoGroups(respond === undefined ? {} : { respond }))
    .use(requireGroup('admin'))
    .handler(async () => 'in');

it('callers are still answered if http-errors cannot be loaded', async () => {
  expect(await invoke(guarded(), restCaller('admin'))).toBe('in');
  expect(await invoke(guarded(), restCaller('not_admin'))).toMatchObject({ statusCode: 403 });
  expect(await invoke(guarded(), anonymousEvent())).toMatchObject({
    statusCode: 401,
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
});

it('a denial has the same shape if http-errors cannot be loaded', async () => {
  const error = await thrownBy(guarded(false), restCaller('not_admin'));
  expect(createError.isHttpError(error)).toBe(true);
  expect([error.name, error.message, error.status, error.expose]).toEqual([
    'ForbiddenError',
    'Forbidden',
    403,
    true,
  ]);
  expect({ ...error }).toEqual({ code: 'ERR_FORBIDDEN' });
  const answered = middy()
    .use(httpErrorHandler({ logger: false }))
    .use(cognitoGroups({ respond: false }))
    .use(requireGroup('admin'))
    .handler(async () => 'in');
  expect(await invoke(answered, restCaller('not_admin'))).toMatchObject({ statusCode: 403 });
});

it('a fault has the same shape if http-errors cannot be loaded', async () => {
  const error = await thrownBy(guarded(), restEvent({ sub: '1', 'cognito:groups': 'a,,b' }));
  expect(createError.isHttpError(error)).toBe(true);
  expect(error).toMatchObject({ status: 500, expose: false, code: 'ERR_CLAIM_FORMAT' });
  expect(error.message).toBe('Internal Server Error');
});
