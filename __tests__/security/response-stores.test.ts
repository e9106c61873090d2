import { IdempotencyConfig } from '@aws-lambda-powertools/idempotency';
import { makeHandlerIdempotent } from '@aws-lambda-powertools/idempotency/middleware';
import { describe, expect, it } from '@jest/globals';
import middy, { type MiddlewareObj, type MiddyfiedHandler } from '@middy/core';
import httpRouter from '@middy/http-router';
import { cognitoGroups, guardRoutes, requireGroup } from 'middy-cognito-groups';
import { MemoryStore } from '../docs/memory-store.js';
import { UNAUTHORIZED } from '../support/answers.js';
import type { Answer } from '../support/chain.js';
import { anonymousEvent, restEvent } from '../support/events.js';

const KEY = 'headers."Idempotency-Key"';
const KEY_AND_SUBJECT = '[auth.subject, headers."Idempotency-Key"]';

function idempotency(eventKeyJmesPath = KEY): MiddlewareObj {
  const persistenceStore = new MemoryStore();
  const config = new IdempotencyConfig({ eventKeyJmesPath });
  return makeHandlerIdempotent({ persistenceStore, config }) as unknown as MiddlewareObj;
}

/** The same key for every caller: it is a header, and whoever learns it can send it. */
const REQUEST = { httpMethod: 'POST', path: '/refunds', headers: { 'Idempotency-Key': 'key-1' } };

const ADMIN = caller('1', 'admin');
const OTHER_ADMIN = caller('2', 'admin');
const MEMBER = caller('3', 'member');
const ANONYMOUS = () => ({ ...anonymousEvent(), ...REQUEST });

function caller(sub: string, group: string) {
  return () => ({ ...restEvent({ sub, 'cognito:groups': group }), ...REQUEST });
}

const FORBIDDEN = { statusCode: 403, body: '{"message":"Forbidden"}' };

const context = { getRemainingTimeInMillis: () => 30_000 } as never;

function send(handler: unknown, event: () => object): Promise<Answer> {
  return (handler as MiddyfiedHandler)(event() as never, context) as Promise<Answer>;
}

const refund = async (event: { auth: { subject?: string | undefined } }) => ({
  statusCode: 200,
  body: `receipt of ${event.auth.subject}`,
});

const RECEIPT = { statusCode: 200, body: 'receipt of 1' };

const chainOf = (...middlewares: readonly unknown[]) =>
  middlewares
    .reduce<ReturnType<typeof middy>>(
      (chain, middleware) => chain.use(middleware as MiddlewareObj),
      middy(),
    )
    .handler(refund as never);

/** The rule stands in the route, and `outer` and `inner` around and inside of it. */
function routed(outer: readonly unknown[], inner: readonly unknown[]) {
  const handler = chainOf(...inner) as never;
  const routes = guardRoutes<never, unknown>([
    { method: 'POST', path: '/refunds', access: 'admin', handler },
  ]);
  return [...outer, cognitoGroups()]
    .reduce<ReturnType<typeof middy>>(
      (chain, middleware) => chain.use(middleware as MiddlewareObj),
      middy(),
    )
    .handler(httpRouter(routes as never) as never);
}

describe('a store of responses before the guard', () => {
  it.each([
    ['requireGroup', () => chainOf(cognitoGroups(), idempotency(), requireGroup('admin'))],
    [
      'cognitoGroups and requireGroup',
      () => chainOf(idempotency(), cognitoGroups(), requireGroup('admin')),
    ],
    ['guardRoutes, around the router', () => routed([idempotency()], [])],
  ])('hands the receipt of an admin to anyone with the key: %s', async (_, build) => {
    const handler = build();
    expect(await send(handler, ADMIN)).toEqual(RECEIPT);
    expect(await send(handler, MEMBER)).toEqual(RECEIPT);
    expect(await send(handler, ANONYMOUS)).toEqual(RECEIPT);
  });

  it('around the router stores a denial too, and hands it to the admin', async () => {
    const handler = routed([idempotency()], []);
    expect(await send(handler, MEMBER)).toMatchObject(FORBIDDEN);
    expect(await send(handler, ADMIN)).toMatchObject(FORBIDDEN);
  });
});

describe('a store of responses after the guard', () => {
  const BUILDS = [
    ['requireGroup', (store) => chainOf(cognitoGroups(), requireGroup('admin'), store)],
    ['guardRoutes, in the route', (store) => routed([], [store])],
  ] as const satisfies readonly (readonly [string, (store: MiddlewareObj) => unknown])[];

  it.each(BUILDS)('answers only callers whom the rule allows: %s', async (_, build) => {
    const handler = build(idempotency());
    expect(await send(handler, MEMBER)).toMatchObject(FORBIDDEN);
    expect(await send(handler, ADMIN)).toEqual(RECEIPT);
    expect(await send(handler, MEMBER)).toMatchObject(FORBIDDEN);
    expect(await send(handler, ANONYMOUS)).toEqual(UNAUTHORIZED);
  });

  it.each(BUILDS)('still hands the receipt to another admin with the key: %s', async (_, build) => {
    const handler = build(idempotency());
    expect(await send(handler, ADMIN)).toEqual(RECEIPT);
    expect(await send(handler, OTHER_ADMIN)).toEqual(RECEIPT);
  });

  it.each(BUILDS)('keeps receipts apart if the key holds auth.subject: %s', async (_, build) => {
    const handler = build(idempotency(KEY_AND_SUBJECT));
    expect(await send(handler, ADMIN)).toEqual(RECEIPT);
    expect(await send(handler, OTHER_ADMIN)).toEqual({ statusCode: 200, body: 'receipt of 2' });
    expect(await send(handler, ADMIN)).toEqual(RECEIPT);
  });
});
