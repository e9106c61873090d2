import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  anyOf,
  authenticated,
  cognitoGroups,
  evaluate,
  issuedWithin,
  noneOf,
  owner,
  type Rule,
  scope,
  user,
} from 'middy-cognito-groups';
import { restApiEvent } from 'middy-cognito-groups/testing';
import { authOf } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';
import { httpEvent, restEvent, restJwtEvent } from '../support/events.js';

const READ = scope('orders/read');
const WRITE = scope('orders/write');

const withScope = (value: unknown) =>
  restApiEvent({ groups: ['member'], claims: { scope: value } });

const insufficient = (names: string) => `Bearer error="insufficient_scope", scope="${names}"`;

describe('event.auth.scopes', () => {
  it.each<[unknown, string[]]>([
    ['rbac-api/admin openid rbac-api/user', ['rbac-api/admin', 'openid', 'rbac-api/user']],
    ['openid', ['openid']],
    ['a  b', ['a', 'b']],
    [' a ', ['a']],
    ['', []],
    [' ', []],
    ['a,b', ['a,b']],
    ['a\tb', ['a\tb']],
    [undefined, []],
  ])('of %j', async (value, scopes) => {
    for (const event of [
      restEvent({ scope: value }),
      restJwtEvent({ scope: value }),
      httpEvent({ scope: value }),
    ]) {
      expect((await authOf(event)).scopes).toEqual(scopes);
    }
  });

  it.each([[['orders/read']], [7], [null], [{ 'orders/read': true }], [true]])(
    'of a claim that is no text: %j',
    async (value) => {
      expect((await authOf(restJwtEvent({ scope: value }))).scopes).toEqual([]);
      expect((await outcomeOf(READ, restJwtEvent({ scope: value }))).status).toBe(403);
      expect((await outcomeOf(noneOf(READ), restJwtEvent({ scope: value }))).status).toBe(403);
    },
  );

  it('of a list in brackets, as an HTTP API writes one, are none', async () => {
    const event = httpEvent({ scope: '[orders/read x]' });
    expect((await authOf(event)).scopes).toEqual([]);
    expect((await outcomeOf(scope('x]'), event)).status).toBe(403);
  });
});

describe('the scope of a token', () => {
  it.each<[string, string, number]>([
    ['orders/read', 'orders/read', 200],
    ['openid orders/read', 'orders/read', 200],
    ['orders/read openid', 'orders/read', 200],
    ['orders/read-all', 'orders/read', 403],
    ['my-orders/read', 'orders/read', 403],
    ['orders', 'orders/read', 403],
    ['orders/*', 'orders/read', 403],
    ['*', 'orders/read', 403],
    ['Orders/Read', 'orders/read', 403],
    ['orders/read,x', 'orders/read', 403],
    ['orders/write', 'orders/read', 403],
  ])('%j for the scope %s: %d', async (claim, name, status) => {
    expect((await outcomeOf(scope(name), withScope(claim))).status).toBe(status);
    expect((await outcomeOf(noneOf(scope(name)), withScope(claim))).status).toBe(
      status === 200 ? 403 : 200,
    );
  });

  it('has no hierarchy: implies is of groups', async () => {
    const implies = { 'orders/write': ['orders/read'] };
    expect((await outcomeOf(READ, withScope('orders/write'), { implies })).status).toBe(403);
  });

  it('is not a group, and a group is not a scope', async () => {
    expect((await outcomeOf('orders/read', withScope('orders/read'))).status).toBe(403);
    const event = restApiEvent({ groups: ['orders/read'], claims: { scope: 'x' } });
    expect((await outcomeOf(READ, event)).status).toBe(403);
  });
});

describe('a token without the claim', () => {
  it.each<[string, Rule]>([
    ['scope', READ],
    ['noneOf(scope)', noneOf(READ)],
    ['noneOf(noneOf(scope))', noneOf(noneOf(READ))],
    ['allOf(member, scope)', allOf('member', READ)],
    ['allOf(member, noneOf(scope))', allOf('member', noneOf(READ))],
    ['anyOf(admin, noneOf(scope))', anyOf('admin', noneOf(READ))],
  ])('is unknown to %s, which denies', async (_, rule) => {
    for (const value of [undefined, '']) {
      expect((await outcomeOf(rule, withScope(value))).status).toBe(403);
    }
  });

  it('does not hinder another way in', async () => {
    expect((await outcomeOf(anyOf('member', READ), withScope(undefined))).status).toBe(200);
  });
});

describe('the challenge', () => {
  it.each<[string, Rule, string | undefined]>([
    ['only a scope is missing', READ, insufficient('orders/read')],
    ['one of allOf is missing', allOf('member', READ), insufficient('orders/read')],
    ['two are missing', allOf(READ, WRITE), insufficient('orders/read orders/write')],
    ['the same one is missing twice', allOf(READ, anyOf(READ)), insufficient('orders/read')],
    ['any of two would do', anyOf(READ, WRITE), insufficient('orders/read orders/write')],
    ['a scope or a group would do', anyOf(READ, 'admin'), undefined],
    ['a scope and a group are missing', allOf(READ, 'admin'), undefined],
    ['a scope and an owner are missing', allOf(READ, owner('id')), undefined],
    ['a scope is forbidden', noneOf(scope('openid')), undefined],
    [
      'a scope is missing and another is forbidden',
      allOf(READ, noneOf(scope('openid'))),
      undefined,
    ],
    ['a scope is missing deep under noneOf', noneOf(noneOf(READ)), undefined],
    [
      'the group is held and a scope is missing',
      allOf(anyOf('member'), READ),
      insufficient('orders/read'),
    ],
  ])('where %s', async (_, rule, challenge) => {
    expect(await outcomeOf(rule, withScope('openid'))).toMatchObject({ status: 403, challenge });
  });

  it('is the same where the token has no scope at all', async () => {
    expect(await outcomeOf(READ, withScope(undefined))).toMatchObject({
      status: 403,
      challenge: insufficient('orders/read'),
    });
    expect(await outcomeOf(noneOf(READ), withScope(undefined))).toMatchObject({
      status: 403,
      challenge: undefined,
    });
  });

  it('of a token that is too old as well asks for a new token', async () => {
    const event = restApiEvent({ groups: [], claims: { scope: 'x', iat: 1 } });
    expect(await outcomeOf(allOf(READ, issuedWithin('1m')), event)).toMatchObject({
      status: 401,
      challenge: 'Bearer error="invalid_token"',
    });
  });

  it('of a request without a caller is Bearer alone', async () => {
    expect(await outcomeOf(READ, restApiEvent())).toMatchObject({
      status: 401,
      challenge: 'Bearer',
    });
  });
});

describe('a scope is refused at construction', () => {
  it.each(['', ' ', 'a b', 'a\n', 'a"b', 'a\\b', 'é', '\u0000', 'a\tb'])('as %j', (name) => {
    expect(() => scope(name)).toThrow(TypeError);
    expect(() => allOf({ scope: name })).toThrow(TypeError);
  });

  it.each([[undefined], [null], [7], [['orders/read']], [{}]])('as %j', (name) => {
    expect(() => scope(name as unknown as string)).toThrow(TypeError);
  });

  it('with a second key', () => {
    expect(() => allOf({ scope: 'a', claim: 'scp' } as never)).toThrow(TypeError);
  });

  it('is accepted with every character of RFC 6749', () => {
    for (const name of ['a', '!', '~', '[]', 'https://api.example/orders.read', "a'b", '#$%&']) {
      expect(scope(name)).toEqual({ scope: name });
    }
  });
});

describe("claim: 'scope'", () => {
  it('is refused with a message that names scope()', () => {
    for (const claim of ['scope', { dangerouslyUserWritable: 'scope' }]) {
      expect(() => cognitoGroups({ claim })).toThrow(TypeError);
      expect(() => cognitoGroups({ claim: 'scope' })).toThrow('scope(');
    }
    expect(() => owner('id', { claim: 'scope' })).toThrow(TypeError);
  });
});

describe('evaluate()', () => {
  it('decides the same', () => {
    expect(evaluate(READ, { groups: [], scopes: ['orders/read'] }).status).toBe(200);
    expect(evaluate(READ, { groups: [], scopes: ['x'] })).toMatchObject({
      status: 403,
      challenge: insufficient('orders/read'),
      failed: [{ scope: 'orders/read' }],
      missing: [],
    });
    for (const scopes of [undefined, []]) {
      expect(evaluate(noneOf(READ), { groups: [], scopes }).status).toBe(403);
    }
    expect(
      evaluate(allOf(user, READ), { groups: [], type: 'client', scopes: ['orders/read'] }).status,
    ).toBe(403);
    expect(evaluate(allOf(authenticated, READ), { groups: [], scopes: ['x'] }).challenge).toBe(
      insufficient('orders/read'),
    );
  });

  it.each(['orders/read', [7], { includes: () => true }, 7, null])(
    'refuses the scopes %j',
    (scopes) => {
      expect(() => evaluate(READ, { groups: [], scopes: scopes as never })).toThrow(TypeError);
    },
  );
});
