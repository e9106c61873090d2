import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import { authenticated, cognitoGroups, guardRoutes } from 'middy-cognito-groups';
import { FORBIDDEN } from './support/answers.js';
import { invoke } from './support/chain.js';
import { restCaller } from './support/events.js';

const route = (path: string, access: string | typeof authenticated = 'admin') => ({
  method: 'GET' as const,
  path,
  access,
  handler: async () => ({ statusCode: 200, body: path }),
});

it('the parameters of a path may begin with the same letter', () => {
  expect(guardRoutes([route('/{team}/{task}')])).toHaveLength(1);
  expect(() => guardRoutes([route('/{team}/{team}')])).toThrow(TypeError);
});

describe('a greedy route takes no path shorter than its fixed part', () => {
  it.each([
    ['/{a}/{b}/{proxy+}', '/{x}'],
    ['/{a}/{b}/{c}/{proxy+}', '/{x}'],
    ['/{a}/{b}/{c}/{proxy+}', '/{x}/{y}'],
    ['/teams/{a}/{b}/{proxy+}', '/teams/{x}'],
  ])('%s leaves %s to the route after it', async (first, second) => {
    const routes = guardRoutes([route(first), route(second, authenticated)]);
    const handler = middy()
      .use(cognitoGroups())
      .handler(httpRouter(routes as never) as never);
    const at = (path: string) => ({ ...restCaller('member'), resource: '/{proxy+}', path });
    expect(await invoke(handler, at(second.replace(/\{\w+\}/gu, '1')))).toEqual({
      statusCode: 200,
      body: second,
    });
    expect(await invoke(handler, at(first.replace(/\{\w+\+?\}/gu, '1')))).toEqual(FORBIDDEN);
  });

  it.each([
    ['/{a}/{proxy+}', '/{x}'],
    ['/{a}/{proxy+}', '/{x}/{y}'],
    ['/{a}/{b}/{proxy+}', '/{x}/{y}/{z}'],
    ['/{a}/{b}/{proxy+}', '/{x}/{y}/{z}/{w}'],
  ])('%s before %s is a TypeError, because it takes all its requests', (first, second) => {
    expect(() => guardRoutes([route(first), route(second)])).toThrow(TypeError);
    expect(() => guardRoutes([route(second), route(first)])).not.toThrow();
  });
});
