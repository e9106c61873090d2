import { isName } from '../lib/text.js';

/** One or more placeholders with text between them, named as API Gateway allows. */
const TEMPLATE = /^[^{}]*(?:\{[\w.:-]+\}[^{}]+)*\{[\w.:-]+\}[^{}]*$/u;

/** `literals[0] {parameters[0]} literals[1] ...`: one more literal than there are parameters. */
export interface GroupTemplate {
  readonly literals: readonly string[];
  readonly parameters: readonly string[];
  /** Every character between two placeholders. A value must hold none of them. */
  readonly separators: readonly string[];
}

/** @returns `undefined` for anything but an unambiguous template, and for JavaScript's `${` */
export function toTemplate(template: unknown): GroupTemplate | undefined {
  if (!isName(template) || !TEMPLATE.test(template) || template.includes('${')) return undefined;
  const pieces = template.split(/[{}]/u);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  const parameters = pieces.filter((_, index) => index % 2 === 1);
  return { literals, parameters, separators: [...literals.slice(1, -1).join('')] };
}

/**
 * The group that a template names with these values.
 *
 * @returns `undefined` if a value is missing or empty, or contains a separator. Otherwise, `a:b`
 *   and `c` in `{x}:{y}` would name the same group as `a` and `b:c`.
 */
export function nameFrom(
  template: GroupTemplate,
  parameterValue: (parameter: string) => string | undefined,
): string | undefined {
  const { literals, parameters, separators } = template;
  const values = parameters.map(parameterValue);
  const isExact = values.every((value) => value && !separators.some((one) => value.includes(one)));
  return isExact ? String.raw({ raw: literals }, ...values) : undefined;
}
