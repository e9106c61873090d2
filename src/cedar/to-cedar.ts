import type { MiddlewareObj } from '@middy/core';
import type { RouterRoute } from '../guard-routes.js';
import { quote } from '../lib/quote.js';
import { createRoutePolicy } from '../route-policy.js';
import { type CarriedTable, carriedTableOf } from '../rules/carried-table.js';
import { type CompiledRule, compileRule } from '../rules/compile.js';
import { type Hierarchy, impliedGroups, toHierarchy } from '../rules/hierarchy.js';
import type { Rule } from '../rules/rule.js';
import { actionsByRoute } from './actions.js';
import { cedarString } from './cedar-string.js';
import { conditionOf } from './condition.js';
import { checkCedarOptions, type ToCedarOptions } from './options.js';
import { policyText } from './policy.js';
import { type CedarSchema, toSchema } from './schema.js';

/** A table, or what `routePolicy` or `guardRoutes` returned. */
export type TableSource =
  | Readonly<Record<string, Rule>>
  | MiddlewareObj<unknown, unknown>
  | readonly RouterRoute<never, unknown>[];

/** The content of a policy store. */
export interface CedarPolicies {
  schema: CedarSchema;
  /** The permit for each route, keyed as in the table: `PUT /teams/{teamId}`. */
  policies: Record<string, string>;
}

/**
 * Converts a table into a Cedar schema and policies, in the form that the API setup of Amazon
 * Verified Permissions creates: every caller with a token is a `User` in a `UserGroup` for each
 * group, a method and a path are an action, and the API is the `Application`. The policies make the
 * same decisions as `routePolicy`. A route whose rule grants access to no caller, such as
 * `noneOf(authenticated)`, has no policy.
 *
 * @throws TypeError for a table that `routePolicy` rejects, and for a route or a rule that such a
 *   policy store cannot express: OPTIONS, WebSocket and AppSync, `everyone`, `user`,
 *   `issuedWithin`, `signedInWithin`, `groupTemplate`, and `owner` with a claim other than `sub`
 * @see https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/policy-stores-api-userpool.html
 * @example toCedar(access, { namespace: 'TeamsApi', userPoolId: 'eu-west-1_abcdefghi' })
 */
export function toCedar(table: TableSource, options: ToCedarOptions): CedarPolicies {
  const { namespace, userPoolId, implies } = checkCedarOptions(options);
  const carried = carriedTableOf(table);
  if (carried?.groups !== undefined && implies !== undefined) {
    throw new TypeError('toCedar: the table has the hierarchy of its defineGroups; omit implies');
  }
  const rules = checkedRules(carried?.rules ?? table);
  const hierarchy = toHierarchy(implies ?? carried?.implies ?? {});
  const ruleOfAction = new Map<string, CompiledRule>();
  const policies: Record<string, string> = {};

  for (const [route, actions] of actionsByRoute(new Set(rules.keys()))) {
    const label = `toCedar: ${quote(route)}`;
    const rule = rules.get(route) as CompiledRule;
    const condition = conditionOf(label, rule, (group) =>
      groupsCountingAs(group, hierarchy).map((name) => {
        const id = cedarString(label, `${userPoolId}|${name}`);
        return `principal in ${namespace}::UserGroup::${id}`;
      }),
    );
    const ids = actions.map((action) => cedarString(label, action));
    if (condition !== false) policies[route] = policyText(namespace, ids, condition);
    for (const action of actions) ruleOfAction.set(action, rule);
  }
  return { schema: toSchema(namespace, ruleOfAction), policies };
}

/** Checks the rules again, because another version of this package may have attached them. */
function checkedRules(table: unknown): ReadonlyMap<string, CompiledRule> {
  const { rules } = carriedTableOf(createRoutePolicy(table, undefined)) as CarriedTable;
  return new Map(
    Object.entries(rules).map(([route, rule]) => [route, compileRule('toCedar', rule)]),
  );
}

/** The group itself, and every group that implies it. A repeated one is dropped later. */
function groupsCountingAs(group: string, hierarchy: Hierarchy): readonly string[] {
  const above = [...hierarchy.keys()].filter((name) =>
    impliedGroups([name], hierarchy).includes(group),
  );
  return [group, ...above];
}
