import { type CompiledRule, membersOf } from '../rules/compile.js';
import { cellOf } from './cell.js';
import type { Callers } from './columns.js';
import type { Cell, MatrixJson } from './matrix-json.js';
import { valuesFor } from './template-values.js';

/** @param rules by route */
export function matrixOf(
  rules: ReadonlyMap<string, CompiledRule>,
  columns: ReadonlyMap<string, Callers>,
): MatrixJson {
  const routes = [...rules].map(([route, rule]) => ({
    route,
    rule: rule.data,
    access: accessTo(rule, columns),
  }));
  return { version: 1, columns: [...columns.keys()], routes };
}

/**
 * Callers whom the rule cannot distinguish share a cell. Most rules name few groups, so a thousand
 * routes with thirty groups take a fifth of the time.
 */
function accessTo(
  rule: CompiledRule,
  columns: ReadonlyMap<string, Callers>,
): Readonly<Record<string, Cell>> {
  const cells = new Map<string, Cell>();
  // Without a prototype, because a group may be named `__proto__`.
  const access: Record<string, Cell> = Object.create(null);
  for (const [column, caller] of columns) {
    const key = JSON.stringify([caller?.type, caller?.groups.filter((name) => names(rule, name))]);
    const cell = cells.get(key) ?? cellOf(rule, caller);
    cells.set(key, cell);
    access[column] = cell;
  }
  return access;
}

/** Whether a rule names a group, or has a template that can. */
function names(rule: CompiledRule, group: string): boolean {
  if (rule.kind === 'group') return rule.value === group;
  if (rule.kind === 'groupTemplate') return valuesFor(rule, [group]).length > 0;
  return membersOf(rule).some((member) => names(member, group));
}
