import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import {
  authenticated,
  cognitoGroups,
  everyone,
  type Rule,
  requireGroup,
} from 'middy-cognito-groups';
import { albToken, restApi, verifiedToken } from 'middy-cognito-groups/sources';
import { albEvent, functionUrlEvent, testVerifier } from 'middy-cognito-groups/testing';
import { INVALID_TOKEN, UNAVAILABLE } from '../support/answers.js';
import { invoke, thrownBy } from '../support/chain.js';

const OK = { statusCode: 200 };

const event = () => functionUrlEvent({ token: 'a.b.c' });

const failing = (thrown: unknown) => ({ verify: () => Promise.reject(thrown) });

const guarded = (thrown: unknown, rule: Rule) =>
  middy()
    .use(cognitoGroups({ source: verifiedToken({ verifier: failing(thrown) }) }))
    .use(requireGroup(rule))
    .handler(async () => OK);

const coded = (code: unknown) => Object.assign(new Error('failed'), { code });

const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);

beforeEach(() => {
  reported.mockClear();
});

afterAll(() => {
  reported.mockRestore();
});

describe('a failure of the verifier is a 503, on a route for everyone too', () => {
  it.each<[string, unknown]>([
    ...[
      'Failed to fetch JWT keys',
      'Cannot read Invalid JWT',
      'Cannot read Empty JWT',
      'No JWK for kid 1 could be fetched',
      'Cannot fetch: issuer not configured',
      'Cannot fetch: issuer must be provided',
      'Cannot fetch: Invalid signature',
      'Cannot fetch: Malformed signature',
      'Invalid signature of the key set',
      'Malformed signature of the key set',
      'issuer must be provided by the key server',
      'JWTs cannot be verified now',
    ].map((message): [string, unknown] => [`the message ${message}`, new Error(message)]),
    ...[
      'X_ERR_JWT_',
      'X_ERR_JWT_EXPIRED',
      'X_ERR_JWS_INVALID',
      'X_ERR_JOSE_ALG_NOT_ALLOWED',
      'X_ERR_JWKS_NO_MATCHING_KEY',
      'ERR_JOSE_ALG_NOT_ALLOWED_X',
      'ERR_JWKS_NO_MATCHING_KEY_X',
      'ERR_JWKS_TIMEOUT',
      'ERR_JWKS_INVALID',
      'ERR_JOSE_GENERIC',
    ].map((code): [string, unknown] => [`the code ${code}`, coded(code)]),
    ['a code in a list', coded(['ERR_JWT_X'])],
    ['a code that converts to a string', coded({ toString: () => 'ERR_JWT_EXPIRED' })],
    ['a status that is a string', Object.assign(new Error('failed'), { statusCode: '401' })],
    ['a status that is not an error', { statusCode: 401 }],
    ['a code that is not an error', { code: 'ERR_JWT_EXPIRED' }],
    ['a message that is not an error', { message: 'Invalid signature' }],
    ['a string', 'Invalid signature'],
    ['null', null],
    ['undefined', undefined],
  ])('%s', async (_, thrown) => {
    for (const rule of [everyone, authenticated]) {
      reported.mockClear();
      expect(await invoke(guarded(thrown, rule), event())).toEqual(UNAVAILABLE);
      expect(reported).toHaveBeenCalledTimes(1);
    }
  });
});

describe('a rejected token makes the request unauthenticated', () => {
  it.each<[string, unknown]>([
    ...[
      'Invalid signature',
      'Malformed signature',
      'JWT string does not consist of exactly 3 parts (header, payload, signature)',
      'Invalid JWT. Header is not a valid JSON object',
      'Empty JWT',
      'JWK for kid "1" not found in the JWKS',
      'issuer not configured: https://issuer.example',
      'issuer must be provided',
    ].map((message): [string, unknown] => [`the message ${message}`, new Error(message)]),
    ...[
      'ERR_JWT_EXPIRED',
      'ERR_JWS_INVALID',
      'ERR_JOSE_ALG_NOT_ALLOWED',
      'ERR_JWKS_NO_MATCHING_KEY',
    ].map((code): [string, unknown] => [`the code ${code}`, coded(code)]),
    ['the status 401', Object.assign(new Error('failed'), { statusCode: 401 })],
  ])('%s', async (_, thrown) => {
    expect(await invoke(guarded(thrown, authenticated), event())).toEqual(INVALID_TOKEN);
    expect(await invoke(guarded(thrown, everyone), event())).toEqual(OK);
    expect(reported).not.toHaveBeenCalled();
  });
});

describe('cognitoGroups() answers for a failed verifier without a guard after it', () => {
  const down = failing(new Error('no network'));

  it.each<[string, Parameters<typeof cognitoGroups>[0], object]>([
    [
      'verifiedToken',
      { source: verifiedToken({ verifier: down }) },
      functionUrlEvent({ token: 'a.b.c' }),
    ],
    [
      'verifiedToken after another source',
      { source: [restApi, verifiedToken({ verifier: down })] },
      functionUrlEvent({ token: 'a.b.c' }),
    ],
    [
      'albToken',
      { source: albToken({ verifier: testVerifier, albVerifier: down }) },
      albEvent({ groups: ['admin'] }),
    ],
  ])('%s', async (_, options, given) => {
    const alone = middy()
      .use(cognitoGroups(options))
      .handler(async () => OK);
    expect(await invoke(alone, given)).toEqual(UNAVAILABLE);
    expect(reported).toHaveBeenCalledTimes(1);
    const throwing = middy()
      .use(cognitoGroups({ ...options, respond: false }))
      .handler(async () => OK);
    expect(await thrownBy(throwing, given)).toMatchObject({
      statusCode: 503,
      expose: true,
      code: 'ERR_VERIFIER',
    });
  });
});
