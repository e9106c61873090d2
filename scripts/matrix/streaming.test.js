/** Response streaming as in Middy 5 and 6; the unit tests have it as Middy 7 does. */
import { expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { httpEvent } from './support/events.js';
import { streamed } from './support/streaming.js';

it('streaming: a denial is a 403 with its headers', async () => {
  const guarded = () =>
    middy({ streamifyResponse: true })
      .use(cognitoGroups())
      .use(requireGroup('team_manager'))
      .handler(async () => 'in');
  const answer = await streamed(guarded, httpEvent({ 'cognito:groups': '[member]' }));
  expect(answer).toEqual({
    metadata: { statusCode: 403, headers: { 'Content-Type': 'application/json' } },
    body: '{"message":"Forbidden"}',
  });
});
