import { inspect } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import httpErrorHandler from '@middy/http-error-handler';
import createError from 'http-errors';
import { type VerifiedTokenOptions, verifiedToken } from 'middy-cognito-groups/sources';
import { INVALID_TOKEN } from '../support/answers.js';
import { failureOf, invoke } from '../support/chain.js';
import { bearer, cognitoVerifier, guarded, key, payload } from '../support/verifiers.js';

describe('a verifier that fails for a reason other than the token', () => {
  const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);
  const token = key.token(payload());

  it.each<[string, VerifiedTokenOptions<never>]>([
    ['a key set that cannot be reached', { verifier: cognitoVerifier() }],
    [
      'an error that quotes the token',
      {
        verifier: {
          verify: (given) => {
            throw new TypeError(`cannot read ${given}`);
          },
        },
      },
    ],
    [
      'a thrown object without a prototype',
      { verifier: { verify: () => Promise.reject(Object.create(null)) } },
    ],
    [
      'an error whose message is not a string',
      { verifier: { verify: () => Promise.reject(Object.assign(new Error(), { message: 7 })) } },
    ],
    [
      'a thrown object that holds the token',
      { verifier: { verify: (given) => Promise.reject({ given }) } },
    ],
    ['a thrown string', { verifier: { verify: () => Promise.reject('down') } }],
    [
      'an error that quotes a part of the token',
      {
        verifier: {
          verify: (given) => {
            throw new Error(`502 for ${encodeURIComponent(`${given.split('.')[1]}==`)}`);
          },
        },
      },
    ],
    [
      'a payload inside an object, as jose returns it',
      { verifier: { verify: async () => ({ payload: payload(), protectedHeader: {} }) } },
    ],
    [
      'a payload without a subject',
      { verifier: { verify: async () => ({ ...payload(), sub: undefined }) } },
    ],
    ['no payload', { verifier: { verify: async () => undefined } }],
    ['a payload that is a string', { verifier: { verify: async () => 'admin' } }],
    ['a payload that is true', { verifier: { verify: async () => true } }],
    [
      'a payload that is an array',
      { verifier: { verify: async () => Object.assign([], payload()) } },
    ],
    [
      'a malformed key set',
      {
        verifier: {
          verify: () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_JWKS_INVALID' })),
        },
      },
    ],
  ])('%s is a 503 and is reported once, without the token', async (_, options) => {
    reported.mockClear();
    const answer = await invoke(guarded(options), bearer(token));
    expect(answer).toEqual({
      statusCode: 503,
      headers: { 'Content-Type': 'application/json' },
      body: '{"message":"Service Unavailable"}',
    });
    expect(reported).toHaveBeenCalledTimes(1);
    for (const part of [token, ...token.split('.')])
      expect(inspect(reported.mock.calls)).not.toContain(part);
  });

  it('is not a verifier whose error has the status 401', async () => {
    for (const rejection of [
      createError(401),
      Object.assign(new Error('no'), { statusCode: 401 }),
    ]) {
      const own = { verify: () => Promise.reject(rejection) };
      expect(await invoke(guarded({ verifier: own }), bearer(token))).toMatchObject(INVALID_TOKEN);
    }
    const malformed = { verify: () => Promise.reject(new Error('Malformed signature')) };
    expect(await invoke(guarded({ verifier: malformed }), bearer(token))).toMatchObject(
      INVALID_TOKEN,
    );
  });

  it('is a 503 with an error handler too, and is thrown with respond: false', async () => {
    const handler = guarded({ verifier: cognitoVerifier() }).use(
      httpErrorHandler({ logger: false }),
    );
    expect(await invoke(handler, bearer(token))).toMatchObject({
      statusCode: 503,
      body: '{"message":"Service Unavailable"}',
    });
    const source = verifiedToken({ verifier: cognitoVerifier() });
    const error = await failureOf(bearer(token), { source, respond: false });
    expect(error).toMatchObject({
      statusCode: 503,
      code: 'ERR_VERIFIER',
      message: 'Service Unavailable',
    });
    expect(error.cause).toMatchObject({
      source: 'verified-token',
      problem: expect.stringMatching(/^the verifier failed/),
    });
    expect(JSON.stringify(error.cause)).not.toMatch(/no network/);
    expect(JSON.stringify(error.cause)).not.toContain(token);
  });

  it.each([
    'ERR_JWT_EXPIRED',
    'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    'ERR_JWKS_NO_MATCHING_KEY',
    'ERR_JOSE_ALG_NOT_ALLOWED',
  ])('is not a verifier of jose that rejects the token with %s', async (code) => {
    const jose = { verify: () => Promise.reject(Object.assign(new Error('rejected'), { code })) };
    expect(await invoke(guarded({ verifier: jose }), bearer(token))).toMatchObject(INVALID_TOKEN);
  });
});
