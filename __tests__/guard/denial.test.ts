import { describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import { type CognitoGroupsOptions, cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent } from 'middy-cognito-groups/testing';
import { FORBIDDEN, UNAUTHORIZED } from '../support/answers.js';
import { invoke, thrownBy } from '../support/chain.js';
import {
  anonymousEvent,
  appSyncEvent,
  appSyncOidcEvent,
  OIDC_ISSUER,
  POOL_ISSUER,
  restCaller,
  restEvent,
} from '../support/events.js';

const guarded = (options?: CognitoGroupsOptions) =>
  middy()
    .use(cognitoGroups(options))
    .use(requireGroup('admin'))
    .handler(async () => 'in');

describe("a resolver's denial is thrown, even if a requestContext is added to the event", () => {
  it.each<[string, object | object[]]>([
    ['a user pool', appSyncEvent(['member'])],
    ['OpenID Connect', appSyncOidcEvent({ 'cognito:groups': ['member'] })],
    ['a batch', [appSyncEvent(['member']), appSyncEvent(['member'])]],
  ])('%s', async (_, event) => {
    for (const respond of ['json', 'problem', () => ({ statusCode: 403 })] as const) {
      const handler = middy()
        .use(cognitoGroups({ respond, issuer: [POOL_ISSUER, OIDC_ISSUER] }))
        .before((request) => {
          Object.assign(request.event as object, { requestContext: {} });
        })
        .use(requireGroup('admin'))
        .handler(async () => 'in');
      const error = await thrownBy(handler, structuredClone(event));
      expect(error).toMatchObject({
        name: 'ForbiddenError',
        message: 'Forbidden',
        statusCode: 403,
        code: 'ERR_FORBIDDEN',
        cause: { rule: 'admin', missing: ['admin'], source: 'appsync' },
      });
      expect(error.headers).toBeUndefined();
    }
  });
});

describe('Error.stackTraceLimit is the same after a denial', () => {
  it.each([0, 7, 10])('%d', async (limit) => {
    const { stackTraceLimit } = Error;
    try {
      Error.stackTraceLimit = limit;
      expect(await invoke(guarded(), restCaller('member'))).toEqual(FORBIDDEN);
      expect(Error.stackTraceLimit).toBe(limit);
      expect(await invoke(guarded(), anonymousEvent())).toEqual(UNAUTHORIZED);
      expect(Error.stackTraceLimit).toBe(limit);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });
});

describe('a denial', () => {
  it.each<[string, object]>([
    ['401', anonymousEvent()],
    ['403', restCaller('member')],
  ])('with %s has fields that other middleware can overwrite', async (_, event) => {
    const error = await thrownBy(guarded({ respond: false }), event);
    const own = { status: 404, statusCode: 404, name: 'NotFoundError', expose: false };
    expect(Object.assign(error, own)).toMatchObject(own);
  });

  it('is a rejected promise, also the first of a process', async () => {
    jest.resetModules();
    const fresh = await import('middy-cognito-groups');
    const guard = fresh.requireGroup('admin');
    for (const event of [anonymousEvent(), anonymousEvent(), restCaller('member')]) {
      fresh.cognitoGroups().before?.({ event } as never);
      const denial: unknown = guard.before?.({ event } as never);
      expect(denial).toBeInstanceOf(Promise);
      await expect(denial).rejects.toMatchObject({ expose: true });
    }
  });
});

describe('the cause of an error is writable and not enumerable, as for any other error', () => {
  const down = verifiedToken({
    verifier: { verify: () => Promise.reject(new Error('no network')) },
  });

  it.each<[string, unknown, unknown, CognitoGroupsOptions | undefined]>([
    [
      'ERR_UNAUTHENTICATED',
      anonymousEvent(),
      expect.objectContaining({ rule: 'admin' }),
      undefined,
    ],
    [
      'ERR_FORBIDDEN',
      restCaller('member'),
      expect.objectContaining({ source: 'rest-api' }),
      undefined,
    ],
    [
      'ERR_CLAIM_FORMAT',
      restEvent({ 'cognito:groups': 'a,,b' }),
      expect.objectContaining({ source: 'rest-api' }),
      undefined,
    ],
    [
      'ERR_VERIFIER',
      functionUrlEvent({ token: 'a' }),
      expect.objectContaining({ source: 'verified-token' }),
      { source: down },
    ],
    [
      'ERR_AUTH_MISSING',
      Object.freeze(restCaller('admin')),
      { package: 'middy-cognito-groups' },
      undefined,
    ],
  ])('%s', async (code, event, cause, options) => {
    const error = await thrownBy(guarded({ ...options, respond: false }), event);
    expect(error.code).toBe(code);
    expect(Object.getOwnPropertyDescriptor(error, 'cause')).toEqual({
      value: cause,
      writable: true,
      enumerable: false,
      configurable: true,
    });
    expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty('cause');
  });
});
