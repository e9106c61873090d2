import { describe, expect, it } from '@jest/globals';
import { evaluate, type Rule } from 'middy-cognito-groups';
import type { CompiledRule } from '../../src/rules/compile.js';
import { type Failure, satisfies } from '../../src/rules/truth.js';

const principal = { groups: ['admin'], subject: '1' };

/** A kind that a newer compiler might produce and this evaluator does not know. */
const mystery = { kind: 'mystery', data: 'mystery', text: 'mystery' } as unknown as CompiledRule;

const around = (kind: 'anyOf' | 'allOf' | 'noneOf', ...rules: CompiledRule[]): CompiledRule => ({
  kind,
  value: rules,
  depth: 1,
  data: 'around',
  text: 'around',
});

const truthOf = (rule: CompiledRule) => {
  const failures: Failure[] = [];
  const truth = satisfies(rule, principal, {}, failures);
  return [truth, failures.map(({ unknown }) => unknown)] as const;
};

describe('a rule kind that the evaluator does not know', () => {
  it.each<[string, CompiledRule]>([
    ['alone', mystery],
    ['inside anyOf', around('anyOf', mystery)],
    ['inside allOf', around('allOf', mystery)],
    ['inside noneOf', around('noneOf', mystery)],
    ['inside two noneOf', around('noneOf', around('noneOf', mystery))],
    ['inside allOf, inside noneOf', around('noneOf', around('allOf', mystery))],
    ['inside anyOf, inside noneOf', around('noneOf', around('anyOf', mystery))],
  ])('%s is unknown, and denies', (_, rule) => {
    expect(truthOf(rule)).toEqual([undefined, ['its kind is unknown']]);
  });

  it('does not compile as a rule', () => {
    // @ts-expect-error It is not one of the kinds.
    const rule: Rule = { mystery: true };
    expect(() => evaluate(rule, principal)).toThrow(TypeError);
  });
});

describe('noneOf around a rule that is unknown', () => {
  const unknowns: Rule[] = [
    { owner: 'id' },
    { groupTemplate: 'team-{id}' },
    { anyOf: [{ owner: 'id' }] },
    { allOf: [{ owner: 'id' }] },
    { noneOf: [{ owner: 'id' }] },
  ];

  it.each(unknowns)('denies for %j', (rule) => {
    expect(evaluate({ noneOf: [rule as never] }, principal, {})).toMatchObject({
      allowed: false,
      status: 403,
    });
  });
});
