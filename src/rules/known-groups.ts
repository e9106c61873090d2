import { misuse } from '../lib/misuse.js';
import { nearestName } from '../lib/nearest-name.js';
import { quote } from '../lib/quote.js';
import { type CompiledRule, leavesOf } from './compile.js';
import { checkGroupName } from './group-name.js';
import type { Implies } from './hierarchy.js';

/**
 * The names of one `defineGroups`. Its guards accept only callers read by its `cognitoGroups()`.
 */
export interface KnownGroups {
  readonly names: ReadonlySet<string>;
  /** What a guard asks for if it misses the identity. */
  readonly reader: string;
  /** As given to `defineGroups`. */
  readonly implies: Implies;
  /** @throws TypeError for a rule that names another group */
  check(label: string, rule: CompiledRule): void;
}

/** @throws TypeError for anything but a list of distinct group names */
export function toKnownGroups(names: unknown): Omit<KnownGroups, 'implies'> {
  if (!Array.isArray(names) || names.length === 0) {
    return misuse('defineGroups: the list of names', names, 'at least one group name');
  }
  const known = new Set([...names].map((name) => checkGroupName('defineGroups', name)));
  if (known.size < names.length) {
    throw new TypeError(`defineGroups: ${quote(names)} holds a duplicate; remove it`);
  }
  return {
    names: known,
    reader: 'the cognitoGroups() of its defineGroups()',
    check(label, rule) {
      for (const group of groupsOf(rule)) checkKnown(label, group, known);
    },
  };
}

/** @throws TypeError for a name that is not defined */
export function checkKnown(label: string, group: string, known: ReadonlySet<string>): void {
  if (known.has(group)) return;
  const names = [...known];
  const nearest = nearestName(group, names);
  const hint =
    nearest === undefined
      ? `the defined groups are ${names.map(quote).join(', ')}`
      : `did you mean ${quote(nearest)}?`;
  throw new TypeError(`${label}: group ${quote(group)} is not defined; ${hint}`);
}

/** Every group that a rule names, in the order of the rule. */
export function groupsOf(rule: CompiledRule): string[] {
  return leavesOf(rule).flatMap((leaf) => (leaf.kind === 'group' ? leaf.value : []));
}
