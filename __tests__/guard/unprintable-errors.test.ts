import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import { type CognitoGroupsOptions, cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { FORBIDDEN } from '../support/answers.js';
import { invoke } from '../support/chain.js';
import { restCaller } from '../support/events.js';

function unprintable(): never {
  throw Object.assign(new Error('x'), { message: Symbol('no text') });
}

/** As the console does for an error whose message is a symbol. */
let logged: jest.SpiedFunction<typeof console.error>;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation((_, ...errors) => {
    if (errors.length > 0) throw new TypeError('Cannot convert a Symbol value to a string');
  });
});
afterEach(() => logged.mockRestore());

const answerWith = (options: CognitoGroupsOptions) =>
  invoke(
    middy()
      .use(cognitoGroups(options))
      .use(requireGroup('admin'))
      .handler(async () => 'in'),
    restCaller('member'),
  );

describe('an error that the console cannot format', () => {
  it('of onDecision leaves the answer as it is, and is logged without its text', async () => {
    expect(await answerWith({ onDecision: unprintable })).toEqual(FORBIDDEN);
    expect(logged).toHaveBeenLastCalledWith('middy-cognito-groups: onDecision failed');
  });

  it('of respond is answered as JSON, and is logged without its text', async () => {
    expect(await answerWith({ respond: unprintable })).toEqual(FORBIDDEN);
    expect(logged).toHaveBeenLastCalledWith('middy-cognito-groups: respond failed');
  });
});
