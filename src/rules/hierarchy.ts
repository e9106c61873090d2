import { distinct } from '../lib/distinct.js';
import { isPlain, quote } from '../lib/options.js';
import type { Principal } from './evaluate.js';
import { checkGroupName } from './group-name.js';

/** `{ admin: ['team_manager'] }`: a member of admin counts as a member of team_manager. */
export type Implies<TGroup extends string = string> = { readonly [TName in TGroup]?: readonly TGroup[] };

/** Every group that a group implies, over any number of steps. */
export type Hierarchy = ReadonlyMap<string, readonly string[]>;

/** @throws TypeError for anything but lists of group names, and for a group that implies itself over any number of steps */
export function toHierarchy(implies: unknown): Hierarchy {
  if (!isPlain(implies)) {
    throw new TypeError(`implies: write { admin: ['team_manager'] }, got ${quote(implies)}`);
  }
  const direct = new Map(
    Object.entries(implies).map(([group, implied]) => [checkGroupName('implies', group), toNames(group, implied)]),
  );
  const closed = new Map<string, readonly string[]>();
  for (const group of direct.keys()) reach(direct, closed, group, []);
  return closed;
}

function toNames(group: string, implied: unknown): readonly string[] {
  if (!Array.isArray(implied) || implied.length === 0) {
    throw new TypeError(`implies: ${quote(group)} takes a list with at least one group name, got ${quote(implied)}`);
  }
  return [...implied].map((name) => checkGroupName('implies', name));
}

/** Every group that one implies, each looked at once: `closed` holds those that are done. */
function reach(
  direct: Hierarchy,
  closed: Map<string, readonly string[]>,
  group: string,
  above: readonly string[],
): readonly string[] {
  const path = [...above, group];
  if (above.includes(group))
    throw new TypeError(`implies: a circle, ${path.map(quote).join(' → ')}; take one step of it out`);
  const implied = direct.get(group);
  if (implied === undefined) return [];
  const names = closed.get(group) ?? distinct(implied.flatMap((name) => [name, ...reach(direct, closed, name, path)]));
  closed.set(group, names);
  return names;
}

/** A caller with the groups it counts as a member of: the token's, then what they imply. */
export function imply(principal: Principal | undefined, hierarchy: Hierarchy): Principal | undefined {
  if (principal === undefined || hierarchy.size === 0) return principal;
  const { groups, subject } = principal;
  return { groups: distinct([...groups, ...groups.flatMap((group) => hierarchy.get(group) ?? [])]), subject };
}
