import { describe, expect, it } from '@jest/globals';
import {
  ALWAYS,
  commonPart,
  conditionText,
  includesWhen,
  outerWaysOf,
  waysOf,
} from '../../src/command/template/conditions.js';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const either = (name: string, yes: unknown, no: unknown) => ({ 'Fn::If': [name, yes, no] });
const when = (...entries: [string, boolean][]) => new Map(entries);

describe('the ways that a value may turn out', () => {
  it('is one without a condition', () => {
    expect(waysOf({ a: [1, { b: null }] }, ALWAYS)).toEqual([
      { value: { a: [1, { b: null }] }, when: ALWAYS },
    ]);
  });

  it('are two for a condition, wherever it stands and however often', () => {
    const value = {
      a: either('C', 1, 2),
      b: [either('C', 3, NO_VALUE)],
      c: either('C', NO_VALUE, 4),
    };
    expect(waysOf(value, ALWAYS)).toEqual([
      { value: { a: 1, b: [3] }, when: when(['C', true]) },
      { value: { a: 2, b: [], c: 4 }, when: when(['C', false]) },
    ]);
  });

  it('are four for two, nested ones included', () => {
    const ways = waysOf(either('C', either('D', 1, 2), 3), ALWAYS);
    expect(ways?.map(({ value }) => value)).toEqual([1, 2, 3, 3]);
  });

  it('leave out what is decided before', () => {
    expect(waysOf(either('C', 1, 2), when(['C', false]))).toEqual([
      { value: 2, when: when(['C', false]) },
    ]);
  });

  it('are too many for five conditions', () => {
    const five = ['A', 'B', 'C', 'D', 'E'].map((name) => either(name, 1, 2));
    expect(waysOf(five, ALWAYS)).toBeUndefined();
    expect(waysOf(five.slice(1), ALWAYS)).toHaveLength(16);
  });

  it.each([
    [{ 'Fn::If': ['C', 1] }],
    [{ 'Fn::If': 'C' }],
    [{ 'Fn::If': ['C', 1, 2], other: 1 }],
    [{ 'Fn::If': [{ a: 1 }, 1, 2] }],
    [{ Ref: 'AWS::NoValue', other: 1 }],
  ])('are not taken from a malformed %j', (value) => {
    expect(waysOf(value, ALWAYS)).toEqual([{ value, when: ALWAYS }]);
  });

  it('can be those of the value itself, without what stands in it', () => {
    const inner = { a: either('D', 1, 2) };
    expect(outerWaysOf(either('C', inner, NO_VALUE), ALWAYS)).toEqual([
      { value: inner, when: when(['C', true]) },
      { value: NO_VALUE, when: when(['C', false]) },
    ]);
    expect(outerWaysOf(either('C', 1, 2), when(['C', true]))).toEqual([
      { value: 1, when: when(['C', true]) },
    ]);
    expect(outerWaysOf([1], ALWAYS)).toEqual([{ value: [1], when: ALWAYS }]);
  });
});

describe('a set of conditions', () => {
  it('is printed', () => {
    expect(conditionText(ALWAYS)).toBe('');
    expect(conditionText(when(['C', true], ['D', false]))).toBe('if C is true and D is false: ');
  });

  it('has a common part with another', () => {
    const one = when(['C', true], ['D', false]);
    expect(commonPart(one, when(['C', true], ['D', true]))).toEqual(when(['C', true]));
    expect(includesWhen(one, when(['C', true]))).toBe(true);
    expect(includesWhen(one, when(['C', false]))).toBe(false);
    expect(includesWhen(ALWAYS, when(['C', true]))).toBe(false);
  });
});
