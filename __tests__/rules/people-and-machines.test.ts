import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  anyOf,
  authenticated,
  evaluate,
  noneOf,
  type Rule,
  user,
} from 'middy-cognito-groups';
import { lambdaAuthorizer, verifiedToken } from 'middy-cognito-groups/sources';
import {
  appSyncEvent,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { authOf } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';
import { anonymousEvent } from '../support/events.js';

type Claims = Readonly<Record<string, unknown>>;

const NO_NAME = { username: undefined, 'cognito:username': undefined, aud: undefined };

/** The claims of a client-credentials token. */
const CLIENT: Claims = {
  ...NO_NAME,
  sub: 'client1',
  client_id: 'client1',
  token_use: 'access',
  scope: 'orders/read',
};

const PERSON: Claims = { ...NO_NAME, token_use: 'access', client_id: 'client1', username: 'ada' };

const ID: Claims = {
  ...NO_NAME,
  client_id: undefined,
  token_use: 'id',
  aud: 'client1',
  'cognito:username': 'ada',
};

/** Neither a person nor a client of Cognito. */
const UNDEFINED: Claims = { ...NO_NAME, token_use: undefined, client_id: undefined };

const EVENTS: Readonly<Record<string, (claims: Claims) => object>> = {
  'a Cognito authorizer': (claims) => restApiEvent({ groups: [], claims }),
  'a JWT authorizer of a REST API': (claims) =>
    restApiEvent({ groups: [], claims, authorizer: 'jwt' }),
  'an HTTP API': (claims) => httpApiEvent({ groups: [], claims }),
  'an HTTP API with payload 1.0': (claims) => httpApiEvent({ groups: [], claims, payload: '1.0' }),
  'AppSync with OpenID Connect': (claims) =>
    appSyncEvent({ groups: [], claims, authorizer: 'oidc' }),
};

describe.each(Object.entries(EVENTS))('with %s', (_, build) => {
  it.each<[string, Claims, 'user' | 'client' | undefined]>([
    ['client credentials', CLIENT, 'client'],
    ['the access token of a person', PERSON, 'user'],
    ['the ID token of a person', ID, 'user'],
    ['an ID token without a user name', { ...ID, 'cognito:username': undefined }, 'user'],
    ['a person whose sub is the client_id', { ...PERSON, sub: 'client1' }, 'user'],
    ['a machine of another issuer', UNDEFINED, undefined],
    ['a sub that differs from client_id', { ...CLIENT, sub: 'client2' }, undefined],
    ['client credentials with an empty user name', { ...CLIENT, username: '' }, 'client'],
    ['a sub of another case', { ...CLIENT, sub: 'CLIENT1' }, undefined],
    ['no sub', { ...PERSON, sub: undefined }, undefined],
    ['an empty sub', { ...PERSON, sub: '' }, undefined],
    ['neither sub nor client_id', { ...CLIENT, sub: undefined, client_id: undefined }, undefined],
    ['an empty sub and client_id', { ...CLIENT, sub: '', client_id: '' }, undefined],
  ])('the type of %s', async (__, claims, type) => {
    expect((await authOf(build(claims))).type).toBe(type);
    const statuses = {
      user: (await outcomeOf(user, build(claims))).status,
      'noneOf(user)': (await outcomeOf(noneOf(user), build(claims))).status,
    };
    expect(statuses).toEqual({
      user: type === 'user' ? 200 : 403,
      'noneOf(user)': type === 'client' ? 200 : 403,
    });
  });

  it('client credentials pass authenticated and noneOf, and not with user', async () => {
    const statusOf = async (rule: Rule) => (await outcomeOf(rule, build(CLIENT))).status;
    expect(await statusOf(authenticated)).toBe(200);
    expect(await statusOf(noneOf('suspended'))).toBe(200);
    expect(await statusOf(allOf(user, noneOf('suspended')))).toBe(403);
    expect(await statusOf(allOf(user, authenticated))).toBe(403);
    expect(await statusOf(anyOf(user, authenticated))).toBe(200);
    expect(await statusOf(anyOf(user, 'admin'))).toBe(403);
  });

  it('event.auth names the client', async () => {
    expect(await authOf(build(CLIENT))).toMatchObject({
      groups: [],
      subject: 'client1',
      clientId: 'client1',
      type: 'client',
      username: undefined,
      scopes: ['orders/read'],
    });
    expect(await authOf(build(ID))).toMatchObject({ clientId: undefined, username: 'ada' });
  });

  it('the reason says what is unknown', async () => {
    expect((await outcomeOf(user, build(UNDEFINED))).reason).toMatch(
      /^cannot evaluate the rule: /u,
    );
    expect((await outcomeOf(user, build(CLIENT))).reason).toMatch(
      /^the caller does not satisfy user; /u,
    );
  });
});

describe('a verified token', () => {
  const source = verifiedToken({ verifier: testVerifier });

  it.each<[string, Claims, 'user' | 'client' | undefined]>([
    ['of a client', CLIENT, 'client'],
    ['of a person', PERSON, 'user'],
    ['with a user name that is no text', { ...CLIENT, username: 7 }, 'client'],
    ['with a client_id that is no text', { ...CLIENT, client_id: ['client1'] }, undefined],
  ])('%s', async (_, claims, type) => {
    const event = functionUrlEvent({ groups: [], claims });
    expect((await authOf(event, { source })).type).toBe(type);
  });
});

describe('a Lambda authorizer', () => {
  const source = lambdaAuthorizer({ key: 'groups', format: 'json' });

  it.each([
    {},
    { username: 'ada' },
    { sub: 'client1', client_id: 'client1' },
    { token_use: 'id', sub: 'u' },
    { type: 'user' },
  ])('tells no person from a machine: %j', async (context) => {
    const event = lambdaAuthorizerEvent({ groups: ['admin'], context });
    expect((await authOf(event, { source })).type).toBeUndefined();
    for (const rule of [user, noneOf(user), allOf('admin', user), noneOf(noneOf(user))]) {
      expect((await outcomeOf(rule, event, { source })).status).toBe(403);
    }
    expect((await outcomeOf(anyOf('admin', user), event, { source })).status).toBe(200);
  });
});

describe('a request without a caller', () => {
  it('is a 401 for user and for noneOf(user)', async () => {
    for (const rule of [user, noneOf(user), allOf(user), anyOf(user, 'x')]) {
      expect(await outcomeOf(rule, anonymousEvent())).toMatchObject({
        status: 401,
        challenge: 'Bearer',
      });
    }
  });
});

describe('the rule', () => {
  it('is plain data', () => {
    expect(user).toEqual({ user: true });
    expect(Object.isFrozen(user)).toBe(true);
  });

  it.each([{ user: false }, { user: 'ada' }, { user: 1 }, { user: null }, { user: true, x: 1 }])(
    'is refused as %j',
    (rule) => {
      expect(() => allOf(rule as never)).toThrow(TypeError);
      expect(() => evaluate(rule as never, { groups: [] })).toThrow(TypeError);
    },
  );

  it('is decided by evaluate() too', () => {
    expect(evaluate(user, { groups: [], type: 'user' }).allowed).toBe(true);
    expect(evaluate(user, { groups: [], type: 'client' }).allowed).toBe(false);
    expect(evaluate(user, { groups: [] }).allowed).toBe(false);
    expect(evaluate(noneOf(user), { groups: [] }).allowed).toBe(false);
    expect(evaluate(noneOf(user), { groups: [], type: 'client' }).allowed).toBe(true);
    expect(() => evaluate(user, { groups: [], type: 'person' as 'user' })).toThrow(TypeError);
  });
});
