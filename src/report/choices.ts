import { type CompiledRule, leavesOf } from '../rules/compile.js';
import { nameFrom } from '../rules/group-template.js';
import { type Hierarchy, impliedGroups } from '../rules/hierarchy.js';
import { isReserved } from './columns.js';

export interface Choice {
  readonly value: string;
  /** An explanation that the name does not give. */
  readonly hint: string;
}

/** What a reader can choose about a caller: everything that the rules distinguish. */
export interface Choices {
  readonly groups: readonly Choice[];
  readonly scopes: readonly Choice[];
  /** A value for path parameters, with which each template names one of the groups to choose. */
  readonly parameter: string;
}

/** No scope holds a space, so no rule names this one. */
const OTHER_SCOPE = 'another scope';

/** The groups are those of the columns, plus one for each template. */
export function choicesOf(
  rules: readonly CompiledRule[],
  columns: readonly string[],
  hierarchy: Hierarchy,
): Choices {
  const parts = rules.flatMap(leavesOf);
  const templates = parts.filter((part) => part.kind === 'groupTemplate');
  const parameter = unusedCharacter(templates.flatMap(({ value }) => value.separators));
  const groups = new Map<string, string>();
  for (const column of columns) {
    const [, ...implied] = impliedGroups([column], hierarchy);
    const hint = implied.length > 0 ? `implies ${implied.join(', ')}` : '';
    if (!isReserved(column)) groups.set(column, hint);
  }
  for (const { value, text } of templates) {
    const group = nameFrom(value, () => parameter) as string;
    if (!groups.has(group)) groups.set(group, `named by ${text}`);
  }
  const scopes = new Set(parts.flatMap((part) => (part.kind === 'scope' ? part.value : [])));
  return {
    groups: [...groups].map(([value, hint]) => ({ value, hint })),
    scopes: [...scopes, ...(scopes.size === 0 ? [] : [OTHER_SCOPE])].map((value) => ({
      value,
      hint: '',
    })),
    parameter,
  };
}

/** The first character from `1` on that is not used. Few templates have it as a separator. */
function unusedCharacter(used: readonly string[]): string {
  let code = '1'.charCodeAt(0);
  while (used.includes(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}
