import { type Hierarchy, impliedGroups } from '../rules/hierarchy.js';
import type { Principal } from '../rules/principal.js';

/** What is known of all callers of a column; `undefined` if they are unauthenticated. */
export type Callers = Principal | undefined;

/** The columns that are not groups. Cognito allows no space in the name of a group. */
const CALLERS: ReadonlyMap<string, Callers> = new Map([
  ['not signed in', undefined],
  ['signed in', { groups: [], type: 'user' }],
  ['a client', { groups: [], type: 'client' }],
]);

/** Whether this is the name of a column that is not a group. */
export function isReserved(name: string): boolean {
  return CALLERS.has(name);
}

/** The columns of a matrix, in order. The callers of a group column are in no other group. */
export function columnsOf(
  groups: Iterable<string>,
  hierarchy: Hierarchy,
): ReadonlyMap<string, Callers> {
  const columns = new Map(CALLERS);
  for (const group of groups) {
    columns.set(group, { groups: impliedGroups([group], hierarchy), type: 'user' });
  }
  return columns;
}
