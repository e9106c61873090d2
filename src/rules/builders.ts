import type { ClaimName } from '../lib/claim-name.js';
import { onlyArgument } from '../lib/only-argument.js';
import { checkOptions } from '../lib/options.js';
import { compileRule } from './compile.js';
import type { NestedRules } from './rule.js';

/**
 * Grants access if at least one of the rules does.
 *
 * @throws TypeError for an empty list or a malformed rule
 * @example requireGroup(anyOf('admin', owner('userId')))
 */
export function anyOf<const TRules extends NestedRules>(
  ...rules: TRules
): { readonly anyOf: TRules } {
  return build('anyOf', { anyOf: rules });
}

/**
 * Grants access if every one of the rules does.
 *
 * @throws TypeError for an empty list or a malformed rule
 * @example requireGroup(allOf('staff', noneOf('suspended')))
 */
export function allOf<const TRules extends NestedRules>(
  ...rules: TRules
): { readonly allOf: TRules } {
  return build('allOf', { allOf: rules });
}

/**
 * Grants access to an authenticated caller if none of the rules does. A machine with a
 * client-credentials token is an authenticated caller in no group: combine `noneOf` with `user` to
 * allow people only. If one of the rules is unknown, `noneOf` denies.
 *
 * @throws TypeError for an empty list or a malformed rule
 * @example requireGroup(allOf(user, noneOf('suspended')))
 */
export function noneOf<const TRules extends NestedRules>(
  ...rules: TRules
): { readonly noneOf: TRules } {
  return build('noneOf', { noneOf: rules });
}

/**
 * Grants access to every authenticated caller, regardless of groups: people, and machines with a
 * client-credentials token.
 *
 * @example requireGroup(authenticated)
 */
export const authenticated = /* @__PURE__ */ Object.freeze({ authenticated: true as const });

/**
 * Grants access to people, not to machines with a client-credentials token, whose `sub` equals
 * their `client_id`. It denies if the source does not distinguish them, as with a Lambda
 * authorizer.
 *
 * @example requireGroup(allOf(user, noneOf('suspended')))
 */
export const user = /* @__PURE__ */ Object.freeze({ user: true as const });

/**
 * Grants access to every request, unauthenticated ones included. Public access must be declared
 * explicitly: no other rule implies it, and no other rule may contain it.
 *
 * @example routePolicy({ 'GET /health': everyone })
 */
export const everyone = /* @__PURE__ */ Object.freeze({ everyone: true as const });

/**
 * Grants access if the claim `scope` of an access token, split at spaces, contains exactly this
 * scope. An ID token has no such claim, so the rule is unknown and denies. If only scopes are
 * missing, the denial is a 403 with `error="insufficient_scope"`.
 *
 * @throws TypeError for anything but one scope, such as a list with spaces
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
 * @example requireGroup(scope('orders/read'))
 */
export function scope(name: string): { readonly scope: string };
export function scope(...given: unknown[]): { readonly scope: string } {
  return build('scope', { scope: onlyText('scope', given) });
}

/**
 * Grants access if the token was issued (`iat`) at most this long ago. This limits how stale the
 * groups can be, because a refreshed token lists the current groups. An older token is a 401 with
 * `error="invalid_token"`, which tells the client to refresh it. A missing or malformed `iat` is a
 * 403.
 *
 * @param duration an integer followed by `s`, `m`, `h` or `d`
 * @throws TypeError for any other duration
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
 * @example requireGroup(allOf('admin', issuedWithin('15m')))
 */
export function issuedWithin(duration: string): { readonly issuedWithin: string };
export function issuedWithin(...given: unknown[]): { readonly issuedWithin: string } {
  return build('issuedWithin', { issuedWithin: onlyText('issuedWithin', given) });
}

/**
 * Grants access if the user signed in (`auth_time`) at most this long ago. For a person, an older
 * sign-in is a 401 with `error="insufficient_user_authentication"` and `max_age` in seconds, if
 * nothing else is missing.
 *
 * @param duration an integer followed by `s`, `m`, `h` or `d`
 * @throws TypeError for any other duration
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 * @example requireGroup(allOf('admin', signedInWithin('1h')))
 */
export function signedInWithin(duration: string): { readonly signedInWithin: string };
export function signedInWithin(...given: unknown[]): { readonly signedInWithin: string } {
  return build('signedInWithin', { signedInWithin: onlyText('signedInWithin', given) });
}

/** Which claim `owner` compares. */
export interface OwnerOptions {
  /** The claim to compare with the path parameter. Default: `sub`. */
  readonly claim?: ClaimName | undefined;
}

/**
 * Grants access if the caller's `sub`, or another claim, equals this path parameter. It denies if
 * either is missing, or if the parameter contains a `%`, which the handler might decode to a
 * different value.
 *
 * @param pathParameter the name of the parameter, without braces
 * @throws TypeError for a malformed name, or an unmarked claim that users may be able to write
 * @example requireGroup(owner('userId'))
 */
export function owner(pathParameter: string): { readonly owner: string };
export function owner(
  pathParameter: string,
  options?: OwnerOptions,
): { readonly owner: string; readonly claim?: ClaimName };
export function owner(
  pathParameter: string,
  options: OwnerOptions = {},
): { readonly owner: string; readonly claim?: ClaimName } {
  const { claim } = checkOptions('owner', options, { claim: undefined });
  const rule = { owner: pathParameter };
  return build('owner', claim === undefined ? rule : { ...rule, claim: claim as ClaimName });
}

/**
 * Grants access to members of the group whose name the path parameters complete. It denies if a
 * parameter is missing or empty, or contains a `%` or a character that separates two placeholders.
 * Two different sets of values therefore never name the same group.
 *
 * @throws TypeError for a template without a placeholder, or with two that nothing separates
 * @example requireGroup(groupTemplate('tenant:{tenantId}:manager'))
 */
export function groupTemplate(template: string): { readonly groupTemplate: string };
export function groupTemplate(...given: unknown[]): { readonly groupTemplate: string } {
  return build('groupTemplate', { groupTemplate: onlyText('groupTemplate', given) });
}

/**
 * Returns the rule as plain data. Compiling it here makes an error point at the line of the
 * mistake.
 */
function build<TRule extends object>(label: string, rule: TRule): TRule {
  return compileRule(label, rule).data as TRule;
}

/** Its type is checked with the rule. `names.map(scope)` hands over the index and the list too. */
function onlyText(label: string, given: readonly unknown[]): string {
  const [text, index, list] = given;
  if (given.length === 3 && Number.isInteger(index) && Array.isArray(list)) return text as string;
  const wayOut = 'one, and combine rules with anyOf(...) or allOf(...)';
  return onlyArgument(`${label}: the list of arguments`, given, wayOut) as string;
}
