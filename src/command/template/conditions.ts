import { isRecord } from '../../lib/own-fields.js';

/**
 * Which conditions of the template are true. They are not evaluated: every combination is checked.
 */
export type When = ReadonlyMap<string, boolean>;

export const ALWAYS: When = new Map();

/** More conditions than this in one place have too many combinations to list. */
const MAX_CONDITIONS = 4;

export interface Way {
  /** The value without `Fn::If` and without parts that are `AWS::NoValue`. */
  readonly value: unknown;
  readonly when: When;
}

/**
 * Every possible result of a value, for each combination of the conditions that its `Fn::If` name.
 *
 * @returns `undefined` if there are too many
 */
export function waysOf(value: unknown, base: When): readonly Way[] | undefined {
  const names = [...conditionsIn(value)].filter((name) => !base.has(name));
  if (names.length > MAX_CONDITIONS) return undefined;
  let ways: When[] = [base];
  for (const name of names) {
    ways = ways.flatMap((when) => [true, false].map((holds) => new Map([...when, [name, holds]])));
  }
  return ways.map((when) => ({ value: decide(value, when), when }));
}

/**
 * Like `waysOf`, but only for the value itself: the values inside it may still depend on
 * conditions.
 */
export function outerWaysOf(value: unknown, when: When): readonly Way[] {
  const [name, yes, no] = (isRecord(value) && branchesOf(value)) || [];
  if (typeof name !== 'string') return [{ value, when }];
  return [true, false]
    .filter((holds) => (when.get(name) ?? holds) === holds)
    .flatMap((holds) => outerWaysOf(holds ? yes : no, new Map([...when, [name, holds]])));
}

function conditionsIn(value: unknown): Set<string> {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  function collect(part: unknown): void {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    const name = branchesOf(part)?.[0];
    if (typeof name === 'string') names.add(name);
    for (const inner of Object.values(part)) collect(inner);
  }
  collect(value);
  return names;
}

/** The condition and the two values of `Fn::If`. */
function branchesOf(value: object): readonly unknown[] | undefined {
  const { 'Fn::If': branches } = value as Record<string, unknown>;
  const isIf = Object.keys(value).length === 1 && Array.isArray(branches) && branches.length === 3;
  return isIf ? branches : undefined;
}

function decide(value: unknown, when: When): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => decide(item, when)).filter((item) => item !== undefined);
  }
  if (!isRecord(value)) return value;
  if (Object.keys(value).length === 1 && value.Ref === 'AWS::NoValue') return undefined;
  const [name, yes, no] = branchesOf(value) ?? [];
  if (typeof name === 'string') return decide(when.get(name) ? yes : no, when);
  const entries = Object.entries(value).map(([key, item]) => [key, decide(item, when)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** `if IsProd is true and IsTest is false: `, or nothing. */
export function conditionText(when: When): string {
  const parts = [...when].map(([name, holds]) => `${name} is ${holds}`);
  return parts.length === 0 ? '' : `if ${parts.join(' and ')}: `;
}

/** The conditions that two sets have in common. */
export function commonPart(one: When, other: When): When {
  return new Map([...one].filter(([name, holds]) => other.get(name) === holds));
}

/** Whether no condition is true in one and false in the other. */
export function isCompatible(one: When, other: When): boolean {
  return [...one].every(([name, holds]) => (other.get(name) ?? holds) === holds);
}

/** Whether `when` contains every condition of `part`. */
export function includesWhen(when: When, part: When): boolean {
  return [...part].every(([name, holds]) => when.get(name) === holds);
}
