import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluate, groupTemplate } from 'middy-cognito-groups';
import { runs } from '../support/runs.js';

/** Few characters, so that random values often hold separators. */
const ALPHABET = ['a', 'b', ':', '-', '.', '👑'];
const string = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(...ALPHABET), { minLength: min, maxLength: max })
    .map((characters) => characters.join(''));

const template = fc
  .tuple(string(0, 2), fc.array(string(1, 2), { maxLength: 3 }), string(0, 2))
  .map(
    ([head, between, tail]) =>
      `${head}${['{p0}', ...between.map((separator, index) => `${separator}{p${index + 1}}`)].join('')}${tail}`,
  );

const values = fc.record({
  p0: string(0, 4),
  p1: string(0, 4),
  p2: string(0, 4),
  p3: string(0, 4),
});

/** The group that a template names for these parameters, if it names one. */
function nameOf(given: string, pathParameters: object): string | undefined {
  return evaluate(groupTemplate(given), { groups: [] }, { pathParameters }).missing[0];
}

const used = (given: string, parameters: Record<string, string>) =>
  [...given.matchAll(/\{(\w+)\}/gu)].map(([, name]) => parameters[name as string]);

describe('two different sets of parameters never name one group', () => {
  it('for random templates and values', () => {
    let collided = 0;
    fc.assert(
      fc.property(template, fc.array(values, { minLength: 50, maxLength: 50 }), (given, sets) => {
        const namedBy = new Map<string, unknown>();
        for (const parameters of sets) {
          const name = nameOf(given, parameters);
          if (name === undefined) continue;
          if (namedBy.has(name)) collided += 1;
          expect(used(given, parameters)).toEqual(namedBy.get(name) ?? used(given, parameters));
          namedBy.set(name, used(given, parameters));
        }
      }),
      { numRuns: runs(1_600) },
    );
    // Without collisions the test would compare nothing.
    expect(collided).toBeGreaterThan(runs(400));
  });

  it('and an accepted name has only one accepted reading', () => {
    fc.assert(
      fc.property(template, values, (given, parameters) => {
        const name = nameOf(given, parameters);
        fc.pre(name !== undefined);
        // Every way to split the name by the template. Only one may be accepted.
        const readings = cuts(given, name).filter((reading) => nameOf(given, reading) === name);
        expect(readings).toHaveLength(1);
      }),
      { numRuns: runs(3_000), maxSkipsPerRun: 1_000 },
    );
  });
});

/** All non-empty values of the placeholders for which the template is this name. */
function cuts(given: string, name: string): Record<string, string>[] {
  const [head = '', ...rest] = given.split(/\{\w+\}/u);
  const walk = (left: string, literals: string[], index: number): Record<string, string>[] => {
    const [literal, ...others] = literals;
    if (literal === undefined) return left === '' ? [{}] : [];
    const found: Record<string, string>[] = [];
    for (let end = 1; end <= left.length; end += 1) {
      if (!left.startsWith(literal, end)) continue;
      const value = left.slice(0, end);
      for (const deeper of walk(left.slice(end + literal.length), others, index + 1))
        found.push({ ...deeper, [`p${index}`]: value });
    }
    return found;
  };
  return name.startsWith(head) ? walk(name.slice(head.length), rest, 0) : [];
}

describe('a parameter that makes a template ambiguous is invalid', () => {
  it.each<[string, object]>([
    ['{org}:{team}', { org: 'a:b', team: 'c' }],
    ['{org}:{team}', { org: 'a', team: 'b:c' }],
    ['{org}--{team}', { org: 'a-', team: 'b' }],
    ['{org}-x-{team}', { org: 'ax', team: 'b' }],
    ['{org}:{team}', { org: '', team: 'b' }],
    ['{org}:{team}', { team: 'b' }],
    ['{org}:{team}', {}],
  ])('%s with %j names no group', (given, parameters) => {
    expect(nameOf(given, parameters)).toBeUndefined();
  });

  it('but it may hold a literal that separates no placeholders', () => {
    expect(nameOf('tenant:{tenantId}:manager', { tenantId: 'a:b' })).toBe('tenant:a:b:manager');
    expect(nameOf('{a}:{a}', { a: 'x' })).toBe('x:x');
  });
});
