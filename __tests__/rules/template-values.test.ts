import { describe, expect, it } from '@jest/globals';
import { evaluate, groupTemplate } from 'middy-cognito-groups';

describe('a template with several placeholders', () => {
  it.each<[string, Record<string, string>, string]>([
    ['{a}:{b}:{c}', { a: 'acme', b: 'web', c: 'reader' }, 'acme:web:reader'],
    ['{a}:{b}:{c}', { a: 'x,y', b: 'z w', c: '-' }, 'x,y:z w:-'],
    ['t-{a}:{b}/{c}.end', { a: 'Stryker', b: 'was', c: 'here!' }, 't-Stryker:was/here!.end'],
    ['{a}:{b}:{c}:{d}', { a: '1', b: '2', c: '3', d: '4' }, '1:2:3:4'],
    ['{c}:{b}:{a}', { a: '1', b: '2', c: '3' }, '3:2:1'],
  ])('%s with %j is the group %j', (template, pathParameters, group) => {
    const rule = groupTemplate(template);
    expect(evaluate(rule, { groups: [group] }, { pathParameters })).toMatchObject({
      allowed: true,
      status: 200,
    });
    expect(evaluate(rule, { groups: [] }, { pathParameters })).toMatchObject({
      allowed: false,
      status: 403,
      missing: [group],
    });
  });

  it.each<[string, Record<string, string>]>([
    ['{a}:{b}:{c}', { a: 'x:y', b: 'z', c: 'w' }],
    ['{a}:{b}:{c}', { a: 'x', b: 'y:z', c: 'w' }],
    ['{a}:{b}/{c}', { a: 'x/y', b: 'z', c: 'w' }],
    ['{a}:{b}/{c}', { a: 'x', b: 'y', c: 'z:w' }],
    ['{a}:{b}:{c}', { a: 'x', b: '', c: 'w' }],
    ['{a}:{b}:{c}', { a: 'x', b: 'y' }],
  ])('%s with %j names no group', (template, pathParameters) => {
    const everyReading = ['x:y:z:w', 'x/y:z/w', 'x:y/z:w', 'x::w', 'x:y:undefined', 'x:y:'];
    expect(
      evaluate(groupTemplate(template), { groups: everyReading }, { pathParameters }),
    ).toMatchObject({
      allowed: false,
      status: 403,
      missing: [],
    });
  });
});
