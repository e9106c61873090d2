import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  anyOf,
  authenticated,
  evaluate,
  everyone,
  groupTemplate,
  issuedWithin,
  noneOf,
  owner,
  type Rule,
  requireGroup,
  scope,
  signedInWithin,
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

const NOT_A_TEMPLATE = /groupTemplate is .*; write 'tenant:\{tenantId\}:manager'/;

describe('a rule that is not exactly one rule is a TypeError', () => {
  const circle: { anyOf: unknown[] } = { anyOf: ['a'] };
  circle.anyOf.push({ allOf: [circle] });
  const nest = (depth: number): unknown => (depth === 0 ? 'a' : { anyOf: [nest(depth - 1)] });
  const holes = ['a', 'b'];
  delete holes[0];

  it.each<[string, unknown, RegExp]>([
    ['an empty anyOf', { anyOf: [] }, /anyOf is \[\]; write at least one rule/],
    ['an empty allOf', { allOf: [] }, /allOf is \[\]; write at least one rule/],
    ['an empty noneOf', { noneOf: [] }, /noneOf is \[\]; write at least one rule/],
    [
      'an empty list inside',
      { anyOf: ['a', { allOf: [] }] },
      /allOf is \[\]; write at least one rule/,
    ],
    ['a list', ['a', 'b'], /the rule is \["a","b"\]; write a group name, or one key of anyOf, /],
    ['a string as a list', { anyOf: 'admin' }, /anyOf is 'admin'; write at least one rule/],
    ['a set as a list', { anyOf: new Set(['a']) }, /anyOf is \{\}; write at least one rule/],
    ['a hole in a list', { anyOf: holes }, / is undefined; write /],
    [
      'an unknown key',
      { anyof: ['a'] },
      /the rule is \{"anyof":\["a"\]\}; write a group name, or one key of anyOf, .*, groupTemplate$/,
    ],
    [
      'two keys',
      { anyOf: ['a'], noneOf: ['b'] },
      /the rule is .*; write a group name, or one key of/,
    ],
    [
      'a known and an unknown key',
      { anyOf: ['a'], comment: 'x' },
      /the rule is .*; write a group name, or one key of/,
    ],
    ['no key', {}, /the rule is .*; write a group name, or one key of/],
    [
      'a key of the prototype',
      JSON.parse('{"__proto__":["a"]}'),
      /the rule is .*; write a group name, or one key of/,
    ],
    ['constructor', { constructor: ['a'] }, /the rule is .*; write a group name, or one key of/],
    ['an inherited rule', Object.create({ anyOf: ['a'] }), /the rule is .*; write a group name/],
    ['undefined', undefined, / is undefined; write /],
    ['null', null, / is null; write /],
    ['true', true, / is true; write /],
    ['a number', 7, / is 7; write /],
    ['a function', () => true, / is function; write /],
    ['authenticated: false', { authenticated: false }, /authenticated is .*; write true/],
    ['authenticated: a string', { authenticated: 'true' }, /authenticated is .*; write true/],
    ['everyone: false', { everyone: false }, /everyone is .*; write true/],
    [
      'everyone inside anyOf',
      { anyOf: ['a', { everyone: true }] },
      /the rule is \{"everyone":true\}; write it alone/,
    ],
    [
      'everyone inside noneOf',
      { noneOf: [{ everyone: true }] },
      /the rule is \{"everyone":true\}; write it alone/,
    ],
    ['an empty owner', { owner: '' }, /owner is ''; write 'userId'/],
    ['a padded owner', { owner: ' id' }, /owner is ' id'; write 'userId'/],
    ['an owner in braces', { owner: '{userId}' }, /owner is .*; write 'userId'/],
    ['an owner as Express writes it', { owner: ':userId' }, /owner is .*; write 'userId'/],
    ['an owner that is not a string', { owner: ['id'] }, /owner is \["id"\]; write 'userId'/],
    ['an empty name inside', { anyOf: [''] }, /the group name is ''; write 1 to 128/],
    ['a padded name inside', { allOf: ['a', 'b '] }, /the group name is 'b '; write .* trimmed/],
    ['a long name inside', { noneOf: ['x'.repeat(129)] }, /write 1 to 128 characters/],
    ['a circle', circle, /the rule has over 16 levels/],
    ['a depth of 17', nest(17), /the rule has over 16 levels/],
    ['a template without a placeholder', { groupTemplate: 'admin' }, NOT_A_TEMPLATE],
    ['an empty placeholder', { groupTemplate: 't-{}' }, NOT_A_TEMPLATE],
    ['adjacent placeholders', { groupTemplate: '{a}{b}' }, NOT_A_TEMPLATE],
    ['adjacent placeholders further on', { groupTemplate: '{a}-{b}{c}' }, NOT_A_TEMPLATE],
    ['a placeholder as JavaScript writes it', { groupTemplate: `t-\${a}` }, NOT_A_TEMPLATE],
    ['a stray brace', { groupTemplate: 't-{a}-}' }, NOT_A_TEMPLATE],
    ['a brace in a brace', { groupTemplate: 't-{{a}}' }, NOT_A_TEMPLATE],
    ['a greedy placeholder', { groupTemplate: 't-{a}-{proxy+}' }, NOT_A_TEMPLATE],
    ['a padded template', { groupTemplate: ' t-{a}' }, NOT_A_TEMPLATE],
    ['a template that is not a string', { groupTemplate: 7 }, /groupTemplate is 7; write /],
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

  it.each<[string, () => unknown, string]>([
    ['anyOf()', () => any(), 'anyOf: anyOf is []; write at least one rule'],
    ['allOf()', () => (allOf as () => unknown)(), 'allOf: allOf is []; write at least one rule'],
    ['noneOf()', () => (noneOf as () => unknown)(), 'noneOf: noneOf is []; write at least one'],
    ["owner('')", () => owner(''), "owner: owner is ''; write 'userId'"],
    [
      'an option that owner does not have',
      () => owner('id', { claims: 'tenant' } as object),
      "owner: an option is 'claims'; write one of claim",
    ],
    [
      'a claim that users can write',
      () => owner('id', { claim: 'email' }),
      "owner: claim is 'email'; write { dangerouslyUserWritable: 'email' }",
    ],
    ["groupTemplate('x')", () => groupTemplate('x'), "groupTemplate: groupTemplate is 'x'; write"],
    ["scope('a b')", () => scope('a b'), "scope: scope is 'a b'; write 'orders/"],
    [
      "issuedWithin('1w')",
      () => issuedWithin('1w'),
      "issuedWithin: issuedWithin is '1w'; write '15m'",
    ],
    ["signedInWithin('1w')", () => signedInWithin('1w'), "signedInWithin: signedInWithin is '1w'"],
    [
      'anyOf(everyone)',
      () => any(everyone),
      'anyOf: the rule is {"everyone":true}; write it alone',
    ],
    ["anyOf(['a', 'b'])", () => any(['a', 'b']), 'anyOf: the rule is ["a","b"]; write a group'],
  ])('%s throws where it is written, and names the function', (_, build, message) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(message);
  });

  it('a depth of 16 is a rule, and one rule in two places is not a circle', () => {
    const shared = anyOf('a', 'b');
    expect(() => requireGroup(nest(16) as string)).not.toThrow();
    expect(() => requireGroup(allOf(shared, anyOf(shared, 'c')))).not.toThrow();
  });

  it.each<[string, (rule: unknown) => unknown]>([
    ['alone', (rule) => any(rule)],
    ['before a group', (rule) => any(rule, 'b')],
    ['after a group', (rule) => any('b', rule)],
    ['between rules without levels', (rule) => any(owner('id'), rule, owner('id'))],
  ])('the functions build 16 levels and no more, each one nested %s', (_, around) => {
    const build = (depth: number): unknown => (depth === 0 ? 'a' : around(build(depth - 1)));
    const deepest = build(16);
    expect(evaluate(deepest as Rule, { groups: ['a'] }).allowed).toBe(true);
    expect(() => around(deepest)).toThrow('anyOf: the rule has over 16 levels');
  });

  it("requireGroup('a', 'b') says to write anyOf or allOf", () => {
    const call = () => (requireGroup as (...names: string[]) => unknown)('a', 'b');
    expect(call).toThrow(
      'requireGroup: the list of rules is ["a","b"]; write one rule, such as anyOf(...)',
    );
  });
});

describe('an argument too many is a TypeError, because a rule without it would allow more', () => {
  it.each<[string, (...given: string[]) => unknown, string]>([
    ['scope', scope, 'orders/read'],
    ['issuedWithin', issuedWithin, '15m'],
    ['signedInWithin', signedInWithin, '1h'],
    ['groupTemplate', groupTemplate, 'team-{teamId}'],
  ])('%s', (name, builder, text) => {
    expect(() => builder(text, text)).toThrow(
      new TypeError(
        `${name}: the list of arguments is ["${text}","${text}"]; ` +
          'write one, and combine rules with anyOf(...) or allOf(...)',
      ),
    );
    expect(builder(text)).toEqual({ [name]: text });
  });

  it('other than the index and the list that map() hands over', () => {
    expect(['orders/read', 'orders/write'].map(scope)).toEqual([
      { scope: 'orders/read' },
      { scope: 'orders/write' },
    ]);
    expect(['a-{id}'].map(groupTemplate)).toEqual([{ groupTemplate: 'a-{id}' }]);
    const call = scope as (...given: unknown[]) => unknown;
    for (const others of [[0], [0, 'b'], ['b', ['a']], [0, ['a'], 'b'], [undefined], [0.5, []]]) {
      expect(() => call('a', ...others)).toThrow(TypeError);
    }
  });
});
