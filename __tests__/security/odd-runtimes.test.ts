import { runInNewContext, runInThisContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { restApi, verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent, testVerifier } from 'middy-cognito-groups/testing';
import { answeredBy, invoke, thrownBy } from '../support/chain.js';
import { restCaller } from '../support/events.js';

/** The process itself: that of a test file is a copy without its events. */
const host = runInThisContext('process') as NodeJS.Process;

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

/** Node reports a rejection once the tasks at hand are done. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

beforeEach(() => {
  unhandled.length = 0;
  host.on('unhandledRejection', note);
});

afterEach(async () => {
  await settle();
  host.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

const OK = { statusCode: 200 };

const guarded = (verify: (token: string) => unknown = testVerifier.verify, rule = 'admin') =>
  middy()
    .use(cognitoGroups({ source: [restApi, verifiedToken({ verifier: { verify } })] }))
    .use(requireGroup(rule))
    .handler(async () => OK);

const requestOf = (event: object) =>
  ({ event, context: {}, response: undefined, error: null, internal: {} }) as never;

/** Middy awaits no hook if `globalThis.Promise` is replaced, so the hooks are called here. */
async function statusByHooks(verify: (token: string) => unknown, event: object): Promise<unknown> {
  const source = [restApi, verifiedToken({ verifier: { verify } })];
  try {
    await cognitoGroups({ source }).before?.(requestOf(event));
    await requireGroup('admin').before?.(requestOf(event));
    return 200;
  } catch (error) {
    return (error as { statusCode?: number }).statusCode;
  }
}

describe('a replaced globalThis.Promise', () => {
  const { Promise: native } = globalThis;

  afterEach(() => {
    globalThis.Promise = native;
  });

  class Subclass<T> extends native<T> {}

  const REPLACEMENTS: [string, unknown][] = [
    ['that is a subclass', Subclass],
    ['that no promise is an instance of', class Other {}],
  ];

  const { verify } = testVerifier;
  const fails = () => native.reject(new Error('down'));

  it.each(REPLACEMENTS)('%s changes no decision', async (_, replacement) => {
    const cases: [(token: string) => unknown, object, number][] = [
      [verify, functionUrlEvent({ groups: ['admin'] }), 200],
      [verify, functionUrlEvent({ groups: ['member'] }), 403],
      [verify, functionUrlEvent(), 401],
      [verify, functionUrlEvent({ token: 'a.b.c' }), 401],
      [verify, restCaller('admin'), 200],
      [verify, restCaller('member'), 403],
      [fails, functionUrlEvent({ groups: ['admin'] }), 503],
    ];
    globalThis.Promise = replacement as PromiseConstructor;
    const statuses: unknown[] = [];
    for (const [check, event] of cases) statuses.push(await statusByHooks(check, event));
    globalThis.Promise = native;
    expect(statuses).toEqual(cases.map(([, , status]) => status));
  });

  it.each(REPLACEMENTS)('%s lets no denied request reach a handler', async (_, replacement) => {
    const handler = jest.fn(async () => OK);
    const chain = middy()
      .use(cognitoGroups({ source: [restApi, verifiedToken({ verifier: testVerifier })] }))
      .use(requireGroup('admin'))
      .handler(handler);
    const events = [
      functionUrlEvent({ groups: ['member'] }),
      functionUrlEvent(),
      functionUrlEvent({ token: 'a.b.c' }),
      restCaller('member'),
    ];
    globalThis.Promise = replacement as PromiseConstructor;
    for (const event of events) await invoke(chain, event).catch(() => undefined);
    globalThis.Promise = native;
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('a replaced globalThis.Promise, with an onDecision', () => {
  const { Promise: native } = globalThis;

  afterEach(() => {
    globalThis.Promise = native;
  });

  it.each<[string, () => unknown]>([
    ['that rejects', () => native.reject(new Error('log is down'))],
    ['that resolves', () => native.resolve()],
    [
      'that throws',
      () => {
        throw new Error('log is down');
      },
    ],
    ['that returns nothing', () => undefined],
  ])('%s changes no decision', async (_, onDecision) => {
    const reader = cognitoGroups({ onDecision });
    const guard = requireGroup('admin');
    globalThis.Promise = class Other {} as unknown as PromiseConstructor;
    const statuses: unknown[] = [];
    for (const event of [restCaller('admin'), restCaller('member')]) {
      try {
        await reader.before?.(requestOf(event));
        await guard.before?.(requestOf(event));
        statuses.push(200);
      } catch (error) {
        statuses.push((error as { statusCode?: number }).statusCode);
      }
    }
    globalThis.Promise = native;
    expect(statuses).toEqual([200, 403]);
  });
});

describe('a frozen event', () => {
  it.each<[string, (token: string) => unknown, object]>([
    [
      'whose token cannot be verified',
      () => Promise.reject(new Error('down')),
      { statusCode: 503 },
    ],
    [
      'whose verifier throws at once',
      () => {
        throw new Error('down');
      },
      { statusCode: 503 },
    ],
    ['whose token holds', testVerifier.verify, { code: 'ERR_AUTH_MISSING', statusCode: 500 }],
    [
      'whose token does not hold',
      () => Promise.reject(new Error('Invalid signature')),
      { code: 'ERR_AUTH_MISSING', statusCode: 500 },
    ],
  ])('%s is an error with the right status', async (_, verify, expected) => {
    const event = Object.freeze(functionUrlEvent({ groups: ['admin'] }));
    const answer = await invoke(guarded(verify), event).catch((error: unknown) => error);
    expect(answer).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['frozen', Object.freeze(restCaller('admin'))],
    ['sealed', Object.seal(restCaller('admin'))],
    ['not extensible', Object.preventExtensions(restCaller('admin'))],
  ])('of a REST API that is %s is a 500', async (_, event) => {
    expect(await thrownBy(guarded(), event)).toMatchObject({
      statusCode: 500,
      code: 'ERR_AUTH_MISSING',
    });
  });
});

describe('an error of another realm', () => {
  const foreign = (message: string, fields = '{}') =>
    runInNewContext(`Object.assign(new Error(${JSON.stringify(message)}), ${fields})`) as Error;

  it.each<[string, unknown, number]>([
    ['about the token', foreign('Invalid signature'), 401],
    ['about an assertion', foreign('Token expired', '{ failedAssertion: {} }'), 401],
    ['with a code of jose', foreign('x', "{ code: 'ERR_JWT_EXPIRED' }"), 401],
    ['with the status 401', foreign('x', '{ statusCode: 401 }'), 401],
    ['about something else', foreign('down'), 503],
    ['that is a TypeError', runInNewContext('new TypeError("x")'), 503],
    ['that is no error', runInNewContext('({ message: "Invalid signature" })'), 503],
    ['that is text', 'Invalid signature', 503],
    ['that is undefined', undefined, 503],
    ['that is null', null, 503],
  ])('%s has the status of the same error of this one', async (_, thrown, status) => {
    const verify = () => Promise.reject(thrown);
    const event = functionUrlEvent({ groups: ['admin'] });
    expect(await answeredBy(guarded(verify), event)).toBe(status);
  });

  it('thrown by another onError leaves a thrown error, not an allowed request', async () => {
    const error = foreign('another');
    const handler = guarded().onError(() => {
      throw error;
    });
    expect(await thrownBy(handler, restCaller('member'))).toBe(error);
  });

  it('thrown by respond leaves the answer JSON', async () => {
    const handler = middy()
      .use(
        cognitoGroups({
          respond: () => {
            throw foreign('respond');
          },
        }),
      )
      .use(requireGroup('admin'))
      .handler(async () => OK);
    expect(await invoke(handler, restCaller('member'))).toMatchObject({
      statusCode: 403,
      body: '{"message":"Forbidden"}',
    });
  });
});

describe('an event of another realm', () => {
  it('is read as one of this realm', async () => {
    const foreign = (groups: string) =>
      runInNewContext(`(${JSON.stringify(restCaller(groups))})`) as object;
    expect(await answeredBy(guarded(), foreign('admin'))).toBe(200);
    expect(await answeredBy(guarded(), foreign('member'))).toBe(403);
  });
});

describe('a stack that overflows in a guard', () => {
  const reader = cognitoGroups();
  const guard = requireGroup('admin');

  /** Runs a hook on each of the last frames before the stack is full. */
  function atTheEnd(run: () => unknown): unknown[] {
    const results: unknown[] = [];
    const descend = (): void => {
      try {
        descend();
      } catch {}
      if (results.length > 1000) return;
      try {
        results.push(run());
      } catch (error) {
        try {
          results.push(error);
        } catch {}
      }
    };
    descend();
    return results;
  }

  it('denies all the same, and restores the limit of stack traces', async () => {
    const { stackTraceLimit } = Error;
    const event = restCaller('member');
    await reader.before?.(requestOf(event));
    const results = atTheEnd(() => guard.before?.(requestOf(event)));
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    const settled = await Promise.all(
      results.map((result) =>
        result instanceof Error ? result : Promise.resolve(result).catch((error: unknown) => error),
      ),
    );
    expect(settled).toHaveLength(1001);
    for (const result of settled) expect(result).toBeInstanceOf(Error);
    const denials = settled.filter((result) => (result as { code?: string }).code !== undefined);
    expect(denials.length).toBeGreaterThan(0);
    for (const denial of denials) expect(denial).toMatchObject({ statusCode: 403 });
  });

  it('reads no caller into an event whose caller is another', async () => {
    const { stackTraceLimit } = Error;
    const events: (object & { auth?: { groups: string[] } })[] = [];
    const results = atTheEnd(() => {
      const event: (typeof events)[number] = restCaller('member');
      events.push(event);
      return reader.before?.(requestOf(event));
    });
    await Promise.allSettled(results);
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    for (const event of events) {
      expect([undefined, 'member']).toContain(event.auth?.groups.join());
      expect(
        await answeredBy(
          middy()
            .use(guard)
            .handler(async () => OK),
          event,
        ),
      ).not.toBe(200);
    }
  });
});

describe('onDecision that rejects', () => {
  it('leaves no rejection behind', async () => {
    const onDecision = jest.fn(async () => {
      throw new Error('log is down');
    });
    const handler = middy()
      .use(cognitoGroups({ onDecision }))
      .use(requireGroup('admin'))
      .handler(async () => OK);
    expect(await answeredBy(handler, restCaller('admin'))).toBe(200);
    expect(await answeredBy(handler, restCaller('member'))).toBe(403);
    expect(onDecision).toHaveBeenCalledTimes(2);
  });
});
