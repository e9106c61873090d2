import { describe, expect, it } from '@jest/globals';
import { type LambdaAuthorizerOptions, lambdaAuthorizer } from 'middy-cognito-groups/sources';
import { authOf, failureOf, NO_AUTH } from '../support/chain.js';

type Format = LambdaAuthorizerOptions['format'];

const source = (format: Format) => lambdaAuthorizer({ key: 'groups', format });

/** Flat: REST, WebSocket, payload 1.0. */
const flat = (context: object, rest: object = {}) => ({
  ...rest,
  requestContext: { authorizer: { principalId: 'p', ...context } },
});

/** Payload 2.0. */
const v2 = (context: object) => ({
  version: '2.0',
  requestContext: { authorizer: { lambda: context } },
});

describe('a context that the authorizer wrote', () => {
  it.each<[Format, unknown, string[]]>([
    ['json', '["a","b,c","[d]"]', ['a', 'b,c', '[d]']],
    ['json', '[]', []],
    ['json', ' ["a"] ', ['a']],
    ['comma', 'a,b', ['a', 'b']],
    ['comma', '[a,b]', ['[a', 'b]']],
    ['comma', '["a"]', ['["a"]']],
    ['comma', '', []],
    ['comma', 'a, b', ['a', ' b']],
    ['space', 'a b,c', ['a', 'b,c']],
    ['space', '', []],
    ['array', ['a', 'b c', 'a'], ['a', 'b c', 'a']],
    ['array', [], []],
  ])('as %s %j is %j', async (format, value, groups) => {
    const expected = { groups, source: 'lambda-authorizer' };
    expect(await authOf(v2({ groups: value, sub: 'u' }), { source: source(format) })).toMatchObject(
      {
        ...expected,
        subject: 'u',
      },
    );
    expect(await authOf(flat({ groups: value }), { source: source(format) })).toMatchObject(
      expected,
    );
    expect(
      await authOf(flat({ groups: value }, { version: '1.0' }), { source: source(format) }),
    ).toMatchObject(expected);
  });

  it.each<[Format, unknown, RegExp]>([
    ['json', 'a,b', /not JSON/],
    ['json', '', /not JSON/],
    ['json', '"admin"', /its JSON is of type string/],
    ['json', 'null', /its JSON is of type null/],
    ['json', '1e3', /its JSON is of type number/],
    ['json', '{"0":"admin"}', /its JSON is of type object/],
    ['json', '["a",1]', /element 1/],
    ['json', ['a'], /type object, not a string/],
    ['comma', 'a,,b', /a name is empty/],
    ['comma', ',', /a name is empty/],
    ['comma', ['a'], /not a string/],
    ['comma', 7, /type number, not a string/],
    ['comma', null, /is of type null, not a string/],
    ['space', 'a  b', /a name is empty/],
    ['space', ' a', /a name is empty/],
    ['array', 'a', /type string, not a list/],
    ['array', '["a"]', /not a list/],
    ['array', [null], /element 0/],
  ])('as %s %j is rejected, and no other format is tried', async (format, value, problem) => {
    const [one, two] = [
      await failureOf(flat({ groups: value }), { source: source(format) }),
      await failureOf(v2({ groups: value }), { source: source(format) }),
    ];
    expect(one).toMatchObject({
      code: 'ERR_CLAIM_FORMAT',
      cause: {
        claim: 'groups',
        problem: expect.stringMatching(problem),
      },
    });
    expect(two.cause.claim).toBe('groups');
  });

  it('without the key the caller is in no group, and principalId is not the subject', async () => {
    const inNoGroup = { groups: [], source: 'lambda-authorizer' };
    expect(await authOf(flat({}), { source: source('json') })).toEqual({
      ...NO_AUTH,
      ...inNoGroup,
      claims: { principalId: 'p' },
    });
    expect(await authOf(v2({}), { source: source('json') })).toEqual({ ...NO_AUTH, ...inNoGroup });
    expect(await authOf(v2({ sub: 'u' }), { source: source('json') })).toMatchObject({
      ...inNoGroup,
      subject: 'u',
    });
  });

  it('of a WebSocket API is read at every message', async () => {
    const event = flat({ groups: '["a"]' });
    Object.assign(event.requestContext, { connectionId: 'c', routeKey: 'message' });
    expect((await authOf(event, { source: source('json') })).groups).toEqual(['a']);
  });
});

describe('a key of the context that is named like another authorizer', () => {
  it.each(['claims', 'jwt', 'iam', 'lambda'])(
    '%s does not indicate one, because a flat context holds no objects',
    async (name) => {
      const event = flat({ groups: '["a"]', [name]: '{"sub":"u"}' });
      expect((await authOf(event, { source: source('json') })).groups).toEqual(['a']);
    },
  );

  it.each(['claims', 'jwt', 'iam', 'lambda'])(
    '%s is read with payload 2.0, where only the authorizer writes',
    async (name) => {
      const event = v2({ groups: ['a'], [name]: { sub: 'u' } });
      expect((await authOf(event, { source: source('array') })).groups).toEqual(['a']);
    },
  );
});

describe('an event without such a context is unauthenticated', () => {
  it.each<[string, object]>([
    ['no authorizer', { requestContext: {} }],
    ['an authorizer that wrote no context', { requestContext: { authorizer: {} } }],
    ['another key only', { requestContext: { authorizer: { roles: 'admin' } } }],
    [
      'a Cognito authorizer',
      { requestContext: { authorizer: { claims: { 'cognito:groups': 'a' }, groups: '["a"]' } } },
    ],
    [
      'a JWT authorizer',
      { version: '2.0', requestContext: { authorizer: { jwt: { claims: {} }, groups: '["a"]' } } },
    ],
    [
      'payload 2.0 whose authorizer has no context',
      { version: '2.0', requestContext: { authorizer: { lambda: null } } },
    ],
    ['IAM', { version: '2.0', requestContext: { authorizer: { iam: { userArn: 'x' } } } }],
    [
      'payload 2.0 in the flat place',
      { version: '2.0', requestContext: { authorizer: { principalId: 'p', groups: '["a"]' } } },
    ],
    [
      'a flat event in the place of payload 2.0',
      { requestContext: { authorizer: { lambda: { groups: '["a"]' } } } },
    ],
    [
      'an inherited key',
      { requestContext: { authorizer: Object.create({ groups: '["a"]', principalId: 'p' }) } },
    ],
    ['a list', { requestContext: { authorizer: ['a'] } }],
  ])('%s', async (_, event) => {
    expect(await authOf(event, { source: source('json') })).toEqual(NO_AUTH);
  });
});

describe('construction', () => {
  it.each<[unknown, RegExp]>([
    [undefined, /options is .*; write an object/],
    [{ format: 'json' }, /option key is undefined; write the context key that holds the groups/],
    [{ key: '', format: 'json' }, /option key is ''/],
    [{ key: 'groups' }, /option format is undefined; write one of json, comma, space, array/],
    [{ key: 'groups', format: 'csv' }, /option format is 'csv'/],
    [{ key: 'groups', format: 'toString' }, /option format is 'toString'/],
    [{ key: 'groups', format: 'json', fallback: 'comma' }, /an option is 'fallback'/],
  ])('lambdaAuthorizer(%j) is a TypeError', (options, message) => {
    expect(() => lambdaAuthorizer(options as LambdaAuthorizerOptions)).toThrow(TypeError);
    expect(() => lambdaAuthorizer(options as LambdaAuthorizerOptions)).toThrow(message);
  });
});
