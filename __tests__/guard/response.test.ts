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

  const withTrace = (response: object) =>
    middy()
      .use(cognitoGroups({ respond: () => response }))
      .use(requireGroup('admin'))
      .onError(({ response: derived }) => {
        Object.assign((derived as Answer).headers, { 'X-Trace': '1' });
      })
      .use(httpErrorHandler({ logger: false }));

  it('with headers it keeps those that other middleware added', async () => {
    const handler = withTrace({ statusCode: 404, headers: { 'X-Own': 'yes' } });
    expect(await invoke(handler, restCaller('member'))).toEqual({
      statusCode: 404,
      headers: { 'X-Trace': '1', 'X-Own': 'yes' },
    });
  });

  it.each([{}, { headers: undefined }])('with %j it is the response as it is', async (own) => {
    const response = { statusCode: 404, ...own };
    expect(await invoke(withTrace(response), restCaller('member'))).toBe(response);
    const event = { requestContext: { elb: {} }, multiValueHeaders: {} };
    expect(await invoke(answering(response), event)).toBe(response);
  });

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
