import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { authenticated, cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent, testVerifier } from 'middy-cognito-groups/testing';
import { INVALID_TOKEN } from '../support/answers.js';
import { authOf, failureOf, invoke } from '../support/chain.js';
import { PoolKey } from '../support/keys.js';
import {
  bearer,
  CLIENT,
  cognitoVerifier,
  guarded,
  key,
  now,
  payload,
  reasonOf,
  verifier,
} from '../support/verifiers.js';

describe('verifiedToken with the real CognitoJwtVerifier', () => {
  it('reads the claim of a valid token verbatim', async () => {
    const claims = payload();
    expect(
      await authOf(bearer(key.token(claims)), { source: verifiedToken({ verifier }) }),
    ).toEqual({
      groups: ['x,admin', 'team manager', 'admin'],
      scopes: [],
      subject: 'user-1',
      username: 'ada',
      type: 'user',
      clientId: CLIENT,
      issuer: claims.iss,
      issuedAt: claims.iat,
      claims,
      source: 'verified-token',
    });
  });

  it('a caller whose token lacks the claim is in no group', async () => {
    const token = key.token(payload({ 'cognito:groups': undefined }));
    expect(await invoke(guarded(), bearer(token))).toMatchObject({ statusCode: 403 });
  });

  const other = new PoolKey('key-1');
  const unknown = new PoolKey('key-2');
  const [header, body, signature] = key.token(payload()).split('.') as [string, string, string];
  const forged = Buffer.from(JSON.stringify(payload({ sub: 'somebody else' }))).toString(
    'base64url',
  );
  const unsigned = Buffer.from('{"alg":"none","kid":"key-1"}').toString('base64url');

  it.each<[string, string]>([
    ['expired', key.token(payload({ exp: now() - 1 }))],
    ['not yet valid', key.token(payload({ nbf: now() + 600 }))],
    [
      'of another pool',
      key.token(payload({ iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other' })),
    ],
    ['without an issuer', key.token(payload({ iss: undefined }))],
    ['of another client', key.token(payload({ client_id: 'client2' }))],
    ['for another use', key.token(payload({ token_use: 'id', aud: CLIENT }))],
    ['with a tampered payload', `${header}.${forged}.${signature}`],
    ['signed by another key with the same id', other.token(payload())],
    ['with alg: none', `${unsigned}.${body}.`],
    ['with alg: none and a signature', `${unsigned}.${body}.${signature}`],
    ['with another algorithm', key.token(payload(), { alg: 'HS256' })],
    ['without a key id', key.token(payload(), { kid: undefined })],
    ['without a signature', `${header}.${body}`],
    ['with five parts', `${header}.${body}.${signature}.x.y`],
    ['that is not JSON', 'aaa.bbb.ccc'],
    ['that is a word', 'token'],
    ['with a subject that is not a string', key.token(payload({ sub: 7 }))],
    ['that is empty', ''],
    ['with a space', 'a b'],
    ['sent with a second one', `${key.token(payload())},${key.token(payload())}`],
  ])('a token %s makes the request unauthenticated, with a challenge', async (_, token) => {
    expect(await invoke(guarded(), bearer(token))).toMatchObject(INVALID_TOKEN);
  });

  it.each<[string, string, string]>([
    ['expired', key.token(payload({ exp: 1 })), 'it has expired'],
    [
      'of another client',
      key.token(payload({ client_id: 'other' })),
      'its client or audience is not allowed',
    ],
    ['signed by another key', other.token(payload()), 'its signature is invalid'],
    ['with a space', 'a b', 'the Authorization header is not a single token'],
  ])('the reason says why a token %s is rejected', async (_, token, why) => {
    const reason = await reasonOf(verifiedToken({ verifier }), bearer(token));
    expect(reason).toBe(`the token was rejected: ${why}; the rule is 'admin'`);
  });

  it('the reason holds no line break and no part of the token', async () => {
    const token = `${Buffer.from('{\n"alg').toString('base64url')}.${body}.${signature}`;
    const reason = await reasonOf(verifiedToken({ verifier }), bearer(token));
    expect(reason).toMatch(/^the token was rejected: /u);
    expect(reason).not.toContain('\n');
    for (const part of token.split('.')) expect(reason).not.toContain(part);
  });

  it('a token whose key is in no published key set is rejected', async () => {
    const keySet = new TextEncoder().encode(JSON.stringify(key.jwks));
    const fetching = cognitoVerifier(async () => keySet.buffer as ArrayBuffer);
    expect(
      await invoke(guarded({ verifier: fetching }), bearer(unknown.token(payload()))),
    ).toMatchObject(INVALID_TOKEN);
    expect(await invoke(guarded({ verifier: fetching }), bearer(key.token(payload())))).toBe('in');
  });

  it('a claim that is not an array of strings is a 500', async () => {
    for (const claim of ['admin', '["admin"]', ['admin', 7], null, { admin: true }]) {
      const event = bearer(key.token(payload({ 'cognito:groups': claim })));
      expect(await failureOf(event, { source: verifiedToken({ verifier }) })).toMatchObject({
        code: 'ERR_CLAIM_FORMAT',
        cause: { source: 'verified-token', claim: 'cognito:groups' },
      });
    }
  });
});

describe('a token is verified once a request', () => {
  function counting() {
    const counted = {
      calls: 0,
      verify(token: string) {
        counted.calls += 1;
        return testVerifier.verify(token);
      },
    };
    return counted;
  }

  it('for any number of guards and readers', async () => {
    const counted = counting();
    const source = verifiedToken({ verifier: counted });
    const handler = middy()
      .use(cognitoGroups({ source }))
      .use(requireGroup('admin'))
      .use(cognitoGroups({ source }))
      .use(requireGroup(authenticated))
      .handler(async () => 'in');
    expect(await invoke(handler, functionUrlEvent({ groups: ['admin'] }))).toBe('in');
    expect(counted.calls).toBe(1);
  });

  it('but another token on the same event is verified again', async () => {
    const counted = counting();
    const options = { source: verifiedToken({ verifier: counted }) };
    const event = functionUrlEvent({ groups: ['admin'] });
    expect((await authOf(event, options)).groups).toEqual(['admin']);
    event.headers.authorization = 'Bearer forged';
    expect((await authOf(event, options)).groups).toEqual([]);
    expect(counted.calls).toBe(2);
  });
});
