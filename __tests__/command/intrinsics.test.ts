import { describe, expect, it } from '@jest/globals';
import { functionsIn } from '../../src/command/template/functions.js';
import { apiIdOf, referencesIn, textOf } from '../../src/command/template/intrinsics.js';
import { readTemplate } from '../../src/command/template/template.js';

const template = readTemplate(
  't.yaml',
  `
Parameters:
  Stage: { Type: String, Default: dev }
  Port: { Type: Number, Default: 80 }
  Secret: { Type: String }
  Dynamic: { Type: String, Default: '{{resolve:ssm:path}}' }
  Stored: { Type: AWS::SSM::Parameter::Value<String>, Default: /prod/path }
Resources:
  F: { Type: AWS::Lambda::Function }
  S: { Type: AWS::Serverless::Function }
  Alias: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref F } }
  Version: { Type: AWS::Lambda::Version, Properties: { FunctionName: !GetAtt S.Arn } }
  One: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Other } }
  Other: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref One } }
  Table: { Type: AWS::DynamoDB::Table, Properties: { FunctionName: !Ref F } }
`,
);

/** A variable of `Fn::Sub`. */
const variable = (name: string) => `\${${name}}`;

describe('the text of a value', () => {
  it.each([
    ['/teams', '/teams'],
    [80, '80'],
    [true, 'true'],
    [undefined, undefined],
    [null, undefined],
    [{ Ref: 'Stage' }, 'dev'],
    [{ 'Fn::Sub': '/teams/{teamId}' }, '/teams/{teamId}'],
    [{ 'Fn::Sub': `/${variable('Stage')}/${variable('Port')}` }, '/dev/80'],
    [{ 'Fn::Sub': [`/${variable('A')}`, { A: { Ref: 'Stage' } }] }, '/dev'],
    [{ 'Fn::Sub': variable('!Literal') }, variable('Literal')],
    [{ 'Fn::Join': ['/', ['', { Ref: 'Stage' }, 'teams']] }, '/dev/teams'],
  ])('of %j is %j', (value, text) => {
    expect(textOf(template, value)).toBe(text);
  });

  it.each([
    [{ Ref: 'Secret' }, '!Ref Secret'],
    ['/{{resolve:ssm:path}}', '/{{resolve:ssm:path}}'],
    [{ Ref: 'AWS::Region' }, '!Ref AWS::Region'],
    [{ Ref: 'Dynamic' }, '{{resolve:ssm:path}}'],
    [{ Ref: 'Stored' }, '!Ref Stored'],
    [{ 'Fn::Sub': `/{{resolve:ssm:/${variable('Stage')}}}` }, '/{{resolve:ssm:/dev}}'],
    [{ 'Fn::Join': ['', ['{{', 'resolve:ssm:a}}']] }, '{{resolve:ssm:a}}'],
    [{ Ref: '__proto__' }, '!Ref __proto__'],
    [{ 'Fn::ImportValue': 'path' }, '!ImportValue path'],
    [{ 'Fn::Sub': `/${variable('F.Arn')}` }, `!Sub /${variable('F.Arn')}`],
    [{ 'Fn::Sub': [1] }, '!Sub [1]'],
    [{ 'Fn::Sub': [variable('A'), { A: { Ref: 'Secret' } }] }, /^!Sub \[/u],
    [{ 'Fn::Join': ['', ['a', { Ref: 'Secret' }]] }, /^!Join \["",\["a",\{"Ref":"Secret"\}\]\]$/u],
    [{ 'Fn::Join': 'a' }, '!Join a'],
    [{ 'Fn::Join': ['', { Ref: 'Stage' }] }, /^!Join/u],
    [{ 'Fn::Join': [['/'], ['a', 'b']] }, /^!Join/u],
    [{ Ref: ['Stage'] }, '!Ref ["Stage"]'],
    [{ 'Fn::Select': [0, ['a', 'b']] }, '!Select [0,["a","b"]]'],
    [{ MyRef: 'Stage' }, '{"MyRef":"Stage"}'],
    [{ Refresh: 'Stage' }, '{"Refresh":"Stage"}'],
    [{ Ref: 'Stage', other: 1 }, '{"Ref":"Stage","other":1}'],
    [['a'], '["a"]'],
    [{}, '{}'],
  ])('of %j is not known', (value, unresolved) => {
    const text = textOf(template, value);
    const expected =
      typeof unresolved === 'string' ? unresolved : expect.stringMatching(unresolved);
    expect(text).toEqual({ unresolved: expected });
  });

  it('is not known of texts that multiply', () => {
    let value: unknown = 'a';
    for (let level = 0; level < 12; level += 1) {
      value = { 'Fn::Sub': [variable('A').repeat(100), { A: value }] };
    }
    expect(textOf(template, value)).toEqual({ unresolved: expect.stringMatching(/^!Sub /u) });
    let joined: unknown = 'a'.repeat(6000);
    joined = { 'Fn::Join': ['', [joined, joined]] };
    expect(textOf(template, joined)).toEqual({ unresolved: expect.stringMatching(/^!Join /u) });
  });

  it('is not known of a text longer than any route, its separators included', () => {
    const join = (separator: string, ...parts: string[]) =>
      textOf(template, { 'Fn::Join': [separator, parts] });
    const longest = 'a'.repeat(10_000);
    expect(join('', longest)).toBe(longest);
    expect(join('', longest, 'a')).toEqual({ unresolved: expect.any(String) });
    expect(join(longest, 'a', 'b')).toEqual({ unresolved: expect.any(String) });
  });

  it('is not known of what is nested deeper than a person writes', () => {
    const nested = (depth: number, around: (value: unknown) => unknown): unknown =>
      depth === 0 ? 'a' : around(nested(depth - 1, around));
    const join = (value: unknown) => ({ 'Fn::Join': ['', [value]] });
    const sub = (value: unknown) => ({ 'Fn::Sub': [variable('A'), { A: value }] });
    for (const around of [join, sub]) {
      expect(textOf(template, nested(17, around))).toBe('a');
      expect(textOf(template, nested(18, around))).toEqual({ unresolved: expect.any(String) });
    }
  });
});

describe('the references in a value', () => {
  it('are those of every intrinsic function', () => {
    const value = {
      a: { Ref: 'A' },
      b: [{ 'Fn::GetAtt': ['B', 'Arn'] }, { 'Fn::GetAtt': 'C.Arn' }],
      d: { 'Fn::Sub': `x:${variable('D')}:${variable('E.Arn')}:${variable('!F')}` },
      g: { 'Fn::Sub': [variable('G.Arn'), { H: { Ref: 'H' } }] },
      i: { 'Fn::If': ['C1', { Ref: 'I' }, { 'Fn::Sub': 1 }] },
      n: { 'Fn::GetAtt': 1 },
      o: { 'Fn::ImportValue': variable('O') },
    };
    expect([...referencesIn(value)]).toEqual(['A', 'B', 'C', 'D', 'E', 'G', 'H', 'I']);
  });

  it('are found once in what is shared or circular', () => {
    const value: Record<string, unknown> = { None: null, Other: { Ref: 'A' } };
    value.Self = value;
    expect([...referencesIn([value, value])]).toEqual(['A']);
  });
});

describe('the functions that an integration reaches', () => {
  it.each([
    [{ 'Fn::GetAtt': ['F', 'Arn'] }, ['F']],
    [{ Ref: 'Alias' }, ['F']],
    [{ 'Fn::Sub': `arn:${variable('Version')}/invocations` }, ['S']],
    [{ 'Fn::Sub': `arn:${variable('S.Alias')}/invocations` }, ['S']],
    [{ Ref: 'One' }, []],
    [{ Ref: 'Table' }, []],
    ['arn:aws:lambda:eu-west-1:123456789012:function:f', []],
  ])('by %j are %j', (value, functions) => {
    expect(functionsIn(template, value)).toEqual(functions);
  });
});

describe('the id of an API', () => {
  it.each([
    [{ Ref: 'Api' }, 'Api'],
    ['abc123', 'abc123'],
    [{ 'Fn::ImportValue': 'api' }, '!ImportValue api'],
    [{ Ref: 1 }, '!Ref 1'],
  ])('by %j is %j', (value, id) => {
    expect(apiIdOf(value)).toBe(id);
  });
});
