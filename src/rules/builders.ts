import { compileRule } from './compile.js';
import type { NestedRule } from './rule.js';

type Rules<TGroup extends string> = readonly [NestedRule<TGroup>, ...NestedRule<TGroup>[]];

/** Grants access if at least one of the rules does. */
export function anyOf<TGroup extends string = string>(
  ...rules: Rules<TGroup>
): { readonly anyOf: readonly NestedRule<TGroup>[] } {
  return build('anyOf', { anyOf: rules });
}

/** Grants access if every one of the rules does. */
export function allOf<TGroup extends string = string>(
  ...rules: Rules<TGroup>
): { readonly allOf: readonly NestedRule<TGroup>[] } {
  return build('allOf', { allOf: rules });
}

/**
 * Grants access to an authenticated caller if none of the rules does. Where an `owner` or a
 * `groupTemplate` inside is unknown, because its path parameter is missing or invalid, it denies.
 */
export function noneOf<TGroup extends string = string>(
  ...rules: Rules<TGroup>
): { readonly noneOf: readonly NestedRule<TGroup>[] } {
  return build('noneOf', { noneOf: rules });
}

/** Grants access to every authenticated caller, whatever the groups. */
export const authenticated = /* @__PURE__ */ Object.freeze({ authenticated: true as const });

/**
 * Grants access to every request, unauthenticated ones included. Public access must be declared
 * explicitly: no other rule implies it, and it stands inside no other.
 */
export const everyone = /* @__PURE__ */ Object.freeze({ everyone: true as const });

/** Grants access if the caller's `sub` equals this path parameter: `owner('userId')`. */
export function owner(pathParameter: string): { readonly owner: string } {
  return build('owner', { owner: pathParameter });
}

/**
 * Grants access to the group that the path parameters name:
 * `groupTemplate('tenant:{tenantId}:manager')`. It denies where a parameter is missing, empty, or
 * holds a character that stands between two placeholders: no two sets of values name one group.
 */
export function groupTemplate(template: string): { readonly groupTemplate: string } {
  return build('groupTemplate', { groupTemplate: template });
}

/** A rule is plain data. It is compiled here for the error to point at the line of the mistake. */
function build<TRule extends object>(label: string, rule: TRule): TRule {
  return compileRule(label, rule).data as TRule;
}
