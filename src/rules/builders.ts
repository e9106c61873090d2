import type { ClaimName } from '../lib/claim-name.js';
import { onlyArgument } from '../lib/only-argument.js';
import { checkOptions } from '../lib/options.js';
import { compileRule } from './compile.js';
import type { NestedRules } from './rule.js';

/**
 * Grants access if at least one of the rules does.
 *
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
 * allow people only. If a rule inside is unknown, `noneOf` denies.
 *
 * @example requireGroup(allOf(user, noneOf('suspended')))
 */
export function noneOf<const TRules extends NestedRules>(
  ...rules: TRules
): { readonly noneOf: TRules } {
  return build('noneOf', { noneOf: rules });
}

/**
 * Grants access to every authenticated caller, whatever the groups: people, and machines with
 * a client-credentials token.
 *
 * @example requireGroup(authenticated)
 */
export const authenticated = /* @__PURE__ */ Object.freeze({ authenticated: true as const });

/**
 * Grants access to people, not to machines with a client-credentials token. It denies if
 * the source does not distinguish them, such as a Lambda authorizer.
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
 * Grants access if the claim `scope` of an access token, split at spaces, holds this scope exactly.
 * ID tokens have no such claim: the rule is unknown there and denies. If only scopes are missing,
 * the denial is a 403 with `error="insufficient_scope"`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
 * @example requireGroup(scope('orders/read'))
 */
export function scope(name: string): { readonly scope: string };
export function scope(...given: unknown[]): { readonly scope: string } {
  return build('scope', { scope: onlyText('scope', given) });
}

/**
 * Grants access if the token was issued (`iat`) at most this long ago. It limits how stale groups
 * can be, because a refreshed token lists the current groups. An older token is a 401 with
 * `error="invalid_token"`, which tells a client to refresh.
 *
 * @param duration an integer and one of `s`, `m`, `h`, `d`
 * @example requireGroup(allOf('admin', issuedWithin('15m')))
 */
export function issuedWithin(duration: string): { readonly issuedWithin: string };
export function issuedWithin(...given: unknown[]): { readonly issuedWithin: string } {
  return build('issuedWithin', { issuedWithin: onlyText('issuedWithin', given) });
}

/**
 * Grants access if the user signed in (`auth_time`) at most this long ago. An older sign-in is a
 * 401 with `error="insufficient_user_authentication"` and `max_age` in seconds.
 *
 * @param duration an integer and one of `s`, `m`, `h`, `d`
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 * @example requireGroup(allOf('admin', signedInWithin('1h')))
 */
export function signedInWithin(duration: string): { readonly signedInWithin: string };
export function signedInWithin(...given: unknown[]): { readonly signedInWithin: string } {
  return build('signedInWithin', { signedInWithin: onlyText('signedInWithin', given) });
}

export interface OwnerOptions {
  /** The claim that is compared. Default: `sub`. */
  readonly claim?: ClaimName | undefined;
}

/**
 * Grants access if the caller's `sub`, or another claim, equals this path parameter. It denies
 * if either is missing, or if the parameter holds a `%`, which the handler might decode.
 *
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
 * Grants access to members of the group that the path parameters name. It denies if a parameter is
 * missing or empty, or holds a `%` or a character that separates two placeholders. Two different
 * sets of values therefore never name the same group.
 *
 * @example requireGroup(groupTemplate('tenant:{tenantId}:manager'))
 */
export function groupTemplate(template: string): { readonly groupTemplate: string };
export function groupTemplate(...given: unknown[]): { readonly groupTemplate: string } {
  return build('groupTemplate', { groupTemplate: onlyText('groupTemplate', given) });
}

/**
 * A rule is plain data. It is compiled here so that the error points at the line of the mistake.
 */
function build<TRule extends object>(label: string, rule: TRule): TRule {
  return compileRule(label, rule).data as TRule;
}

/** Its type is checked with the rule. */
function onlyText(label: string, given: readonly unknown[]): string {
  const wayOut = 'one, and combine rules with anyOf(...) or allOf(...)';
  return onlyArgument(`${label}: the list of arguments`, given, wayOut) as string;
}
