import { quote } from '../lib/quote.js';

/** What API Gateway and `@middy/http-router` allow as the name of a path parameter. */
const PLACEHOLDER = /\{([\w.:-]+)\}/u;

/** `literals[0] {parameters[0]} literals[1] …`: one more literal than there are parameters. */
export interface GroupTemplate {
  readonly literals: readonly string[];
  readonly parameters: readonly string[];
  /** Every character between two placeholders. A value must hold none of them. */
  readonly separators: readonly string[];
}

/** @throws TypeError for a template without a placeholder, and for an ambiguous one */
export function parseTemplate(template: unknown): GroupTemplate {
  if (typeof template !== 'string')
    throw new TypeError(`groupTemplate: a template is a string, got ${quote(template)}`);
  // Splitting by a pattern with one group yields literal, name, literal, name, …, literal.
  const pieces = template.split(PLACEHOLDER);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  const parameters = pieces.filter((_, index) => index % 2 === 1);
  const between = literals.slice(1, -1);

  const problem = problemOf(template, literals, parameters, between);
  if (problem !== undefined) throw new TypeError(`groupTemplate: ${quote(template)} ${problem}`);
  return { literals, parameters, separators: [...new Set(between.join(''))] };
}

function problemOf(
  template: string,
  literals: readonly string[],
  parameters: readonly string[],
  between: readonly string[],
): string | undefined {
  if (parameters.length === 0) {
    return 'has no placeholder such as {tenantId}; write the group name itself';
  }
  if (literals.some((literal) => /[{}]/u.test(literal))) {
    return 'has a brace outside a placeholder such as {tenantId}';
  }
  if (template.includes('${')) return 'has a $ before a placeholder; remove it';
  if (between.includes('')) {
    return 'has two adjacent placeholders; put a fixed string between them';
  }
  return template === template.trim() ? undefined : 'has white space around it';
}

/**
 * The group that a template names for these values.
 *
 * @returns `undefined` if a value is missing, empty, or holds a separator. Otherwise `a:b` and `c`
 *   in `{x}:{y}` would name the group of `a` and `b:c`.
 */
export function nameFrom(
  template: GroupTemplate,
  parameterValue: (parameter: string) => string | undefined,
): string | undefined {
  const { literals, parameters, separators } = template;
  let name = literals[0] as string;
  for (const [index, parameter] of parameters.entries()) {
    const value = parameterValue(parameter);
    if (value === undefined || separators.some((separator) => value.includes(separator))) {
      return undefined;
    }
    name += value + (literals[index + 1] as string);
  }
  return name;
}
