import { inspect } from 'node:util';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent } from 'middy-cognito-groups/testing';
import { UNAVAILABLE } from '../support/answers.js';
import { invoke, thrownBy } from '../support/chain.js';
import { restCaller, restEvent } from '../support/events.js';

const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);

beforeEach(() => {
  reported.mockClear();
});

afterAll(() => {
  reported.mockRestore();
});

describe('the error console', () => {
  it.each<[string, unknown, () => unknown]>([
    ['a frozen event', Object.freeze(restCaller('admin')), () => middy().use(cognitoGroups())],
    ['an event that is not an object', null, () => middy().use(cognitoGroups())],
    [
      'a guard without cognitoGroups()',
      restCaller('admin'),
      () => middy().use(requireGroup('admin')),
    ],
  ])('has no line about %s, because the error says what to do', async (_, event, chain) => {
    expect(await thrownBy(chain(), event)).toMatchObject({
      statusCode: 500,
      expose: false,
      code: 'ERR_AUTH_MISSING',
    });
    expect(reported).not.toHaveBeenCalled();
  });

  it('has one line about a claim that cannot be read, with the cause', async () => {
    const error = await thrownBy(
      middy().use(cognitoGroups()),
      restEvent({ 'cognito:groups': 'a,,b' }),
    );
    expect(error).toMatchObject({ statusCode: 500, expose: false, code: 'ERR_CLAIM_FORMAT' });
    expect(reported.mock.calls).toEqual([
      ['middy-cognito-groups: ERR_CLAIM_FORMAT, see docs/errors.md', error.cause],
    ]);
  });

  it('has one line about a verifier that failed, with the cause', async () => {
    const source = verifiedToken({
      verifier: { verify: () => Promise.reject(new Error('no network')) },
    });
    expect(
      await invoke(middy().use(cognitoGroups({ source })), functionUrlEvent({ token: 'a' })),
    ).toEqual(UNAVAILABLE);
    expect(reported.mock.calls).toEqual([
      [
        'middy-cognito-groups: ERR_VERIFIER, see docs/errors.md',
        {
          package: 'middy-cognito-groups',
          source: 'verified-token',
          problem: expect.stringMatching(/^the verifier failed/),
        },
      ],
    ]);
    expect(inspect(reported.mock.calls)).not.toContain('no network');
  });
});
