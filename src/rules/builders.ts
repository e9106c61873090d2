import { compileRule } from './compile.js';
import type { NestedRule } from './rule.js';

type Rules<TGroup extends string> = readonly [NestedRule<TGroup>, ...NestedRule<TGroup>[]];

/** Meets at least one of the rules. */
export function anyOf<TGroup extends string = string>(
  ...rules: Rules<TGroup>
): { readonly anyOf: readonly NestedRule<TGroup>[] } {
  return checked('anyOf', { anyOf: rules });
}

/** Meets every one of the rules. */
export function allOf<TGroup extends string = string>(
  ...rules: Rules<TGroup>
): { readonly allOf: readonly NestedRule<TGroup>[] } {
  return checked('allOf', { allOf: rules });
}

/**
 * Has an identity, and meets none of the rules. Where an `owner` or a `groupTemplate` inside cannot be told, because its path parameter is absent or
 * malformed, the caller is denied.
 */
export function noneOf<TGroup extends string = string>(
  ...rules: Rules<TGroup>
): { readonly noneOf: readonly NestedRule<TGroup>[] } {
  return checked('noneOf', { noneOf: rules });
}

/** Any caller with an identity, whatever the groups. */
export const authenticated = Object.freeze({ authenticated: true as const });

/** Anybody, without an identity too. Has to be written: no other rule implies it, and it stands inside no other. */
export const everyone = Object.freeze({ everyone: true as const });

/** The caller's `sub` equals this path parameter: `owner('userId')` on `/users/{userId}`. */
export function owner(pathParameter: string): { readonly owner: string } {
  return checked('owner', { owner: pathParameter });
}

/**
 * In the group that the path parameters name: `groupTemplate('tenant:{tenantId}:manager')`. A parameter that is absent, empty, or holds a
 * character that stands between two placeholders is denied, so that two different sets of parameters never name one group.
 */
export function groupTemplate(template: string): { readonly groupTemplate: string } {
  return checked('groupTemplate', { groupTemplate: template });
}

/** A rule is only data; it is checked here too, because here is the line that has to be mended. */
function checked<TRule>(label: string, rule: TRule): TRule {
  compileRule(label, rule);
  return rule;
}
