import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Request } from '@middy/core';
import createError from 'http-errors';
import { anonymousEvent, restCaller } from '../support/events.js';

type Thrown = Error & { readonly statusCode: number };

/** The package as a new process loads it, with this in the place of `http-errors`. */
async function loadWith(library: () => unknown) {
  jest.resetModules();
  jest.unstable_mockModule('http-errors', library as () => object);
  return import('middy-cognito-groups');
}

const requestOf = (event: unknown) => ({ event, internal: {} }) as Request;

/** What the guard's hook returns for a denied request. */
function deniedBy({ cognitoGroups, requireGroup }: typeof import('middy-cognito-groups')) {
  return (event: unknown) => {
    cognitoGroups().before?.(requestOf(event) as never);
    return requireGroup('admin').before?.(requestOf(event)) as Promise<never>;
  };
}

beforeEach(() => {
  jest.resetModules();
});

describe('the first denial of a process', () => {
  it('is a rejected promise, as every later one is', async () => {
    const denied = deniedBy(await loadWith(() => ({ default: createError })));
    for (const _ of ['first', 'second', 'third']) {
      const answer = denied(restCaller('member'));
      expect(typeof answer.then).toBe('function');
      await expect(answer).rejects.toMatchObject({ statusCode: 403, name: 'ForbiddenError' });
    }
  });

  it('has the same fields as a later one', async () => {
    const denied = deniedBy(await loadWith(() => ({ default: createError })));
    const [first, second] = await Promise.all(
      [restCaller('member'), restCaller('member')].map((event) => denied(event).catch((e) => e)),
    );
    expect(first).toBeInstanceOf(createError.Forbidden);
    expect(second).toBeInstanceOf(createError.Forbidden);
    expect({ ...first }).toEqual({ ...second });
    expect(first.cause).toEqual(second.cause);
  });
});

describe('a denial with an odd http-errors', () => {
  it.each<[string, () => unknown]>([
    [
      'that is missing',
      () => {
        throw new Error('Cannot find module');
      },
    ],
    ['whose default export is undefined', () => ({ default: undefined })],
    ['whose default export is not a function', () => ({ default: {} })],
    ['whose classes are missing', () => ({ default: () => 'an error' })],
    ['whose classes are not errors', () => ({ default: { 401: Array, 403: Array, 500: Array } })],
    [
      'that throws when it is asked for a class',
      () => ({
        default: new Proxy(
          {},
          {
            get() {
              throw new Error('no');
            },
          },
        ),
      }),
    ],
  ])('%s stays that denial', async (_, library) => {
    const denied = deniedBy(await loadWith(library));
    const answers = [restCaller('member'), anonymousEvent(), restCaller('member')].map((event) =>
      denied(event).catch((error: Thrown) => error),
    );
    const errors = (await Promise.all(answers)) as Thrown[];
    expect(errors.map((error) => [error.name, error.message, error.statusCode])).toEqual([
      ['ForbiddenError', 'Forbidden', 403],
      ['UnauthorizedError', 'Unauthorized', 401],
      ['ForbiddenError', 'Forbidden', 403],
    ]);
    expect(errors.every((error) => error instanceof Error)).toBe(true);
  });
});

describe('a denial', () => {
  it('can be changed, as any error of http-errors can', async () => {
    const denied = deniedBy(await loadWith(() => ({ default: createError })));
    const error = await denied(restCaller('member')).catch((thrown) => thrown);
    const changes = { status: 404, statusCode: 404, name: 'NotFoundError', expose: false };
    Object.assign(error, changes, { message: 'Not Found' });
    expect(error).toMatchObject({ ...changes, message: 'Not Found' });
    const next = await denied(restCaller('member')).catch((thrown) => thrown);
    expect(next).toMatchObject({
      status: 403,
      statusCode: 403,
      name: 'ForbiddenError',
      expose: true,
    });
  });
});
