import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { FORBIDDEN } from '../support/answers.js';
import { type Answer, invoke } from '../support/chain.js';
import { restCaller } from '../support/events.js';

const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);

beforeEach(() => {
  reported.mockClear();
});

afterAll(() => {
  reported.mockRestore();
});

const answering = (response: unknown) =>
  middy()
    .use(cognitoGroups({ respond: () => response }))
    .use(requireGroup('admin'))
    .handler(async () => 'in');

describe('a respond function may answer with any status from 300 up', () => {
  it.each([300, 301, 403, 599])('%d is the response', async (statusCode) => {
    const response = { statusCode, headers: { 'X-Own': 'yes' }, body: 'own' };
    expect(await invoke(answering(response), restCaller('member'))).toBe(response);
    expect(reported).not.toHaveBeenCalled();
  });

  it.each([{}, { headers: undefined }, { headers: { 'X-Own': 'yes' } }])(
    'with %j it keeps the headers that other middleware added',
    async (own) => {
      const handler = middy()
        .use(cognitoGroups({ respond: () => ({ statusCode: 404, ...own }) }))
        .use(requireGroup('admin'))
        .onError(({ response }) => {
          Object.assign((response as Answer).headers, { 'X-Trace': '1' });
        })
        .use(httpErrorHandler({ logger: false }));
      expect(await invoke(handler, restCaller('member'))).toEqual({
        statusCode: 404,
        headers: { 'X-Trace': '1', ...own.headers },
      });
    },
  );

  it.each<[unknown]>([[299], [200], [0], [-300], [Number.NaN], ['300'], [[300]], [undefined]])(
    '%j is overruled and reported',
    async (statusCode) => {
      expect(await invoke(answering({ statusCode }), restCaller('member'))).toEqual(FORBIDDEN);
      expect(reported).toHaveBeenCalledTimes(1);
      expect(reported).toHaveBeenCalledWith(
        expect.stringMatching(/^middy-cognito-groups: /),
        expect.objectContaining({
          name: 'TypeError',
          message: expect.stringMatching(
            /^what respond returned is {.*}; write { statusCode: 403, \.{3} }$/,
          ),
        }),
      );
    },
  );
});
