import type { MiddlewareObj } from '@middy/core';
import { type CognitoGroupsOptions, createReader, READER_DEFAULTS } from './cognito-groups.js';
import type { Auth, WithAuth } from './guard/auth-context.js';
import { createGuardRoutes, type GuardedRoute, type GuardRoutesOptions, type RouterRoute } from './guard-routes.js';
import { nearestName } from './lib/nearest-name.js';
import { checkOptions, isPlain, quote } from './lib/options.js';
import { createRequireGroup } from './require-group.js';
import { createRoutePolicy, type MalformedKeys } from './route-policy.js';
import { allOf, anyOf, authenticated, everyone, groupTemplate, noneOf, owner } from './rules/builders.js';
import { compileRule, groupsOf } from './rules/compile.js';
import { type Decision, decide, type Principal, toPrincipal } from './rules/evaluate.js';
import { checkGroupName } from './rules/group-name.js';
import { type Implies, imply, toHierarchy } from './rules/hierarchy.js';
import type { NestedRule, Rule } from './rules/rule.js';

declare const unknownGroup: unique symbol;

/** A name in a token that is not one of the defined: a string that equals none of them. */
export type UnknownGroup = string & { readonly [unknownGroup]: true };

export interface DefineGroupsOptions<TGroup extends string, TClosed extends boolean> {
  /** As in `cognitoGroups({ implies })`. */
  readonly implies?: Implies<NoInfer<TGroup>>;
  /**
   * Refuse a token that holds any other name, with `ERR_CLAIM_FORMAT`, 500. For a REST API whose tenants choose group names: a name
   * `x,admin` arrives as the groups `x` and `admin`, and `x` gives it away. Federated users are in an automatic group, which has to be
   * among the names too.
   */
  readonly closed?: TClosed;
}

type NameIn<TGroup extends string, TClosed extends boolean> = TClosed extends true ? TGroup : TGroup | UnknownGroup;

/** What this package exports, for one list of group names. */
export interface DefinedGroups<TGroup extends string, TName extends string> {
  readonly names: readonly TGroup[];
  cognitoGroups(options?: Omit<CognitoGroupsOptions, 'implies'>): MiddlewareObj<{ auth: Auth<TName> }, unknown>;
  requireGroup(rule: Rule<TGroup>): MiddlewareObj<unknown, unknown>;
  routePolicy<const TTable extends { readonly [key: string]: Rule<TGroup> }>(
    table: TTable & MalformedKeys<TTable>,
  ): MiddlewareObj<unknown, unknown>;
  guardRoutes<TEvent, TResult>(
    routes: readonly GuardedRoute<WithAuth<TEvent, TName>, TResult, TGroup>[],
    options?: GuardRoutesOptions,
  ): RouterRoute<TEvent, TResult>[];
  anyOf(...rules: readonly [NestedRule<TGroup>, ...NestedRule<TGroup>[]]): {
    readonly anyOf: readonly NestedRule<TGroup>[];
  };
  allOf(...rules: readonly [NestedRule<TGroup>, ...NestedRule<TGroup>[]]): {
    readonly allOf: readonly NestedRule<TGroup>[];
  };
  noneOf(...rules: readonly [NestedRule<TGroup>, ...NestedRule<TGroup>[]]): {
    readonly noneOf: readonly NestedRule<TGroup>[];
  };
  readonly authenticated: typeof authenticated;
  readonly everyone: typeof everyone;
  readonly owner: typeof owner;
  readonly groupTemplate: typeof groupTemplate;
  evaluate(rule: Rule<TGroup>, identity: Principal | undefined, event?: unknown): Decision;
}

/**
 * The whole surface for one list of group names, typed and checked: `requireGroup('team_manger')` does not compile, and in JavaScript
 * throws a `TypeError` that names the nearest group. Names in a token that are not in the list stay in `event.auth.groups`.
 *
 * @throws TypeError at construction: no names, the same name twice, a hierarchy that names another group
 */
export function defineGroups<const TGroup extends string, const TClosed extends boolean = false>(
  names: readonly TGroup[],
  options: DefineGroupsOptions<TGroup, TClosed> = {},
): DefinedGroups<TGroup, NameIn<TGroup, TClosed>> {
  const known = toNames(names);
  const { implies, closed } = checkOptions('defineGroups', options, { implies: {}, closed: false });
  if (typeof closed !== 'boolean')
    throw new TypeError(`defineGroups: option closed is ${quote(closed)}; write true or false`);
  const hierarchy = toHierarchy(implies);
  for (const name of [...hierarchy].flat(2)) mustBeKnown('implies', name);

  function mustBeKnown(label: string, name: string): void {
    if (known.has(name)) return;
    const nearest = nearestName(name, [...known]);
    const hint =
      nearest === undefined ? `it is none of ${[...known].map(quote).join(', ')}` : `did you mean ${quote(nearest)}?`;
    throw new TypeError(`${label}: group ${quote(name)} is not defined; ${hint}`);
  }

  /** A copy of a rule that names only known groups; what the given object says later does not matter. */
  function checked<TRule>(label: string, rule: TRule): TRule {
    const compiled = compileRule(label, rule);
    for (const name of groupsOf(compiled)) mustBeKnown(label, name);
    return compiled.data as TRule;
  }

  const findUnknownGroup = (groups: readonly string[]) =>
    closed && !groups.every((name) => known.has(name))
      ? 'it holds a group that is not defined, such as the automatic <poolId>_<provider> of federated users'
      : undefined;

  return {
    names: [...known] as TGroup[],
    cognitoGroups: (given = {}) =>
      createReader(checkOptions('cognitoGroups', given, READER_DEFAULTS), {
        hierarchy,
        knownGroups: known,
        findUnknownGroup,
      }),
    requireGroup: (...rules: unknown[]) =>
      createRequireGroup(
        rules.map((rule) => checked('requireGroup', rule)),
        known,
      ),
    routePolicy: (table: unknown) => createRoutePolicy(checkedTable(table, checked), known),
    guardRoutes: (routes, given = {}) => createGuardRoutes(checkedRoutes(routes, checked), given, known),
    anyOf: (...rules) => checked('anyOf', anyOf(...rules)),
    allOf: (...rules) => checked('allOf', allOf(...rules)),
    noneOf: (...rules) => checked('noneOf', noneOf(...rules)),
    authenticated,
    everyone,
    owner,
    groupTemplate,
    evaluate: (rule, identity, event) =>
      decide(compileRule('evaluate', checked('evaluate', rule)), imply(toPrincipal(identity), hierarchy), event),
  };
}

type Check = <TRule>(label: string, rule: TRule) => TRule;

/** What is no table is left for `routePolicy` to refuse. */
function checkedTable<TTable>(table: TTable, checked: Check): TTable {
  if (!isPlain(table)) return table;
  const entries = Object.entries(table).map(([key, rule]) => [key, checked(`routePolicy: ${quote(key)}`, rule)]);
  return Object.fromEntries(entries) as TTable;
}

function checkedRoutes<TRoute>(routes: readonly TRoute[], checked: Check): readonly TRoute[] {
  if (!Array.isArray(routes)) return routes;
  return [...(routes as readonly TRoute[])].map((route) =>
    isPlain(route) && Object.hasOwn(route, 'access')
      ? { ...route, access: checked(`guardRoutes: ${quote(`${route.method} ${route.path}`)}`, route.access) }
      : route,
  );
}

function toNames(names: unknown): ReadonlySet<string> {
  if (!Array.isArray(names) || names.length === 0) {
    throw new TypeError(`defineGroups: write a list with at least one group name, got ${quote(names)}`);
  }
  const known = new Set([...names].map((name) => checkGroupName('defineGroups', name)));
  if (known.size < names.length)
    throw new TypeError(`defineGroups: a name is there twice in ${quote(names)}; take one out`);
  return known;
}
