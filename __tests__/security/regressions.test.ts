import { afterEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import {
  cognitoGroups,
  defineGroups,
  evaluate,
  everyone,
  guardRoutes,
  owner,
  type Respond,
  requireGroup,
  routePolicy,
  user,
} from 'middy-cognito-groups';
import { appSyncEvent } from 'middy-cognito-groups/testing';
import { invoke } from '../support/chain.js';
import { restCaller } from '../support/events.js';

const handler = async () => ({ statusCode: 200 });

const routes = (...paths: string[]) =>
  paths.map((path) => ({ method: 'GET' as const, path, access: everyone, handler }));

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a dot in a route, which the router of Middy 5 and 6 does not escape', () => {
  it.each<[string, string]>([
    ['/v1.0/{id}', '/v1/{version}/{id}'],
    ['/v1.0/{proxy+}', '/v1/{id}/{proxy+}'],
    ['/v1.0/{id}', '/{a}/{b}/{c}'],
    ['/files.old/{id}/{part}', '/files/{proxy+}'],
  ])('%s before %s is a TypeError without the router of Middy 7', (first, second) => {
    expect(() => guardRoutes(routes(first, second))).toThrow(/takes its requests with Middy 5/);
    expect(() => guardRoutes(routes(first, second), { greedy: 'exact' })).not.toThrow();
  });

  it.each<[string, string]>([
    ['/v1.0/{id}', '/v1.0/{id}/members'],
    ['/v1.0/teams/{id}', '/v1.0/users/{id}'],
    ['/v1.0/{id}', '/v2/{id}'],
    ['/v1/{id}', '/v1.0/{id}'],
  ])('%s before %s is accepted', (first, second) => {
    expect(() => guardRoutes(routes(first, second))).not.toThrow();
  });
});

describe('a polluted Object.prototype', () => {
  const polluted = (name: string, value: unknown, act: () => unknown) => {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, enumerable: true });
    try {
      return act();
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  };
  const { evaluate: typed, requireGroup: typedGuard } = defineGroups(['admin']);

  it('grants nothing in the evaluate of defineGroups', () => {
    const event = { pathParameters: { id: '7' } };
    const decide = () => typed(owner('id'), { groups: [] }, event).allowed;
    expect(polluted('subject', '7', decide)).toBe(false);
    expect(polluted('type', 'user', () => typed(user, { groups: [] }).allowed)).toBe(false);
  });

  it('gives no members to a rule without any', () => {
    expect(() => polluted('rules', ['x'], () => typedGuard(user))).not.toThrow();
  });
});

it('everyone stands inside no other rule, as the data of a decision neither', () => {
  const { rule } = evaluate(everyone, undefined);
  expect(() => evaluate({ anyOf: ['admin', rule as never] }, { groups: [] })).toThrow(
    /the rule is \{"everyone":true\}; write it alone/,
  );
});

it('a context that throws for its request id makes no unhandled rejection', async () => {
  const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  const context = {
    get awsRequestId() {
      throw new Error('no');
    },
  };
  const guarded = middy()
    .use(cognitoGroups({ onDecision: () => undefined }))
    .use(requireGroup('admin'))
    .handler(handler);
  const answer = await guarded(restCaller('member') as never, context as never);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unhandled);
  expect(answer).toMatchObject({ statusCode: 403 });
  expect(unhandled).not.toHaveBeenCalled();
  expect(reported).toHaveBeenCalledTimes(1);
});

describe('a respond function', () => {
  const answer = (respond: Respond) =>
    invoke(
      middy()
        .use(cognitoGroups({ respond }))
        .use(requireGroup('admin'))
        .use(httpErrorHandler({ logger: false }))
        .handler(handler),
      restCaller('member'),
    );

  it('that changes the status and throws is answered with the status of the denial', async () => {
    jest.spyOn(console, 'error').mockReturnValue(undefined);
    const { statusCode } = await answer((denial) => {
      Object.assign(denial, { statusCode: 200 });
      throw new Error('no');
    });
    expect(statusCode).toBe(403);
  });

  it.each([200, 299, 600, 300.5, Number.POSITIVE_INFINITY])('cannot answer %s', async (status) => {
    jest.spyOn(console, 'error').mockReturnValue(undefined);
    expect((await answer(() => ({ statusCode: status }))).statusCode).toBe(403);
  });

  it('names its own content type, in any case, and no other', async () => {
    const headers = { 'content-type': 'application/xml' };
    const response = await answer(() => ({ statusCode: 403, headers, body: '<no/>' }));
    expect(response.headers).toEqual(headers);
  });
});

it('a subscription to a wildcard is a route of its own key, and of no other', async () => {
  const groups = ['member'];
  const event = (operation: 'SUBSCRIBE', channel: `/${string}`) =>
    appSyncEvent({ groups, route: `${operation} ${channel}` });
  const chain = (key: string) =>
    middy()
      .use(cognitoGroups())
      .use(routePolicy({ [key]: 'member' } as Record<never, never>))
      .handler(async () => 'in');
  expect(await invoke(chain('SUBSCRIBE /default/*'), event('SUBSCRIBE', '/default/*'))).toBe('in');
  await expect(
    invoke(chain('SUBSCRIBE /default/*'), event('SUBSCRIBE', '/default/news')),
  ).rejects.toMatchObject({ statusCode: 403 });
});
