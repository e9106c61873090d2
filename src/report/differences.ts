import { compileRule } from '../rules/compile.js';
import { impliedGroups, toHierarchy } from '../rules/hierarchy.js';
import { cellOf } from './cell.js';
import type { Cell, MatrixJson, MatrixRow } from './matrix-json.js';

export interface Difference {
  readonly kind: 'new' | 'gone' | 'changed';
  readonly route: string;
  /** The difference in words: `viewer may now call it`. */
  readonly text: string;
}

/**
 * The differences between two matrices: new routes, removed routes, then cells and rules, then the
 * hierarchy, which may differ for callers in several groups although no cell does.
 */
export function differences(before: MatrixJson, after: MatrixJson): readonly Difference[] {
  const [old, current] = [byRoute(before), byRoute(after)];
  const columns = [...new Set([...after.columns, ...before.columns])];
  const added: Difference[] = [];
  const changed: Difference[] = [];
  for (const row of after.routes) {
    const { route } = row;
    const earlier = old.get(route);
    if (earlier === undefined) {
      added.push({ kind: 'new', route, text: accessText(row, after.columns) });
    } else {
      const texts = changes(earlier, row, columns);
      changed.push(...texts.map((text): Difference => ({ kind: 'changed', route, text })));
    }
  }
  const gone = before.routes
    .filter(({ route }) => !current.has(route))
    .map(({ route }): Difference => ({ kind: 'gone', route, text: 'the route is gone' }));
  return [...added, ...gone, ...changed, ...hierarchyChanges(before, after)];
}

/** Not a route: a route key has no space after a small letter. */
const HIERARCHY = 'the hierarchy';

function hierarchyChanges(before: MatrixJson, after: MatrixJson): readonly Difference[] {
  const old = toHierarchy(before.implies ?? {});
  const current = toHierarchy(after.implies ?? {});
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((name) => {
    const [was, is] = [impliedGroups([name], old), impliedGroups([name], current)];
    const toDifferences = (groups: readonly string[], others: readonly string[], verb: string) =>
      groups
        .filter((group) => !others.includes(group))
        .map((group): Difference => {
          const text = `members of ${name} ${verb} as members of ${group}`;
          return { kind: 'changed', route: HIERARCHY, text };
        });
    return [...toDifferences(is, was, 'now count'), ...toDifferences(was, is, 'no longer count')];
  });
}

function byRoute({ routes }: MatrixJson): ReadonlyMap<string, MatrixRow> {
  return new Map(routes.map((row) => [row.route, row]));
}

function accessText(row: MatrixRow, columns: readonly string[]): string {
  const cells = columns.map((column) => [column, textOf(cellIn(row, column))] as const);
  const allowed = cells.flatMap(([column, text]) => (text === ALLOWED ? nameOf(column) : []));
  const conditional = cells
    .filter(([, text]) => text !== ALLOWED && text !== DENIED)
    .map(([column, text]) => `${nameOf(column)} may call it ${text}`);
  if (allowed.length === columns.length) return 'everyone may call it';
  if (allowed.length > 0) conditional.unshift(`${allowed.join(', ')} may call it`);
  return conditional.length > 0 ? conditional.join('; ') : 'no column may call it';
}

function changes(
  before: MatrixRow,
  after: MatrixRow,
  columns: readonly string[],
): readonly string[] {
  const texts = columns.flatMap((column) => {
    const [old, current] = [before, after].map((row) => textOf(cellIn(row, column)));
    return old === current ? [] : `${nameOf(column)} ${changeText(String(old), String(current))}`;
  });
  const [old, current] = [before, after].map(({ rule }) => compileRule('rule', rule).text);
  const isRuleOnly = texts.length === 0 && old !== current;
  return isRuleOnly ? [`the rule was ${old} and is ${current}; no cell differs`] : texts;
}

/**
 * The cell of a group that has no column there: the group is in no hierarchy, but a template may
 * name it.
 */
function cellIn({ access, rule }: MatrixRow, column: string): Cell {
  if (Object.hasOwn(access, column)) return access[column] as Cell;
  return cellOf(compileRule('rule', rule), { groups: [column], type: 'user' });
}

const ALLOWED = 'allowed';
const DENIED = 'denied';

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : `if ${cell.if}`;
}

function changeText(before: string, after: string): string {
  if (after === DENIED) return 'may no longer call it';
  if (after === ALLOWED) return before === DENIED ? 'may now call it' : 'may now always call it';
  if (before === DENIED) return `may now call it ${after}`;
  return `may now call it only ${after}${before === ALLOWED ? '' : `, before only ${before}`}`;
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['not signed in', 'a caller who is not signed in'],
  ['signed in', 'a signed-in caller in no group'],
]);

function nameOf(column: string): string {
  return NAMES.get(column) ?? column;
}
