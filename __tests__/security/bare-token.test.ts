import { describe, expect, it, jest } from '@jest/globals';
import { cognitoGroups } from 'middy-cognito-groups';
import { restApi, verifiedToken } from 'middy-cognito-groups/sources';
import { restApiEvent, testToken, testVerifier } from 'middy-cognito-groups/testing';
import { authOf } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';

/** A Cognito authorizer accepts `Authorization: <jwt>`, and a client may leave `Bearer` out. */

const source = verifiedToken({ verifier: testVerifier });

const withHeader = (Authorization: string, name = 'Authorization') =>
  restApiEvent({
    groups: [],
    claims: { 'cognito:groups': 'x,admin' },
    headers: { [name]: Authorization },
  });

describe('a token without a scheme', () => {
  const token = testToken({ groups: ['x,admin'] });

  it('is read as one with Bearer is', async () => {
    for (const header of [token, `Bearer ${token}`, `bearer  ${token}`]) {
      for (const name of ['Authorization', 'authorization', 'AUTHORIZATION']) {
        expect(await authOf(withHeader(header, name), { source })).toMatchObject({
          groups: ['x,admin'],
          source: 'verified-token',
        });
      }
    }
  });

  it('does not have the comma-joined claim of the REST API read in its place', async () => {
    expect((await outcomeOf('admin', withHeader(token), { source })).status).toBe(403);
    expect((await outcomeOf('x,admin', withHeader(token), { source })).status).toBe(200);
  });

  it('cannot have another source read the request, because that order is refused', () => {
    expect(() => cognitoGroups({ source: [source, restApi] })).toThrow(TypeError);
  });

  it.each([
    ['a forged one', `${testToken({ groups: ['admin'] }).slice(0, -3)}abc`],
    ['one of another process', 'aaaa.bbbb.cccc'],
    ['an unsigned one', `${token.split('.').slice(0, 2).join('.')}.x`],
  ])('is a 401 for an invalid token if it is %s', async (_, forged) => {
    expect(await outcomeOf('admin', withHeader(forged), { source })).toMatchObject({
      status: 401,
      challenge: 'Bearer error="invalid_token"',
    });
  });
});

describe('an Authorization header that is no token', () => {
  it.each([
    'word',
    'two words',
    'a.b',
    'a..b',
    '.a.b',
    'a.b.',
    'a.b.c.d',
    'a.b.c.d.e',
    'a.b.c=',
    'a.b.c ',
    ' a.b.c',
    'a.b.c d',
    'a.b.c,d.e.f',
    'a.b.c\n',
    'ä.b.c',
    'Basic dXNlcjpwYXNzd29yZA==',
    'Basic a.b.c',
    'Digest a.b.c',
    'Token a.b.c',
    'Bearera.b c',
    'AWS4-HMAC-SHA256 Credential=x',
  ])('%j leaves the request without a caller, and is not verified', async (header) => {
    const verify = jest.fn<(token: string) => unknown>();
    const outcome = await outcomeOf('admin', withHeader(header), {
      source: verifiedToken({ verifier: { verify } }),
    });
    expect(outcome).toMatchObject({ status: 401, challenge: 'Bearer' });
    expect(verify).not.toHaveBeenCalled();
  });
});
