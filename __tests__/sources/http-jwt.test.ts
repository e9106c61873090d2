import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups } from 'middy-cognito-groups';
import { httpJwt } from 'middy-cognito-groups/sources';
import { invoke, thrownBy } from '../support/chain.js';
import { POOL_ISSUER } from '../support/events.js';

const CLAIMS = { sub: 'u', iss: POOL_ISSUER };

describe('httpJwt', () => {
  const reads = (payload: unknown, options?: { payloadKey: string }) =>
    middy()
      .before((request) => {
        Object.assign(request.internal, { [options?.payloadKey ?? 'jwt']: payload });
      })
      .use(cognitoGroups({ source: httpJwt(options) }))
      .handler(async ({ auth }) => auth);

  it('reads the payload that an earlier middleware has verified', async () => {
    const answer = await invoke(reads({ ...CLAIMS, 'cognito:groups': ['a,b', 'c'] }), {});
    expect(JSON.parse(JSON.stringify(answer))).toEqual({
      groups: ['a,b', 'c'],
      subject: 'u',
      scopes: [],
      issuer: POOL_ISSUER,
      claims: { ...CLAIMS, 'cognito:groups': ['a,b', 'c'] },
      source: 'http-jwt',
    });
    expect(await invoke(reads(CLAIMS, { payloadKey: 'token' }), {})).toMatchObject({
      groups: [],
      source: 'http-jwt',
    });
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    ['x'],
    [[]],
    [{}],
    [{ ...CLAIMS, sub: '' }],
    [{ iss: POOL_ISSUER, 'cognito:groups': ['admin'] }],
    [Promise.resolve(CLAIMS)],
  ])('does not accept %j as a payload', async (payload) => {
    expect(await invoke(reads(payload), { jwt: { 'cognito:groups': ['admin'] } })).toMatchObject({
      groups: [],
      source: undefined,
    });
  });

  it('makes a claim that is not an array a 500', async () => {
    expect(await thrownBy(reads({ ...CLAIMS, 'cognito:groups': 'admin' }), {})).toMatchObject({
      code: 'ERR_CLAIM_FORMAT',
      cause: { source: 'http-jwt', claim: 'cognito:groups' },
    });
  });
});
