import type { CompiledRule } from '../rules/compile.js';
import type { GroupTemplate } from '../rules/group-template.js';
import { satisfies } from '../rules/truth.js';

type TemplateRule = CompiledRule & { readonly kind: 'groupTemplate' };

/** The value of each path parameter. */
type Values = ReadonlyMap<string, string>;

/** The values with which a template names each of the groups that it can name. */
export function valuesFor(rule: TemplateRule, groups: readonly string[]): readonly Values[] {
  return groups.flatMap((group) => {
    const values = split(rule.value, group);
    const event = { pathParameters: Object.fromEntries(values) };
    return satisfies(rule, { groups: [group] }, event, []) ? [values] : [];
  });
}

/**
 * Splits a name at the fixed strings of a template. A value contains no character of the string
 * that follows it, so the first occurrence of that string ends the value. For a name that the
 * template cannot produce, the values produce another name, or none.
 */
function split({ literals, parameters }: GroupTemplate, name: string): Values {
  const [head, ...ends] = literals as readonly [string, ...string[]];
  const values = new Map<string, string>();
  let rest = name.slice(head.length);
  for (const [index, parameter] of parameters.entries()) {
    const end = ends[index] as string;
    const isLast = index === ends.length - 1;
    const at = isLast ? rest.length - end.length : rest.indexOf(end);
    values.set(parameter, rest.slice(0, at));
    rest = rest.slice(at + end.length);
  }
  return values;
}
