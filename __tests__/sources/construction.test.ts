import { describe, expect, it } from '@jest/globals';
import { albToken, httpJwt, verifiedToken } from 'middy-cognito-groups/sources';
import { verifier } from '../support/verifiers.js';

describe('construction', () => {
  const make = { verifiedToken, albToken, httpJwt } as unknown as Record<
    string,
    (options?: unknown) => unknown
  >;

  it.each<[string, unknown, RegExp]>([
    ['verifiedToken', undefined, /options must be a plain object, got undefined/],
    [
      'verifiedToken',
      {},
      /option verifier is undefined; pass a verifier: CognitoJwtVerifier.create/,
    ],
    ['verifiedToken', { verifier: null }, /option verifier is null/],
    ['verifiedToken', { verifier: () => ({}) }, /option verifier is/],
    ['verifiedToken', { verifier, token: 'x' }, /option token is 'x'; write a function/],
    [
      'verifiedToken',
      { verifier, header: 'x' },
      /unknown option 'header'; the options are verifier, token/,
    ],
    ['albToken', { verifier }, /option albVerifier is undefined/],
    ['albToken', { albVerifier: verifier }, /option verifier is undefined/],
    ['httpJwt', { payloadKey: '' }, /option payloadKey is ''/],
    ['httpJwt', { payloadKey: 7 }, /option payloadKey is 7/],
    ['httpJwt', { key: 'jwt' }, /unknown option 'key'; the options are payloadKey/],
  ])('%s(%j) is a TypeError', (name, options, message) => {
    expect(() => make[name]?.(options)).toThrow(TypeError);
    expect(() => make[name]?.(options)).toThrow(message);
  });
});
