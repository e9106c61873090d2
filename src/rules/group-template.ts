import { quote } from '../lib/options.js';

/** What API Gateway and `@middy/http-router` allow as the name of a path parameter. */
const PLACEHOLDER = /\{([\w.:-]+)\}/u;

/** A group name with holes: `literals[0] {parameters[0]} literals[1] …`, one literal more than there are parameters. */
export interface GroupTemplate {
  readonly literals: readonly string[];
  readonly parameters: readonly string[];
  /** Every character that stands between two holes. A value may hold none of them. */
  readonly separators: readonly string[];
}

/** @throws TypeError for a template that names no group, or one group for two different sets of values */
export function parseTemplate(template: unknown): GroupTemplate {
  if (typeof template !== 'string')
    throw new TypeError(`groupTemplate: a template is a string, got ${quote(template)}`);
  // A split by a pattern with one group yields literal, name, literal, name, …, literal.
  const pieces = template.split(PLACEHOLDER);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  const parameters = pieces.filter((_, index) => index % 2 === 1);
  const between = literals.slice(1, -1);

  if (parameters.length === 0) {
    throw new TypeError(
      `groupTemplate: ${quote(template)} has no placeholder such as {tenantId}; write the group name itself`,
    );
  }
  if (literals.some((literal) => /[{}]/u.test(literal))) {
    throw new TypeError(
      `groupTemplate: ${quote(template)} has a brace that is not part of a placeholder such as {tenantId}`,
    );
  }
  if (/\$\{/u.test(template)) {
    throw new TypeError(
      `groupTemplate: ${quote(template)} has $ before a placeholder; write it without, as {tenantId}`,
    );
  }
  if (between.includes('')) {
    throw new TypeError(
      `groupTemplate: ${quote(template)} has two touching placeholders, so that different values could name one group; ` +
        'put a fixed text between them',
    );
  }
  if (template !== template.trim()) throw new TypeError(`groupTemplate: ${quote(template)} has white space around it`);
  return { literals, parameters, separators: [...new Set(between.join(''))] };
}

/**
 * The group that a template names for these values.
 *
 * @returns `undefined` when a value is absent, empty, or holds a character of a separator. Without that, `a:b` and `c` in
 *   `{x}:{y}` would name the group of `a` and `b:c`.
 */
export function nameFrom(template: GroupTemplate, parameterValue: (parameter: string) => unknown): string | undefined {
  const { literals, parameters, separators } = template;
  let name = literals[0] as string;
  for (const [index, parameter] of parameters.entries()) {
    const value = parameterValue(parameter);
    if (typeof value !== 'string' || value === '' || separators.some((separator) => value.includes(separator)))
      return undefined;
    name += value + (literals[index + 1] as string);
  }
  return name;
}
