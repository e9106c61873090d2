import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  anyOf,
  authenticated,
  evaluate,
  everyone,
  groupTemplate,
  noneOf,
  owner,
  requireGroup,
} from 'middy-cognito-groups';

const any = anyOf as (...rules: unknown[]) => unknown;

describe('the functions only build data', () => {
  it.each<[unknown, unknown]>([
    [anyOf('a', 'b'), { anyOf: ['a', 'b'] }],
    [allOf('a', noneOf('b')), { allOf: ['a', { noneOf: ['b'] }] }],
    [authenticated, { authenticated: true }],
    [everyone, { everyone: true }],
    [owner('userId'), { owner: 'userId' }],
    [groupTemplate('t-{id}'), { groupTemplate: 't-{id}' }],
  ])('%j', (built, data) => {
    expect(built).toEqual(data);
    expect(JSON.parse(JSON.stringify(built))).toEqual(data);
  });
});

describe('a rule that is not exactly one rule is a TypeError', () => {
  const circle: { anyOf: unknown[] } = { anyOf: ['a'] };
  circle.anyOf.push({ allOf: [circle] });
  const nest = (depth: number): unknown => (depth === 0 ? 'a' : { anyOf: [nest(depth - 1)] });
  const holes = ['a', 'b'];
  delete holes[0];

  it.each<[string, unknown, RegExp]>([
    ['an empty anyOf', { anyOf: [] }, /anyOf takes at least one rule, got \[\]/],
    ['an empty allOf', { allOf: [] }, /allOf takes at least one rule, got \[\]/],
    ['an empty noneOf', { noneOf: [] }, /noneOf takes at least one rule, got \[\]/],
    [
      'an empty list inside',
      { anyOf: ['a', { allOf: [] }] },
      /allOf takes at least one rule, got \[\]/,
    ],
    [
      'a list',
      ['a', 'b'],
      /a rule is a group name or one of anyOf, .*, got \["a","b"\]; write \{ anyOf: list \}/,
    ],
    ['a string as a list', { anyOf: 'admin' }, /anyOf takes at least one rule, got 'admin'/],
    ['a set as a list', { anyOf: new Set(['a']) }, /anyOf takes at least one rule, got \{\}/],
    ['a hole in a list', { anyOf: holes }, /got undefined/],
    [
      'an unknown key',
      { anyof: ['a'] },
      /exactly one key of anyOf, allOf, noneOf, .*, groupTemplate, got \{"anyof":\["a"\]\}$/,
    ],
    ['two keys', { anyOf: ['a'], noneOf: ['b'] }, /exactly one key/],
    ['a known and an unknown key', { anyOf: ['a'], comment: 'x' }, /exactly one key/],
    ['no key', {}, /exactly one key/],
    ['a key of the prototype', JSON.parse('{"__proto__":["a"]}'), /exactly one key/],
    ['constructor', { constructor: ['a'] }, /exactly one key/],
    ['an inherited rule', Object.create({ anyOf: ['a'] }), /a rule is a group name or one of/],
    ['undefined', undefined, /got undefined/],
    ['null', null, /got null/],
    ['true', true, /got true/],
    ['a number', 7, /got 7/],
    ['a function', () => true, /got \[function\]/],
    [
      'authenticated: false',
      { authenticated: false },
      /write \{ authenticated: true \}, got \{"authenticated":false\}/,
    ],
    ['authenticated: a string', { authenticated: 'true' }, /write \{ authenticated: true \}/],
    ['everyone: false', { everyone: false }, /write \{ everyone: true \}/],
    [
      'everyone inside anyOf',
      { anyOf: ['a', { everyone: true }] },
      /everyone cannot stand inside another rule/,
    ],
    [
      'everyone inside noneOf',
      { noneOf: [{ everyone: true }] },
      /everyone cannot stand inside another rule/,
    ],
    ['an empty owner', { owner: '' }, /owner takes a path parameter such as 'userId', got ''/],
    ['a padded owner', { owner: ' id' }, /owner takes a path parameter .*, got ' id'/],
    ['an owner in braces', { owner: '{userId}' }, /owner takes a path parameter/],
    ['an owner as Express writes it', { owner: ':userId' }, /owner takes a path parameter/],
    [
      'an owner that is not a string',
      { owner: ['id'] },
      /owner takes a path parameter .*, got \["id"\]/,
    ],
    ['an empty name inside', { anyOf: [''] }, /cannot be empty/],
    [
      'a padded name inside',
      { allOf: ['a', 'b '] },
      /group name 'b ' has white space around it; write 'b'/,
    ],
    ['a long name inside', { noneOf: ['x'.repeat(129)] }, /longer than/],
    ['a circle', circle, /over 16 levels/],
    ['a depth of 17', nest(17), /over 16 levels/],
    [
      'a template without a placeholder',
      { groupTemplate: 'admin' },
      /has no placeholder such as \{tenantId\}; write the group name/,
    ],
    ['an empty placeholder', { groupTemplate: 't-{}' }, /no placeholder/],
    ['adjacent placeholders', { groupTemplate: '{a}{b}' }, /two adjacent placeholders/],
    [
      'adjacent placeholders further on',
      { groupTemplate: '{a}-{b}{c}' },
      /two adjacent placeholders/,
    ],
    [
      'a placeholder as JavaScript writes it',
      { groupTemplate: `t-\${a}` },
      /has a \$ before a placeholder; remove it/,
    ],
    ['a stray brace', { groupTemplate: 't-{a}-}' }, /a brace outside a placeholder/],
    ['a brace in a brace', { groupTemplate: 't-{{a}}' }, /a brace outside a placeholder/],
    ['a greedy placeholder', { groupTemplate: 't-{a}-{proxy+}' }, /a brace outside a placeholder/],
    ['a padded template', { groupTemplate: ' t-{a}' }, /white space around it/],
    ['a template that is not a string', { groupTemplate: 7 }, /a template is a string, got 7/],
  ])('%s', (_, rule, message) => {
    for (const construct of [
      () => requireGroup(rule as string),
      () => evaluate(rule as string, undefined),
    ]) {
      expect(construct).toThrow(TypeError);
      expect(construct).toThrow(message);
    }
    // Inside another rule and by the functions too.
    expect(() => any('a', rule)).toThrow(TypeError);
  });

  it.each<[string, () => unknown]>([
    ['anyOf()', () => any()],
    ['allOf()', () => (allOf as () => unknown)()],
    ['noneOf()', () => (noneOf as () => unknown)()],
    ["owner('')", () => owner('')],
    ["groupTemplate('x')", () => groupTemplate('x')],
    ['anyOf(everyone)', () => any(everyone)],
    ["anyOf(['a', 'b'])", () => any(['a', 'b'])],
  ])('%s throws where it is written', (_, build) => {
    expect(build).toThrow(TypeError);
  });

  it('a depth of 16 is a rule, and one rule in two places is not a circle', () => {
    const shared = anyOf('a', 'b');
    expect(() => requireGroup(nest(16) as string)).not.toThrow();
    expect(() => requireGroup(allOf(shared, anyOf(shared, 'c')))).not.toThrow();
  });

  it("requireGroup('a', 'b') says to write anyOf or allOf", () => {
    const call = () => (requireGroup as (...names: string[]) => unknown)('a', 'b');
    expect(call).toThrow(
      'requireGroup: takes one rule, got ["a","b"]; combine them with anyOf(...) or allOf(...)',
    );
  });
});
