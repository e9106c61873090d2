import { isPlain } from '../lib/options.js';
import { quote } from '../lib/quote.js';
import { checkGroupName } from './group-name.js';

/** `{ admin: ['team_manager'] }`: a member of `admin` counts as a member of `team_manager`. */
export type Implies<TGroup extends string = string> = {
  readonly [TName in TGroup]?: readonly TGroup[];
};

/** All groups that each group implies, directly or transitively. */
export type Hierarchy = ReadonlyMap<string, readonly string[]>;

/** @throws TypeError for anything but lists of group names, and for a circular hierarchy */
export function toHierarchy(implies: unknown): Hierarchy {
  if (!isPlain(implies)) {
    throw new TypeError(`implies: write { admin: ['team_manager'] }, got ${quote(implies)}`);
  }
  const direct = new Map(
    Object.entries(implies).map(([group, implied]) => [
      checkGroupName('implies', group),
      toNames(group, implied),
    ]),
  );
  const complete = new Map<string, readonly string[]>();
  for (const group of direct.keys()) follow(direct, complete, group, []);
  return complete;
}

function toNames(group: string, implied: unknown): readonly string[] {
  if (!Array.isArray(implied) || implied.length === 0) {
    throw new TypeError(
      `implies: ${quote(group)} takes a list with at least one group name, got ${quote(implied)}`,
    );
  }
  return [...implied].map((name) => checkGroupName('implies', name));
}

/** All groups that one implies. `complete` holds the finished ones, so each is followed once. */
function follow(
  direct: Hierarchy,
  complete: Map<string, readonly string[]>,
  group: string,
  above: readonly string[],
): readonly string[] {
  const path = [...above, group];
  if (above.includes(group)) {
    throw new TypeError(`implies: a circle, ${path.map(quote).join(' > ')}; remove one step of it`);
  }
  const implied = direct.get(group);
  if (implied === undefined) return [];
  const names = complete.get(group) ?? [
    ...new Set(implied.flatMap((name) => [name, ...follow(direct, complete, name, path)])),
  ];
  complete.set(group, names);
  return names;
}

/** The groups of a caller, followed by those that they imply. */
export function impliedGroups(groups: readonly string[], hierarchy: Hierarchy): readonly string[] {
  if (hierarchy.size === 0) return groups;
  return [...new Set([...groups, ...groups.flatMap((group) => hierarchy.get(group) ?? [])])];
}
