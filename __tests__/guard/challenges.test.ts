import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import fc from 'fast-check';
import {
  allOf,
  anyOf,
  cognitoGroups,
  issuedWithin,
  noneOf,
  type Rule,
  requireGroup,
  scope,
  signedInWithin,
  user,
} from 'middy-cognito-groups';
import { type CallerOptions, restApiEvent } from 'middy-cognito-groups/testing';
import { nestedRule } from '../support/arbitrary-rules.js';
import { authOf, invoke } from '../support/chain.js';
import { runs } from '../support/runs.js';

const NOW = Math.floor(Date.now() / 1000);
const YESTERDAY = NOW - 86_400;
const LATER = NOW + 3600;

const guarded = (rule: Rule) =>
  middy()
    .use(cognitoGroups())
    .use(requireGroup(rule))
    .handler(async () => ({ statusCode: 200 }));

const person = (caller: CallerOptions = {}) => ({ groups: ['a'], issuedAt: NOW, ...caller });
const machine = { client: true, issuedAt: NOW, scopes: ['openid'] };
const old = person({ issuedAt: YESTERDAY });
const signedInYesterday = person({ signedInAt: YESTERDAY });

const INVALID = 'Bearer error="invalid_token"';
const insufficient = (scopes: string) => `Bearer error="insufficient_scope", scope="${scopes}"`;
const signIn = (seconds: number) =>
  `Bearer error="insufficient_user_authentication", max_age="${seconds}"`;

describe('the challenge of a denial', () => {
  it.each<[Rule, CallerOptions, number, string | undefined]>([
    [scope('x'), {}, 401, 'Bearer'],
    [scope('orders/read'), machine, 403, insufficient('orders/read')],
    [allOf(scope('b'), scope('a')), machine, 403, insufficient('b a')],
    [anyOf(scope('a'), scope('b'), scope('a')), machine, 403, insufficient('a b')],
    [allOf('a', scope('b')), person({ scopes: ['openid'] }), 403, insufficient('b')],
    [allOf('admin', scope('b')), person({ scopes: ['openid'] }), 403, undefined],
    [noneOf(scope('openid')), machine, 403, undefined],
    [allOf(scope('b'), noneOf(scope('openid'))), machine, 403, undefined],

    [issuedWithin('15m'), old, 401, INVALID],
    [allOf('admin', issuedWithin('15m')), old, 401, INVALID],
    [allOf(scope('x'), issuedWithin('15m')), old, 401, INVALID],
    [anyOf('admin', issuedWithin('15m')), old, 401, INVALID],
    [allOf(anyOf('a', issuedWithin('15m')), 'admin'), old, 403, undefined],
    [issuedWithin('15m'), person({ issuedAt: LATER }), 401, INVALID],
    [issuedWithin('15m'), person({ claims: { iat: 'soon' } }), 403, undefined],
    [issuedWithin('15m'), person({ claims: { iat: undefined } }), 403, undefined],
    [noneOf(issuedWithin('15m')), person(), 403, undefined],
    [noneOf(issuedWithin('15m')), person({ issuedAt: LATER }), 403, undefined],
    [noneOf(noneOf(issuedWithin('15m'))), old, 403, undefined],

    [signedInWithin('1h'), signedInYesterday, 401, signIn(3600)],
    [allOf('a', signedInWithin('2h')), signedInYesterday, 401, signIn(7200)],
    [allOf(signedInWithin('2h'), signedInWithin('15m')), signedInYesterday, 401, signIn(900)],
    [allOf('admin', signedInWithin('1h')), signedInYesterday, 403, undefined],
    [allOf(signedInWithin('1h'), issuedWithin('1h')), old, 401, INVALID],
    [signedInWithin('1h'), person({ issuedAt: LATER, signedInAt: LATER }), 403, undefined],
    [signedInWithin('1h'), person({ claims: { auth_time: 'soon' } }), 403, undefined],
    [signedInWithin('1h'), { client: true, issuedAt: YESTERDAY }, 403, undefined],
    [noneOf(signedInWithin('1h')), person(), 403, undefined],

    [user, machine, 403, undefined],
    [allOf(user, scope('b')), machine, 403, undefined],
  ])('%j for %j is %d with %s', async (rule, caller, status, challenge) => {
    const { statusCode, headers } = await invoke(guarded(rule), restApiEvent(caller));
    expect([statusCode, headers['WWW-Authenticate']]).toEqual([status, challenge]);
  });
});

describe('event.auth.has(rule)', () => {
  const callers = [old, signedInYesterday, machine, person({ scopes: ['orders/read'] }), {}];

  it('is what a guard with this rule decides', async () => {
    const seen = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(nestedRule, fc.constantFrom(...callers), async (rule, caller) => {
        const event = restApiEvent({ ...caller, pathParameters: { id: '1', other: '2' } });
        const has = (await authOf(event)).has(rule);
        seen.add(has);
        expect((await invoke(guarded(rule), event)).statusCode === 200).toBe(has);
      }),
      { numRuns: runs(4_000) },
    );
    expect(seen.size).toBe(2);
  });
});
