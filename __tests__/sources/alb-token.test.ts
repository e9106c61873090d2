import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { albToken } from 'middy-cognito-groups/sources';
import { albEvent, testToken, testVerifier } from 'middy-cognito-groups/testing';
import { INVALID_TOKEN, UNAUTHORIZED } from '../support/answers.js';
import { authOf, invoke } from '../support/chain.js';
import { reasonOf } from '../support/verifiers.js';

describe('albToken', () => {
  const source = albToken({ verifier: testVerifier, albVerifier: testVerifier });
  const handler = middy()
    .use(cognitoGroups({ source }))
    .use(requireGroup('admin'))
    .handler(async () => 'in');

  it('reads the access token and requires one subject in both tokens', async () => {
    expect(await authOf(albEvent({ groups: ['a,b'], subject: 'u' }), { source })).toMatchObject({
      groups: ['a,b'],
      subject: 'u',
      source: 'alb',
    });
    expect(await invoke(handler, albEvent({ groups: ['admin'] }))).toBe('in');
    expect(await invoke(handler, albEvent({ groups: ['member'] }))).toMatchObject({
      statusCode: 403,
    });
  });

  const token = testToken({ groups: ['admin'] });
  it.each<[string, object]>([
    ['a forged access token', albEvent({ groups: [], accessToken: 'a.b.c' })],
    ['a forged data token', albEvent({ groups: ['admin'], data: 'a.b.c' })],
    [
      'tokens with different subjects',
      albEvent({ groups: ['admin'], data: testToken({ subject: 'other' }) }),
    ],
    ['an access token alone', albEvent({ accessToken: token })],
    ['a data token alone', albEvent({ data: token })],
    [
      'an access token sent twice',
      albEvent({ groups: ['admin'], headers: { 'X-Amzn-Oidc-Accesstoken': token } }),
    ],
    [
      'a data token sent twice',
      albEvent({ groups: ['admin'], headers: { 'X-AMZN-OIDC-DATA': token } }),
    ],
  ])('rejects %s', async (_, event) => {
    expect(await invoke(handler, event)).toMatchObject(INVALID_TOKEN);
  });

  const BOTH = 'x-amzn-oidc-accesstoken and x-amzn-oidc-data';
  it.each<[object, string]>([
    [albEvent({ groups: [], accessToken: 'a.b.c' }), 'its signature is invalid'],
    [albEvent({ groups: ['admin'], data: 'a.b.c' }), 'its signature is invalid'],
    [
      albEvent({ groups: ['admin'], data: testToken({ subject: 'other' }) }),
      `${BOTH} have different subjects`,
    ],
    [albEvent({ accessToken: token }), `${BOTH} are not each present once`],
  ])('the reason for the event %# says why it is rejected', async (event, why) => {
    expect(await reasonOf(source, event)).toBe(
      `the token was rejected: ${why}; the rule is 'admin'`,
    );
  });

  it('a request without the headers, or without a load balancer, is unauthenticated', async () => {
    expect(await invoke(handler, albEvent())).toMatchObject(UNAUTHORIZED);
    const { headers } = albEvent({ groups: ['admin'] });
    expect(await invoke(handler, { headers, requestContext: {} })).toMatchObject(UNAUTHORIZED);
    expect(await invoke(handler, { headers, requestContext: { elb: 'x' } })).toMatchObject(
      UNAUTHORIZED,
    );
  });

  it('verifies the data token only after the access token', async () => {
    const asked: string[] = [];
    const albVerifier = {
      verify: (given: string) => testVerifier.verify(given).finally(() => asked.push(given)),
    };
    const source = albToken({ verifier: testVerifier, albVerifier });
    expect(
      (await authOf(albEvent({ groups: ['admin'], accessToken: 'a.b.c' }), { source })).source,
    ).toBeUndefined();
    expect(asked).toEqual([]);
    expect((await authOf(albEvent({ groups: ['admin'] }), { source })).groups).toEqual(['admin']);
    expect(asked).toHaveLength(1);
  });

  it('verifies the data token with its own verifier', async () => {
    const strict = albToken({
      verifier: testVerifier,
      albVerifier: { verify: () => Promise.reject(new Error('Invalid signature')) },
    });
    expect(
      (await authOf(albEvent({ groups: ['admin'] }), { source: strict })).source,
    ).toBeUndefined();
  });
});
