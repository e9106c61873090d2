import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { restApi, verifiedToken } from 'middy-cognito-groups/sources';
import {
  appSyncEvent,
  functionUrlEvent,
  restApiEvent,
  testToken,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { INVALID_TOKEN, UNAUTHORIZED } from '../support/answers.js';
import { invoke, thrownBy } from '../support/chain.js';

describe('several sources', () => {
  const source = [restApi, verifiedToken({ verifier: testVerifier })];
  const handler = middy()
    .use(cognitoGroups({ source }))
    .use(requireGroup('admin'))
    .handler(async ({ auth }) => auth.source);

  it('are asked in order', async () => {
    expect(await invoke(handler, functionUrlEvent({ groups: ['admin'] }))).toBe('verified-token');
    expect(await invoke(handler, restApiEvent({ groups: ['admin'] }))).toBe('rest-api');
  });

  it('end with a source that recognises its event and rejects the token', async () => {
    const foreign = restApiEvent({
      groups: ['admin'],
      claims: { iss: 'https://issuer.example' },
      headers: { Authorization: `Bearer ${testToken({ groups: ['admin'] })}` },
    });
    expect(await invoke(handler, foreign)).toMatchObject(INVALID_TOKEN);
    const forged = functionUrlEvent({ token: 'forged' });
    expect(await invoke(handler, forged)).toMatchObject(INVALID_TOKEN);
  });

  it('end with a source that fails', async () => {
    const event = restApiEvent({
      headers: { Authorization: `Bearer ${testToken({ claims: { 'cognito:groups': 7 } })}` },
    });
    expect(await thrownBy(handler, event)).toMatchObject({ code: 'ERR_CLAIM_FORMAT' });
    expect(
      await thrownBy(handler, restApiEvent({ groups: [], claims: { 'cognito:groups': 'a,,b' } })),
    ).toMatchObject({
      code: 'ERR_CLAIM_FORMAT',
    });
  });

  it('leave a request that none recognises unauthenticated', async () => {
    expect(await invoke(handler, restApiEvent())).toMatchObject(UNAUTHORIZED);
    expect(await thrownBy(handler, appSyncEvent({ groups: ['admin'] }))).toMatchObject({
      statusCode: 401,
    });
  });
});
