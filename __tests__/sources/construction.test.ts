import { describe, expect, it } from '@jest/globals';
import { albToken, httpJwt, verifiedToken } from 'middy-cognito-groups/sources';
import { verifier } from '../support/verifiers.js';

describe('construction', () => {
  const make = { verifiedToken, albToken, httpJwt } as unknown as Record<
    string,
    (options?: unknown) => unknown
  >;

  it.each<[string, unknown, RegExp]>([
    ['verifiedToken', undefined, /options is undefined; write an object/],
    [
      'verifiedToken',
      {},
      /option verifier is undefined; write a verifier: CognitoJwtVerifier.create/,
    ],
    ['verifiedToken', { verifier: null }, /option verifier is null/],
    ['verifiedToken', { verifier: () => ({}) }, /option verifier is/],
    ['verifiedToken', { verifier, token: 'x' }, /option token is 'x'; write a function/],
    [
      'verifiedToken',
      { verifier, header: 'x' },
      /an option is 'header'; write one of verifier, token/,
    ],
    ['albToken', { verifier }, /option albVerifier is undefined/],
    ['albToken', { albVerifier: verifier }, /option verifier is undefined/],
    ['httpJwt', { payloadKey: '' }, /option payloadKey is ''/],
    ['httpJwt', { payloadKey: 7 }, /option payloadKey is 7/],
    ['httpJwt', { key: 'jwt' }, /an option is 'key'; write one of payloadKey/],
  ])('%s(%j) is a TypeError', (name, options, message) => {
    expect(() => make[name]?.(options)).toThrow(TypeError);
    expect(() => make[name]?.(options)).toThrow(message);
    expect(() => make[name]?.(options)).toThrow(new RegExp(`^${name}: `, 'u'));
  });
});
