import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { type LambdaAuthorizerOptions, lambdaAuthorizer } from 'middy-cognito-groups/sources';
import { FORBIDDEN, UNAUTHORIZED } from '../support/answers.js';
import { authOf, invoke } from '../support/chain.js';

const source = lambdaAuthorizer({ key: 'groups', format: 'json' });

const OK = { statusCode: 200 };

const handler = middy()
  .use(cognitoGroups({ source }))
  .use(requireGroup('admin'))
  .handler(async () => OK);

const flat = (authorizer: object, rest: object = {}) => ({
  ...rest,
  requestContext: { authorizer },
});

describe('a flat context is recognised by its key or by a principalId', () => {
  it.each<[string, object, object]>([
    ['the key alone', flat({ groups: '["admin"]' }), OK],
    ['the key alone, payload 1.0', flat({ groups: '["admin"]' }, { version: '1.0' }), OK],
    [
      'the key and a principalId that is not a string',
      flat({ groups: '["admin"]', principalId: 7 }),
      OK,
    ],
    ['the key with other groups', flat({ groups: '["member"]' }), FORBIDDEN],
    ['a principalId alone', flat({ principalId: 'user' }), FORBIDDEN],
    ['neither', flat({ sub: 'user-1' }), UNAUTHORIZED],
    ['a principalId that is not a string', flat({ principalId: 7 }), UNAUTHORIZED],
  ])('%s', async (_, event, answer) => {
    expect(await invoke(handler, event)).toEqual(answer);
  });

  it('the key alone makes an identity', async () => {
    expect(await authOf(flat({ groups: '["admin"]', sub: 'user-1' }), { source })).toEqual({
      groups: ['admin'],
      subject: 'user-1',
      scopes: [],
      claims: { groups: '["admin"]', sub: 'user-1' },
      source: 'lambda-authorizer',
    });
  });
});

describe('the format is the name of a format', () => {
  it.each<[unknown]>([
    [['json']],
    [['array']],
    [{ toString: () => 'json' }],
    [Object('json')],
    [null],
    [7],
  ])('%j is a TypeError', (format) => {
    const options = { key: 'groups', format } as LambdaAuthorizerOptions;
    expect(() => lambdaAuthorizer(options)).toThrow(TypeError);
    expect(() => lambdaAuthorizer(options)).toThrow(/lambdaAuthorizer.*format/);
  });
});
