import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluate, type Implies, type Rule } from 'middy-cognito-groups';
import { cellOf } from '../../src/report/cell.js';
import { columnsOf } from '../../src/report/columns.js';
import { type Caller, verdictOf } from '../../src/report/verdict.js';
import { compileRule } from '../../src/rules/compile.js';
import { toHierarchy } from '../../src/rules/hierarchy.js';
import { rule as randomRule } from '../support/arbitrary-rules.js';

const person = (...groups: string[]): Caller => ({ type: 'user', groups, scopes: [] });
const machine = (...scopes: string[]): Caller => ({ type: 'client', groups: [], scopes });

function verdict(rule: Rule, caller: Caller | undefined, implies: Implies = {}) {
  return verdictOf(compileRule('test', rule), caller, toHierarchy(implies), '1');
}

describe('an open route', () => {
  it.each<[Rule, Caller | undefined, string]>([
    [{ everyone: true }, undefined, 'everyone'],
    [{ everyone: true }, person(), 'everyone'],
    [{ authenticated: true }, machine(), 'authenticated'],
    ['admin', person('admin'), "'admin'"],
    [{ anyOf: ['a', 'b', 'c'] }, person('b', 'c'), "'b', 'c'"],
    [{ anyOf: ['a', { anyOf: ['b', { user: true }] }] }, person('a', 'b'), "'a', 'b', user"],
    [{ anyOf: [{ owner: 'id' }, 'a'] }, person('a'), "'a'"],
    [{ allOf: ['a', { anyOf: ['b', 'c'] }] }, person('a', 'b'), "allOf('a', anyOf('b', 'c'))"],
    [{ anyOf: ['a', { scope: 's' }] }, machine('s'), "scope('s')"],
  ])('says which parts of %j grant access', (rule, caller, grounds) => {
    expect(verdict(rule, caller)).toEqual({ access: 'open', why: `access granted by ${grounds}` });
  });

  it('names the groups that imply the one in the rule', () => {
    const implies = { admin: ['manager'], owner: ['manager'], manager: ['member'] };
    const caller = person('admin', 'owner', 'other');
    expect(verdict({ anyOf: ['member', 'admin'] }, caller, implies).why).toBe(
      "access granted by 'member' (implied by 'admin', 'owner'), 'admin'",
    );
  });
});

describe('a closed route', () => {
  it.each<[Rule, Caller | undefined, string]>([
    ['admin', undefined, 'the request is unauthenticated'],
    ['admin', person('not_admin'), "the caller does not satisfy 'admin'"],
    [{ user: true }, machine(), 'the caller does not satisfy user'],
    [
      { allOf: ['a', { noneOf: ['b'] }] },
      person('a', 'b'),
      "the caller does not satisfy noneOf('b')",
    ],
    [{ anyOf: ['a', 'b'] }, person(), "the caller does not satisfy 'a', 'b'"],
    [{ scope: 's' }, machine('another scope'), "the caller does not satisfy scope('s')"],
    [
      { allOf: [{ scope: 's' }, 'a'] },
      machine('another scope'),
      "the caller does not satisfy scope('s'), 'a'",
    ],
  ])('says which parts of %j fail', (rule, caller, why) => {
    expect(verdict(rule, caller)).toEqual({ access: 'closed', why });
  });

  it.each<Rule>([
    { owner: 'id' },
    { owner: 'id', claim: 'tenant' },
    { issuedWithin: '15m' },
    { signedInWithin: '15m' },
    { scope: 's' },
  ])('does not name %j, which can hold', (condition) => {
    expect(verdict({ allOf: ['a', condition] } as Rule, person('b'))).toEqual({
      access: 'closed',
      why: "the caller does not satisfy 'a'",
    });
  });

  it('names a template only if the caller is in no group that it names', () => {
    const rule = { allOf: ['a', { groupTemplate: 'team-{id}' }] } as const;
    const why = "the caller does not satisfy 'a'";
    expect(verdict(rule, person('team-1')).why).toBe(why);
    expect(verdict(rule, person('team')).why).toBe(`${why}, groupTemplate('team-{id}')`);
  });

  it('says that a machine has no user name', () => {
    const rule = { owner: 'id', claim: { dangerouslyUserWritable: 'cognito:username' } } as const;
    expect(verdict(rule, machine())).toEqual({
      access: 'closed',
      why: 'cannot evaluate the rule: the token has no cognito:username',
    });
  });
});

describe('a route that depends', () => {
  it.each<[Rule, Caller, string]>([
    [{ owner: 'id' }, person(), "open if {id} is the caller's sub"],
    [{ issuedWithin: '15m' }, person(), 'open if the token is at most 15m old'],
    [{ scope: 's' }, person(), 'open if the token has the scope s'],
    [{ groupTemplate: 'team-{id}' }, person('team-1'), "open if {id} is '1'"],
  ])('says when %j grants access', (rule, caller, why) => {
    expect(verdict(rule, caller)).toEqual({ access: 'conditional', why });
  });

  it('does not depend on scopes that are known', () => {
    const rule = { noneOf: [{ scope: 's' }] } as const;
    expect(verdict(rule, machine()).access).toBe('conditional');
    expect(verdict(rule, machine('another scope')).access).toBe('open');
    expect(verdict(rule, machine('s')).access).toBe('closed');
  });
});

const ACCESS = { allowed: 'open', denied: 'closed' } as const;

const GROUPS = ['a', 'b', 'c', 'x-1', 'x-2', 'y-1/2'];

describe('a verdict', () => {
  it('is the cell of a caller with the same groups', () => {
    const columns = columnsOf(GROUPS, new Map());
    fc.assert(
      fc.property(randomRule, fc.constantFrom(...columns.keys()), (rule, column) => {
        const known = columns.get(column);
        const cell = cellOf(compileRule('test', rule), known);
        const caller = known && ({ ...known, scopes: [] } as Caller);
        const { access, why } = verdict(rule, caller);
        expect(access).toBe(typeof cell === 'string' ? ACCESS[cell] : 'conditional');
        if (typeof cell === 'object') expect(why).toBe(`open if ${cell.if}`);
      }),
    );
  });

  it('has the reason of a denial that evaluate gives', () => {
    const caller = fc.record({
      type: fc.constantFrom('user' as const, 'client' as const),
      groups: fc.uniqueArray(fc.constantFrom(...GROUPS)),
      scopes: fc.uniqueArray(fc.constantFrom('orders/read', 'orders/write', 'another scope')),
    });
    fc.assert(
      fc.property(randomRule, caller, (rule, one) => {
        const { access, why } = verdict(rule, one);
        fc.pre(access === 'closed');
        expect(why).toMatch(/^the caller does not satisfy |^cannot evaluate the rule: /u);
        const event = { pathParameters: { id: '2', other: '2' } };
        expect(evaluate(rule, { ...one, subject: '1' }, event).allowed).toBe(false);
      }),
    );
  });
});
