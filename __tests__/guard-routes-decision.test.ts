import { expect, it } from '@jest/globals';
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import { cognitoGroups, guardRoutes } from 'middy-cognito-groups';
import { restApiEvent } from 'middy-cognito-groups/testing';
import { FORBIDDEN } from './support/answers.js';
import { invoke } from './support/chain.js';

it('a response that onDecision sets does not take the place of a denial', async () => {
  const routes = guardRoutes([
    { method: 'GET', path: '/teams', access: 'admin', handler: async () => 'in' },
  ]);
  const handler = middy()
    .use(
      cognitoGroups({
        onDecision: (_, request) => {
          request.response = { statusCode: 200, body: 'from onDecision' };
        },
      }),
    )
    .handler(httpRouter(routes as never) as never);
  const event = restApiEvent({ path: '/teams', groups: ['member'] });
  expect(await invoke(handler, event)).toEqual(FORBIDDEN);
});
