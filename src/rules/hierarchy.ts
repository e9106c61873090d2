import { misuse } from '../lib/misuse.js';
import { isPlain } from '../lib/options.js';
import { quote } from '../lib/quote.js';
import { checkGroupName } from './group-name.js';

/** `{ admin: ['team_manager'] }`: a member of `admin` counts as a member of `team_manager`. */
export type Implies<TGroup extends string = string> = {
  readonly [TName in TGroup]?: readonly TGroup[];
};

/** The groups that each group implies directly. */
export type Hierarchy = ReadonlyMap<string, readonly string[]>;

const EXAMPLE = "{ admin: ['team_manager'] }";

/** @throws TypeError for anything but lists of group names, and for a circular hierarchy */
export function toHierarchy(implies: unknown): Hierarchy {
  if (!isPlain(implies)) misuse('implies', implies, EXAMPLE);
  const hierarchy = new Map<string, readonly string[]>();
  for (const [group, names] of Object.entries(implies)) {
    if (!(Array.isArray(names) && names.length > 0))
      misuse(`implies: ${quote(group)}`, names, EXAMPLE);
    const implied = [...names].map((name) => checkGroupName('implies', name));
    hierarchy.set(checkGroupName('implies', group), implied);
  }
  for (const [group, implied] of hierarchy) {
    if (!impliedGroups(implied, hierarchy).includes(group)) continue;
    misuse(`implies: ${quote(group)}`, implied, 'groups that do not imply it');
  }
  return hierarchy;
}

/** The groups of a caller, followed by the groups that they imply, directly or transitively. */
export function impliedGroups(groups: readonly string[], hierarchy: Hierarchy): readonly string[] {
  const all = new Set(groups);
  // The iteration of a set includes the elements that are added during it.
  for (const group of all) for (const name of hierarchy.get(group) ?? []) all.add(name);
  return [...all];
}
