import { describe, expect, it } from '@jest/globals';
import type { Implies, Rule } from 'middy-cognito-groups';
import { type Choice, choicesOf } from '../../src/report/choices.js';
import { columnsOf } from '../../src/report/columns.js';
import { compileRule } from '../../src/rules/compile.js';
import { toHierarchy } from '../../src/rules/hierarchy.js';

function choicesFor(rules: readonly Rule[], groups: readonly string[], implies: Implies = {}) {
  const hierarchy = toHierarchy(implies);
  const compiled = rules.map((rule) => compileRule('test', rule));
  return choicesOf(compiled, [...columnsOf(groups, hierarchy).keys()], hierarchy);
}

const texts = (choices: readonly Choice[]) =>
  choices.map(({ value, hint }) => (hint === '' ? value : `${value}: ${hint}`));

describe('the groups to choose from', () => {
  it('are those of the columns, with those that they imply', () => {
    const implies = { admin: ['manager'], manager: ['member'] };
    expect(texts(choicesFor([], ['admin', 'manager', 'member'], implies).groups)).toEqual([
      'admin: implies manager, member',
      'manager: implies member',
      'member',
    ]);
  });

  it('have one for each template, unless a column is that group', () => {
    const rules = [
      { anyOf: ['a', { groupTemplate: 'team-{id}' }] },
      { noneOf: [{ allOf: [{ groupTemplate: '{x}:{y}' }, { groupTemplate: 'team-{id}' }] }] },
      { groupTemplate: 'x-{id}' },
    ];
    expect(texts(choicesFor(rules, ['x-1']).groups)).toEqual([
      'x-1',
      "team-1: named by groupTemplate('team-{id}')",
      "1:1: named by groupTemplate('{x}:{y}')",
    ]);
  });

  it('are named with a value that no template refuses', () => {
    const choices = choicesFor([{ groupTemplate: '{x}1{y}2{z}' }, { groupTemplate: 'a-{x}' }], []);
    expect(choices.parameter).toBe('3');
    expect(choices.groups.map(({ value }) => value)).toEqual(['31323', 'a-3']);
  });
});

describe('the scopes to choose from', () => {
  it('are those of the rules, each once, and one that is in none', () => {
    const rules = [{ scope: 'b' }, { allOf: ['x', { noneOf: [{ scope: 'a' }, { scope: 'b' }] }] }];
    expect(texts(choicesFor(rules, []).scopes)).toEqual(['b', 'a', 'another scope']);
  });

  it('are none if no rule has one', () => {
    expect(choicesFor([{ everyone: true }, 'a'], []).scopes).toEqual([]);
  });
});
