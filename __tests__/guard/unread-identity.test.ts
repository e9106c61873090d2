import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { thrownBy } from '../support/chain.js';

/** The reason of the error and of the report, which must be the same. */
async function reasonsOf(event: object): Promise<unknown[]> {
  const reasons: unknown[] = [];
  const handler = middy()
    .use(
      cognitoGroups({
        respond: false,
        onDecision: ({ decision }) => void reasons.push(decision.reason),
      }),
    )
    .use(requireGroup('admin'))
    .handler(async () => 'in');
  const error = await thrownBy(handler, event);
  return [error.cause.reason, ...reasons];
}

describe('the reason for a 401', () => {
  it.each<[string, object]>([
    [
      'a Lambda authorizer',
      { requestContext: { authorizer: { principalId: 'p', groups: 'admin' } } },
    ],
    ['AppSync with IAM', { info: {}, identity: { accountId: '1' } }],
  ])('says that no source recognises the identity of %s', async (_, event) => {
    const reason = "no source reads the identity of the event; the rule is 'admin'";
    expect(await reasonsOf(event)).toEqual([reason, reason]);
  });

  it.each<[string, object]>([
    ['an empty event', {}],
    ['a public route', { requestContext: {} }],
    [
      'a public route of payload 1.0',
      { requestContext: { authorizer: { claims: null, scopes: null } } },
    ],
    ['AppSync with an API key', { info: {}, identity: null }],
  ])('says that the request is unauthenticated for %s', async (_, event) => {
    const reason = "the request is unauthenticated; the rule is 'admin'";
    expect(await reasonsOf(event)).toEqual([reason, reason]);
  });
});
