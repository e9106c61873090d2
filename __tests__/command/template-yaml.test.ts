import { describe, expect, it } from '@jest/globals';
import { readTemplate } from '../../src/command/template/template.js';
import { UsageError } from '../../src/command/usage-error.js';

const HEAD = 'Resources:\n  A:\n    Type: T\n    Properties:\n';

/** A variable of `Fn::Sub`. */
const B = '$'.concat('{B}');

/** The properties of the one resource, as they are in JSON. */
function properties(yaml: string): unknown {
  const lines = yaml.split('\n').map((line) => `      ${line}`);
  return readTemplate('t.yaml', HEAD + lines.join('\n')).resources.get('A')?.properties;
}

describe('a template in YAML', () => {
  it('is refused with the line of its mistake', () => {
    const read = () => properties('a: 1\na: 2\nb: 3\nc: 4');
    expect(read).toThrow(/duplicate key 'a' in line 6$/u);
  });

  it('may begin with a brace, and a file named .json may be YAML', () => {
    const one = { id: 'A', type: 'T' };
    const flow = readTemplate('t.yaml', '{ Resources: { A: { Type: T } } }');
    expect(flow.resources.get('A')).toMatchObject(one);
    const named = readTemplate('t.json', 'Resources: { A: { Type: T } }');
    expect(named.resources.get('A')).toMatchObject(one);
  });

  it('keeps a byte order mark that is not at its beginning', () => {
    expect(properties('a: "b\uFEFFc"')).toEqual({ a: 'b\uFEFFc' });
  });

  it.each([
    ['a: !Ref B', { a: { Ref: 'B' } }],
    ['a: !GetAtt B.Arn', { a: { 'Fn::GetAtt': 'B.Arn' } }],
    ['a: !GetAtt [B, Arn]', { a: { 'Fn::GetAtt': ['B', 'Arn'] } }],
    [`a: !Sub "${B}/x"`, { a: { 'Fn::Sub': `${B}/x` } }],
    [`a: !Sub ["${B}", { B: !Ref C }]`, { a: { 'Fn::Sub': [B, { B: { Ref: 'C' } }] } }],
    ['a: !If [IsProd, !Ref B, c]', { a: { 'Fn::If': ['IsProd', { Ref: 'B' }, 'c'] } }],
    ['a: !Condition IsProd', { a: { Condition: 'IsProd' } }],
    ['a: !Transform { Name: N }', { a: { 'Fn::Transform': { Name: 'N' } } }],
    [
      'a: !Join ["", [b, !ImportValue c]]',
      { a: { 'Fn::Join': ['', ['b', { 'Fn::ImportValue': 'c' }]] } },
    ],
    ['a: 2010-09-09', { a: '2010-09-09' }],
    ['y: no\non: off', { y: 'no', on: 'off' }],
    ['200: a', { 200: 'a' }],
  ])('reads %j as CloudFormation does', (yaml, expected) => {
    expect(properties(yaml)).toEqual(expected);
  });

  it('takes anchors and merges, which SAM users write', () => {
    expect(properties('a: &a\n  b: 1\n  c: 2\nd:\n  <<: *a\n  c: 3')).toEqual({
      a: { b: 1, c: 2 },
      d: { b: 1, c: 3 },
    });
  });

  it('has a key `__proto__` as any other, which reaches no prototype', () => {
    const read = properties('__proto__:\n  a: 1\n__proto: 2') as object;
    expect(Object.keys(read)).toEqual(['__proto__', '__proto']);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('may begin with a byte order mark', () => {
    expect(readTemplate('t.yaml', `\uFEFF${HEAD}      a: 1`).resources.size).toBe(1);
    expect(readTemplate('t.json', '\uFEFF{"Resources":{"A":{"Type":"T"}}}').resources.size).toBe(1);
  });

  it.each([
    ['a: [1', 'line 5'],
    ['a: 1\na: 2', "duplicate key 'a' in line 6"],
    ['200: a\n"200": b', "duplicate key '200' in line 6"],
    ['a: !Unknown b', 'Unresolved tag: !Unknown in line 5'],
    ['a: *nowhere', 'nowhere'],
  ])('is a usage error if it is %j', (yaml, reason) => {
    expect(() => properties(yaml)).toThrow(UsageError);
    expect(() => properties(yaml)).toThrow(reason);
    expect(() => properties(yaml)).not.toThrow('\n');
  });

  it('does not expand an alias bomb', () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const items = Array.from({ length: 10 }, () => (level === 0 ? 'x' : `*l${level - 1}`));
      return `l${level}: &l${level} [${items.join(', ')}]`;
    });
    expect(() => properties(levels.join('\n'))).toThrow('Excessive alias count');
  });

  it('may use one anchor hundreds of times', () => {
    const uses = Array.from({ length: 900 }, (_, index) => `r${index}: *a`);
    expect(Object.keys(properties(['a: &a { b: 1 }', ...uses].join('\n')) as object)).toHaveLength(
      901,
    );
  });
});

describe('what is not a template', () => {
  it.each([
    ['', 'no Resources'],
    ['a: 1', 'no Resources'],
    ['Resources: {}', 'no Resources'],
    ['Resources: [a]', 'no Resources'],
    ['Resources:\n  A: 1', "resource 'A' has no Type"],
    ['Resources:\n  A:\n    Type: 1', "resource 'A' has no Type"],
    ['[1, 2]', 'no Resources'],
    ['--- a\n--- b', 'cannot be read'],
  ])('is a usage error: %j', (text, reason) => {
    expect(() => readTemplate('t.yaml', text)).toThrow(UsageError);
    expect(() => readTemplate('t.yaml', text)).toThrow(reason);
  });

  it('is nested too deeply to be read', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const json = (depth: number) =>
      `{"Resources":{"A":{"Type":"T","Properties":{"a":${nested(depth)}}}}}`;
    expect(readTemplate('t.json', json(90)).resources.size).toBe(1);
    const reason = 'is nested deeper than 100 levels';
    expect(() => readTemplate('t.json', json(100))).toThrow(reason);
    expect(() => readTemplate('t.json', json(100_000))).toThrow(reason);
    expect(() => readTemplate('t.yaml', json(200))).toThrow(reason);
    expect(() => readTemplate('t.yaml', json(20_000))).toThrow(UsageError);
  });

  it('is broken JSON', () => {
    const broken = ['{"Resources":', '\n{ Resources: { A: { Type: T } } }'];
    for (const text of broken) {
      expect(() => readTemplate('t.json', text)).toThrow("'t.json' cannot be read: ");
    }
  });
});

describe('a large template', () => {
  const count = 2000;

  it('is read in seconds, in YAML and in JSON', () => {
    const lines = Array.from(
      { length: count },
      (_, index) => `  R${index}:\n    Type: T\n    Properties: { a: !Ref B, b: !Sub x }`,
    );
    const started = Date.now();
    const template = readTemplate('t.yaml', `Resources:\n${lines.join('\n')}`);
    expect(template.resources.size).toBe(count);
    const json = JSON.stringify({
      Resources: Object.fromEntries(
        [...template.resources].map(([id, { type, properties }]) => [
          id,
          { Type: type, Properties: properties },
        ]),
      ),
    });
    expect(readTemplate('t.json', json).resources).toEqual(template.resources);
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});
