import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, type Rule, routePolicy } from 'middy-cognito-groups';
import { appSync, httpApi, restApi } from 'middy-cognito-groups/sources';
import { authOf, failureOf, invoke, type ThrownError, thrownBy } from '../support/chain.js';

const ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_testpool1';

const claimsOf = (groups: readonly string[] | null) => ({
  sub: 'user-1',
  iss: ISSUER,
  'cognito:username': 'ada',
  token_use: 'id',
  auth_time: 1727338966,
  iat: 1727338966,
  exp: 1727342566,
  ...(groups === null ? {} : { 'cognito:groups': groups }),
});

const poolIdentity = (groups: readonly string[] | null): object => ({
  claims: claimsOf(groups),
  defaultAuthStrategy: 'ALLOW',
  groups,
  issuer: ISSUER,
  sourceIp: ['203.0.113.7'],
  sub: 'user-1',
  username: 'ada',
});

const oidcIdentity = (groups: readonly string[] | null): object => ({
  claims: claimsOf(groups),
  issuer: ISSUER,
  sub: 'user-1',
});

/** The payload of Amplify's `@function`. */
const amplify = (identity: unknown, fields: object = {}): object => ({
  typeName: 'Mutation',
  fieldName: 'renameTeam',
  arguments: { id: '7' },
  identity,
  source: {},
  request: { headers: {} },
  prev: null,
  ...fields,
});

/** The payload of a channel handler of AppSync Events. */
const channel = (identity: unknown, info: object = {}, operation = 'PUBLISH'): object => ({
  identity,
  result: null,
  request: { headers: {}, domainName: null },
  info: {
    channel: { path: '/default/news', segments: ['default', 'news'] },
    channelNamespace: { name: 'default' },
    operation,
    ...info,
  },
  error: null,
  prev: null,
  stash: {},
  outErrors: [],
  events: operation === 'PUBLISH' ? [{ id: '1', payload: {} }] : null,
});

const KINDS = { "Amplify's @function": amplify, 'AppSync Events': channel } as const;

describe.each(Object.entries(KINDS))('%s', (_, build) => {
  it.each<[string, readonly string[] | null, readonly string[]]>([
    ['of a user in two groups', ['admin', 'x,y'], ['admin', 'x,y']],
    ['of a user in no group', null, []],
    ['of a user with an empty list', [], []],
  ])('reads the groups %s', async (__, groups, expected) => {
    for (const identity of [poolIdentity, oidcIdentity]) {
      for (const options of [{}, { source: appSync }]) {
        expect(await authOf(build(identity(groups)), options)).toMatchObject({
          groups: expected,
          subject: 'user-1',
          username: 'ada',
          type: 'user',
          issuer: ISSUER,
          issuedAt: 1727338966,
          source: 'appsync',
        });
      }
    }
  });

  it.each<[string, unknown]>([
    ['an API key', null],
    ['no identity', undefined],
    ['IAM', { accountId: '1', cognitoIdentityId: 'x', userArn: 'arn:x', username: 'x' }],
    ['a Lambda authorizer', { resolverContext: { groups: '["admin"]' } }],
    ['a Lambda authorizer of Events', { handlerContext: { groups: ['admin'] } }],
    ['claims without an issuer or groups', { claims: claimsOf(['admin']), sub: 'user-1' }],
    ['claims that are text', { claims: '{}', groups: ['admin'], issuer: ISSUER }],
    ['an identity that is text', 'admin'],
    ['an identity that is a list', [poolIdentity(['admin'])]],
  ])('has no caller with %s', async (__, identity) => {
    expect(await authOf(build(identity))).toMatchObject({ groups: [], source: undefined });
  });

  it.each<[string, object]>([
    ['groups that are text', { ...poolIdentity(['admin']), groups: 'admin' }],
    ['groups that differ from the claim', { ...poolIdentity(['member']), groups: ['admin'] }],
    ['a group that is no text', { ...poolIdentity(null), groups: [7] }],
  ])('with %s is a 500', async (__, identity) => {
    expect(await failureOf(build(identity))).toMatchObject({
      statusCode: 500,
      code: 'ERR_CLAIM_FORMAT',
    });
  });

  it('of another issuer has no caller', async () => {
    const foreign = {
      ...poolIdentity(['admin']),
      claims: { ...claimsOf(['admin']), iss: 'https://partner.example' },
    };
    expect(await authOf(build(foreign))).toMatchObject({ groups: [], source: undefined });
  });

  it('is no event of another source', async () => {
    for (const source of [restApi, httpApi]) {
      expect(await authOf(build(poolIdentity(['admin'])), { source })).toMatchObject({
        source: undefined,
      });
    }
  });

  it('is not recognised inside an event of API Gateway, whatever its body says', async () => {
    const forged = build(poolIdentity(['admin']));
    for (const event of [
      { ...forged, requestContext: {} },
      { ...forged, requestContext: null },
      { requestContext: {}, body: JSON.stringify(forged) },
      { body: forged },
      { Records: [forged] },
      { detail: forged },
    ]) {
      expect(await authOf(event)).toMatchObject({ groups: [], source: undefined });
    }
  });
});

describe('an event that is only similar', () => {
  const identity = poolIdentity(['admin']);
  const where = { path: '/default/news' };

  it.each<[string, object]>([
    ['to @function, without a type', { identity, fieldName: 'x' }],
    ['to @function, without a field', { identity, typeName: 'Query' }],
    ['to @function, with a type that is no text', { identity, typeName: 7, fieldName: 'x' }],
    ['to @function, with a field that is null', { identity, typeName: 'Query', fieldName: null }],
    ['to Events, without an operation', { identity, info: { channel: where } }],
    ['to Events, without a channel', { identity, info: { operation: 'PUBLISH' } }],
    [
      'to Events, with a channel that is text',
      { identity, info: { channel: '/x', operation: 'PUBLISH' } },
    ],
    ['to Events, without a path', { identity, info: { channel: {}, operation: 'PUBLISH' } }],
    ['to both, with info that is text', amplify(identity, { info: 'x' })],
    ['to a resolver, without a type', { identity, info: { fieldName: 'x' } }],
    ['to nothing', { identity }],
  ])('%s has no caller', async (_, event) => {
    expect(await authOf(event)).toMatchObject({ groups: [], source: undefined });
  });
});

describe('route keys', () => {
  const table = (rules: Record<string, Rule>) =>
    middy()
      .use(cognitoGroups())
      .use(routePolicy(rules))
      .handler(async () => 'in');

  const handler = table({
    'Query.teams': 'member',
    'Mutation.renameTeam': 'admin',
    'PUBLISH /default/news': 'admin',
    'SUBSCRIBE /default/news': 'member',
  });

  const resultOf = (event: unknown) =>
    invoke(handler, event).catch(({ statusCode }: ThrownError) => statusCode);

  const caller = (...groups: string[]) => poolIdentity(groups);

  it.each<[string, object, unknown]>([
    ['Mutation.renameTeam by an admin', amplify(caller('admin')), 'in'],
    ['Mutation.renameTeam by a member', amplify(caller('member')), 403],
    ['Mutation.renameTeam by nobody', amplify(null), 401],
    [
      'Query.teams by a member',
      amplify(caller('member'), { typeName: 'Query', fieldName: 'teams' }),
      'in',
    ],
    [
      'Query.teams by an admin',
      amplify(caller('admin'), { typeName: 'Query', fieldName: 'teams' }),
      403,
    ],
    [
      'a field that is not in the table',
      amplify(caller('admin'), { fieldName: 'deleteTeam' }),
      403,
    ],
    ['a field of another case', amplify(caller('admin'), { typeName: 'mutation' }), 403],
    ['PUBLISH by an admin', channel(caller('admin')), 'in'],
    ['PUBLISH by a member', channel(caller('member')), 403],
    ['PUBLISH by nobody', channel(null), 401],
    ['SUBSCRIBE by a member', channel(caller('member'), {}, 'SUBSCRIBE'), 'in'],
    ['SUBSCRIBE by an admin', channel(caller('admin'), {}, 'SUBSCRIBE'), 403],
    ['an operation that is not in the table', channel(caller('admin'), {}, 'CONNECT'), 403],
    ['an operation of another case', channel(caller('admin'), {}, 'publish'), 403],
    ['another channel', channel(caller('admin'), { channel: { path: '/default/news/x' } }), 403],
    [
      'a channel of another namespace',
      channel(caller('admin'), { channel: { path: '/other/news' } }),
      403,
    ],
    [
      'a channel in another case',
      channel(caller('admin'), { channel: { path: '/default/News' } }),
      403,
    ],
    ['a batch of one route', [amplify(caller('admin')), amplify(caller('admin'))], 'in'],
    [
      'a batch of two routes',
      [amplify(caller('admin')), amplify(caller('admin'), { fieldName: 'x' })],
      403,
    ],
  ])('%s', async (_, event, expected) => {
    expect(await resultOf(event)).toEqual(expected);
  });

  it('of a resolver whose info is beside typeName is that of info', async () => {
    const event = amplify(caller('admin'), {
      info: { parentTypeName: 'Query', fieldName: 'teams' },
    });
    expect(await resultOf(event)).toBe(403);
  });

  it('never is answered: a resolver would take a response for its result', async () => {
    for (const event of [amplify(caller('member')), channel(caller('member'))]) {
      expect(await thrownBy(handler, event)).toMatchObject({
        statusCode: 403,
        message: 'Forbidden',
      });
    }
  });

  it.each([
    'PUBLISH ',
    'PUBLISH default/news',
    'PUBLISH  /default/news',
    'Publish /default/news',
    'EMIT /default/news',
    ' PUBLISH /default/news',
  ])('are refused in a table: %j', (key) => {
    expect(() => routePolicy({ [key]: 'admin' } as never)).toThrow(TypeError);
  });
});
