import { expect, it } from '@jest/globals';
import { testToken, testVerifier } from 'middy-cognito-groups/testing';

it('testVerifier rejects a token that testToken did not make', async () => {
  const token = testToken({ groups: ['a'] });
  expect(await testVerifier.verify(token)).toMatchObject({ 'cognito:groups': ['a'] });
  for (const forged of [
    `${token}x`,
    token.slice(0, -1),
    'a.b',
    'a.b.c.d',
    token.replace(/\.[^.]+\./u, '.e30.'),
  ]) {
    await expect(testVerifier.verify(forged)).rejects.toThrow(/Invalid signature|3 parts/u);
  }
});
