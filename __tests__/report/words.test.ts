import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  accessMatrix,
  allOf,
  anyOf,
  groupTemplate,
  issuedWithin,
  noneOf,
  owner,
  type Rule,
  scope,
  signedInWithin,
  user,
} from 'middy-cognito-groups';
import { wordsOf } from '../../src/report/words.js';
import { compileRule } from '../../src/rules/compile.js';
import { rule } from '../support/arbitrary-rules.js';
import { domainOf, isAllowed, requestsIn } from '../support/callers-of-column.js';
import { meets } from '../support/condition-words.js';
import { runs } from '../support/runs.js';

const PATH = 'GET /teams/{id}/{other}';
const TENANT = { claim: 'tenant' };

function condition(given: Rule, column: string): unknown {
  const { routes } = accessMatrix({ [PATH]: given }, { groups: ['x-1', 'member'] }).toJSON();
  return routes[0]?.access[column];
}

describe('the words of a condition', () => {
  it.each<[Rule, string, string]>([
    [owner('id'), 'signed in', "{id} is the caller's sub"],
    [owner('id'), 'a client', "{id} is the caller's sub"],
    [owner('id', TENANT), 'signed in', "{id} is the caller's 'tenant'"],
    [noneOf(owner('id')), 'signed in', "{id} is not the caller's sub"],
    [noneOf(owner('id', TENANT)), 'member', "{id} is not the caller's 'tenant'"],
    [scope('orders/read'), 'a client', 'the token has the scope orders/read'],
    [noneOf(scope('orders/read')), 'member', 'the token has scopes but not orders/read'],
    [issuedWithin('15m'), 'member', 'the token is at most 15m old'],
    [noneOf(issuedWithin('60m')), 'member', 'the token is over 60m old'],
    [signedInWithin('1h'), 'member', 'the sign-in is at most 1h old'],
    [noneOf(signedInWithin('1h')), 'member', 'the sign-in is over 1h old'],
    [groupTemplate('x-{id}'), 'x-1', "{id} is '1'"],
    [noneOf(groupTemplate('x-{id}')), 'x-1', "'x-{id}' is not a group of the caller"],
    [noneOf(groupTemplate('x-{id}')), 'member', "'x-{id}' is not a group of the caller"],
  ])('%j for %s: %s', (given, column, words) => {
    expect(condition(given, column)).toEqual({ if: words });
  });

  it('leave out what is definite for the caller', () => {
    const given = anyOf('admin', groupTemplate('x-{id}'), allOf('member', user, owner('id')));
    expect(condition(given, 'x-1')).toEqual({ if: "{id} is '1'" });
    expect(condition(given, 'member')).toEqual({ if: "{id} is the caller's sub" });
    expect(condition(given, 'signed in')).toBe('denied');
    expect(condition(given, 'admin')).toBe('allowed');
  });

  it('leave out what no value can make true', () => {
    const given = anyOf(scope('s'), allOf(owner('id'), noneOf(owner('id'))));
    expect(condition(given, 'member')).toEqual({ if: 'the token has the scope s' });
  });

  it('say a part once, and put brackets around another operator', () => {
    const mine = anyOf(owner('id'), anyOf(owner('id'), owner('other')));
    const either = "{id} is the caller's sub or {other} is the caller's sub";
    expect(condition(mine, 'member')).toEqual({ if: either });
    expect(condition(allOf(scope('s'), mine, mine), 'member')).toEqual({
      if: `the token has the scope s and (${either})`,
    });
    expect(condition(allOf(mine, mine), 'member')).toEqual({ if: either });
    expect(condition(noneOf(mine), 'member')).toEqual({
      if: "{id} is not the caller's sub and {other} is not the caller's sub",
    });
    expect(condition(noneOf(allOf(scope('s'), owner('id'))), 'member')).toEqual({
      if: "the token has scopes but not s or {id} is not the caller's sub",
    });
  });

  it('name every group of the caller that a template can name', () => {
    const { routes } = accessMatrix(
      { [PATH]: groupTemplate('y-{id}/{other}') },
      { implies: { admin: ['y-1/2', "y-it's\n/3", 'y-1/2/3', 'y-/2', 'y-%/2', 'y-1'] } },
    ).toJSON();
    expect(routes[0]?.access.admin).toEqual({
      if: "({id} is '1' and {other} is '2') or ({id} is 'it\\'s\\n' and {other} is '3')",
    });
  });

  it('are those of the code for a rule that is definite in every column', () => {
    const compiled = compileRule('test', user);
    expect(wordsOf(compiled, [], false).parts).toEqual(['user']);
    expect(wordsOf(compiled, [], true).parts).toEqual(['not user']);
  });

  it('are true of exactly the requests that are allowed, on 1,000 random rules', () => {
    let conditions = 0;
    fc.assert(
      fc.property(
        rule,
        fc.constantFrom({}, { a: ['x-1', 'b'], b: ['x-2', 'y-1/2'] }),
        (given, implies) => {
          const { routes } = accessMatrix({ [PATH]: given }, { implies }).toJSON();
          for (const [column, cell] of Object.entries(routes[0]?.access ?? {})) {
            if (typeof cell === 'string') continue;
            conditions += 1;
            let tried = 0;
            for (const request of requestsIn(domainOf(given))) {
              tried += 1;
              if (tried > 60) break;
              const answers = [
                meets(cell.if, column, request, implies),
                isAllowed(given, column, request, implies),
              ];
              if (answers[0] !== answers[1])
                throw new Error(JSON.stringify({ cell, column, request }));
            }
          }
        },
      ),
      { numRuns: runs(1000) },
    );
    expect(conditions).toBeGreaterThan(runs(1000));
  }, 120_000);
});
