import type { MiddlewareObj } from '@middy/core';
import type { CognitoGroupsOptions } from './cognito-groups.js';
import { cognitoGroupsValidateOptions } from './cognito-groups.js';
import type { Auth, WithAuth } from './guard/auth-context.js';
import { createReader } from './guard/reader.js';
import type { MalformedKeys, RuleOrName, UnknownNames } from './guard/table-types.js';
import {
  createGuardRoutes,
  type GuardedRoute,
  type GuardRoutesOptions,
  type RouterRoute,
} from './guard-routes.js';
import { claimFormatError } from './lib/errors.js';
import { misuse } from './lib/misuse.js';
import { checkOptions } from './lib/options.js';
import { ownField } from './lib/own-fields.js';
import { createRequireGroup, type GuardOf } from './require-group.js';
import { createRoutePolicy, onlyTable } from './route-policy.js';
import {
  authenticated,
  everyone,
  groupTemplate,
  issuedWithin,
  owner,
  scope,
  signedInWithin,
  user,
} from './rules/builders.js';
import { compileRule } from './rules/compile.js';
import { type Decision, decide, toPrincipal } from './rules/evaluate.js';
import { type Implies, toHierarchy } from './rules/hierarchy.js';
import { checkKnown, type KnownGroups, toKnownGroups } from './rules/known-groups.js';
import { type Principal, withImplied } from './rules/principal.js';
import type { NestedRules, Rule } from './rules/rule.js';
import type { Identity } from './sources/source.js';

declare const unknownGroup: unique symbol;

/** A group of a token that is not one of the defined names. */
export type UnknownGroup = string & { readonly [unknownGroup]: true };

/** The hierarchy of the names, and whether a token may list other groups. */
export interface DefineGroupsOptions<TGroup extends string, TClosed extends boolean> {
  /** As in `cognitoGroups({ implies })`. */
  readonly implies?: Implies<NoInfer<TGroup>> | undefined;
  /**
   * `true`: a token with any other group is rejected with `ERR_CLAIM_FORMAT`, 500. Use it for a
   * REST API whose tenants choose group names: a group `x,admin` arrives as the groups `x` and
   * `admin`, and `x` is not defined. The names must include the automatic group of federated users.
   * Default: `false`.
   */
  readonly closed?: TClosed | undefined;
}

type NameIn<TGroup extends string, TClosed extends boolean> = TClosed extends true
  ? TGroup
  : TGroup | UnknownGroup;

/** The functions and rules of this package, for one list of group names. */
export interface DefinedGroups<TGroup extends string, TName extends string> {
  /** The group names, in the given order. */
  readonly names: readonly TGroup[];
  /** Like `cognitoGroups`, with the hierarchy of `defineGroups`. */
  cognitoGroups(
    options?: Omit<CognitoGroupsOptions, 'implies'>,
  ): MiddlewareObj<{ auth: Auth<TName> }, unknown>;
  /** The same function as `cognitoGroupsValidateOptions`. */
  readonly cognitoGroupsValidateOptions: typeof cognitoGroupsValidateOptions;
  /** Like `requireGroup`, for these names. */
  requireGroup<const TRule extends Rule<TGroup>>(rule: TRule): GuardOf<TRule>;
  /** Like `routePolicy`, for these names. */
  routePolicy<const TTable extends { readonly [key: string]: RuleOrName<TGroup> }>(
    table: TTable & MalformedKeys<TTable> & UnknownNames<TTable, TGroup>,
  ): MiddlewareObj<unknown, unknown>;
  /** Like `guardRoutes`, for these names. */
  guardRoutes<TEvent, TResult>(
    routes: readonly GuardedRoute<WithAuth<TEvent, TName>, TResult, TGroup>[],
    options?: GuardRoutesOptions,
  ): RouterRoute<TEvent, TResult>[];
  /** Grants access if at least one of the rules does. */
  anyOf<const TRules extends NestedRules<TGroup>>(...rules: TRules): { readonly anyOf: TRules };
  /** Grants access if every one of the rules does. */
  allOf<const TRules extends NestedRules<TGroup>>(...rules: TRules): { readonly allOf: TRules };
  /** Grants access to an authenticated caller if none of the rules does. */
  noneOf<const TRules extends NestedRules<TGroup>>(...rules: TRules): { readonly noneOf: TRules };
  /** Grants access to every authenticated caller, person or machine. */
  readonly authenticated: typeof authenticated;
  /** Grants access to people, not to machines with a client-credentials token. */
  readonly user: typeof user;
  /** Grants access to every request, unauthenticated ones included. */
  readonly everyone: typeof everyone;
  /** Grants access if the claim `scope` of an access token contains this scope. */
  readonly scope: typeof scope;
  /** Grants access if the token was issued at most this long ago, such as `'15m'`. */
  readonly issuedWithin: typeof issuedWithin;
  /** Grants access if the user signed in at most this long ago, such as `'1h'`. */
  readonly signedInWithin: typeof signedInWithin;
  /** Grants access if the caller's `sub`, or another claim, equals this path parameter. */
  readonly owner: typeof owner;
  /**
   * Grants access to members of the group that the path parameters complete. The group need not be
   * one of the names.
   */
  readonly groupTemplate: typeof groupTemplate;
  /** Like `evaluate`, with the hierarchy of `defineGroups`. */
  evaluate(rule: Rule<TGroup>, principal: Principal | undefined, event?: unknown): Decision;
}

const IMPLIES_ABOVE = 'it in defineGroups(names, { implies })';

/**
 * Returns the functions of this package for one list of group names, typed and checked:
 * `requireGroup('team_manger')` does not compile, and in JavaScript throws a `TypeError` that
 * suggests the nearest name. Groups of a token that are not in the list stay in
 * `event.auth.groups`, unless `closed` is `true`. Use all functions of one `defineGroups` together:
 * a guard throws `ERR_AUTH_MISSING`, 500, after any other `cognitoGroups()`.
 *
 * @throws TypeError at construction: no names, a duplicate name, or a hierarchy that names an
 *   undefined group or is circular
 * @example const { cognitoGroups, requireGroup } = defineGroups(['admin', 'team_manager'])
 */
export function defineGroups<const TGroup extends string, const TClosed extends boolean = false>(
  names: readonly TGroup[],
  options: DefineGroupsOptions<TGroup, TClosed> = {},
): DefinedGroups<TGroup, NameIn<TGroup, TClosed>> {
  const known = toKnownGroups(names);
  const defaults = { implies: {}, closed: false };
  const { implies, closed } = checkOptions('defineGroups', options, defaults);
  if (typeof closed !== 'boolean') misuse('defineGroups: option closed', closed, 'true or false');
  const hierarchy = toHierarchy(implies);
  for (const name of [...hierarchy].flat(2)) checkKnown('implies', name, known.names);
  const knownGroups: KnownGroups = { ...known, implies: implies as Implies };

  function build<TRule extends object>(label: string, rule: TRule): TRule {
    return compileRule(label, rule, knownGroups).data as TRule;
  }

  function checkClosed({ groups }: Identity, claim: string): void {
    if (groups.every((name) => knownGroups.names.has(name))) return;
    throw claimFormatError(
      claim,
      'it holds a group that is not defined, such as the automatic group of federated users',
    );
  }

  return {
    names: [...knownGroups.names] as TGroup[],
    cognitoGroups: (given = {}) => {
      const own = ownField(given, 'implies');
      if (own !== undefined) misuse('cognitoGroups: option implies', own, IMPLIES_ABOVE);
      return createReader(given, {
        hierarchy,
        knownGroups,
        check: closed ? checkClosed : undefined,
      });
    },
    requireGroup: (...rules: unknown[]) => createRequireGroup(rules, knownGroups),
    routePolicy: (...tables: unknown[]) => createRoutePolicy(onlyTable(tables), knownGroups),
    guardRoutes: (routes, given = {}) => createGuardRoutes(routes, given, knownGroups),
    anyOf: (...rules) => build('anyOf', { anyOf: rules }),
    allOf: (...rules) => build('allOf', { allOf: rules }),
    noneOf: (...rules) => build('noneOf', { noneOf: rules }),
    cognitoGroupsValidateOptions,
    authenticated,
    user,
    everyone,
    scope,
    issuedWithin,
    signedInWithin,
    owner,
    groupTemplate,
    evaluate: (rule, principal, event) => {
      const compiled = compileRule('evaluate', rule, knownGroups);
      const caller = toPrincipal(principal);
      return decide(compiled, caller && withImplied(caller, hierarchy), event);
    },
  };
}
