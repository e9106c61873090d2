import type { MiddlewareObj, Request } from '@middy/core';
import { authorize, type Guard, refuse } from './guard/guard.js';
import { respondTo } from './guard/response.js';
import { isMethod, methodOf, pathOf, type Route, routeOf, shapeOf } from './guard/route.js';
import type { MalformedKeys } from './guard/table-types.js';
import { misuse } from './lib/misuse.js';
import { onlyArgument } from './lib/only-argument.js';
import { isPlain } from './lib/options.js';
import { quote } from './lib/quote.js';
import { carryTable, toCarriedTable } from './rules/carried-table.js';
import { type CompiledRule, checkParameters, compileRule } from './rules/compile.js';
import type { KnownGroups } from './rules/known-groups.js';
import type { Rule } from './rules/rule.js';

/**
 * A method and a path as API Gateway writes them. Other routers write a parameter as `:teamId`; a
 * query is not part of a route.
 */
const HTTP_KEY =
  /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) (?:\/(?!:)(?:[^\s/{}?]|\{[\w.:-]+\+?\})*)+$/u;

/** A field of a GraphQL type. A WebSocket route key may look the same. */
const FIELD_KEY = /^[_A-Za-z]\w*\.[_A-Za-z]\w*$/u;

/** An operation of AppSync Events on a channel. Only a subscription may use `/default/*`. */
const CHANNEL_KEY = /^(?:PUBLISH|SUBSCRIBE) (?:\/[A-Za-z0-9-]+)+(?:\/\*)?$/u;

/** Anything without white space. Three keys start with `$`. */
const WEBSOCKET_KEY = /^(?:\$(?:connect|disconnect|default)|[^\s/$]\S*)$/u;

/** A key that was meant for an HTTP route. */
const MALFORMED_HTTP_KEY = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY)(?:[/:]|$)/u;

/** The route that API Gateway reports when only a catch-all matched. */
const CATCH_ALL = / \$default$|\{[^{}]*\+\}$/u;

type RulesByKey = Map<string, CompiledRule>;

/** The kind of the event decides which keys are read. */
type Rules = { readonly [TKind in Route['kind']]: RulesByKey };

/**
 * One table for a whole API: the rule of every route, keyed by the route that the gateway matched.
 *
 * | Event | Key |
 * |---|---|
 * | REST API, HTTP API | method and matched path, `PUT /teams/{teamId}`; `ANY` for other methods |
 * | WebSocket API | the route key: `$connect`, `$disconnect`, `sendMessage` |
 * | AppSync | `Mutation.renameTeam` |
 * | AppSync Events | `PUBLISH /default/news`, the exact channel |
 *
 * A route that is not in the table is a 403 for every caller, HEAD and OPTIONS included. So is a
 * request that matched only a catch-all (`$default`, or a `{proxy+}` that is not in the table),
 * because the table cannot know where your own router sends it. Guard such routes with
 * `guardRoutes`. The key `$schema` of a table in a JSON file is ignored.
 *
 * @throws TypeError at construction: an empty table, a malformed key, two keys for one route, a
 *   path with different parameter names under `ANY`, or a malformed rule
 * @throws 401, 403 and 500 in the chain, as `requireGroup` does
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 * @example middy().use(cognitoGroups()).use(routePolicy({ 'GET /teams': authenticated }))
 */
export function routePolicy<const TTable extends { readonly [key: string]: Rule }>(
  table: TTable & MalformedKeys<TTable>,
): MiddlewareObj<unknown, unknown>;
export function routePolicy(...given: unknown[]): MiddlewareObj<unknown, unknown> {
  return createRoutePolicy(onlyTable(given), undefined);
}

export function onlyTable(given: readonly unknown[]): unknown {
  const wayOut =
    'one table; a hierarchy is the option implies of cognitoGroups() or defineGroups()';
  return onlyArgument('routePolicy: the list of arguments', given, wayOut);
}

/** @param knownGroups the names of the `defineGroups` that the guard belongs to */
export function createRoutePolicy(
  table: unknown,
  knownGroups: KnownGroups | undefined,
): MiddlewareObj<unknown, unknown> {
  const guard: Guard = { name: 'routePolicy()', knownGroups };
  const data: Record<string, Rule> = Object.create(null);
  const rules = toRules(table, knownGroups, data);

  function routePolicyBefore(request: Request<unknown, unknown>): Promise<never> | undefined {
    const route = routeOf(request.event);
    const rule = route && ruleFor(rules, route);
    return rule === undefined
      ? refuse(guard, request, reasonUnlisted(route), route?.key)
      : authorize(guard, request, rule, route?.key);
  }

  return carryTable(
    { before: routePolicyBefore, onError: respondTo },
    toCarriedTable(data, knownGroups),
  );
}

/**
 * One lookup, or two if the method has no entry. `ANY` does not serve `get`, which a handler may
 * take for `GET`.
 */
function ruleFor(rules: Rules, { kind, key }: Route): CompiledRule | undefined {
  if (kind !== 'http') return rules[kind].get(key);
  if (!isMethod(methodOf(key))) return undefined;
  return rules.http.get(key) ?? rules.http.get(anyKey(key));
}

function anyKey(key: string): string {
  return `ANY ${pathOf(key)}`;
}

function reasonUnlisted(route: Route | undefined): string {
  if (route === undefined) return 'the event names no route that a table can hold';
  const { kind, key } = route;
  if (kind !== 'http' || !CATCH_ALL.test(key)) return `route ${quote(key)} is not in the table`;
  const path = pathOf(key);
  return `the gateway matched only the catch-all ${path}; guard your own router with guardRoutes`;
}

/** @param data receives the checked rule of each route, as data */
function toRules(
  table: unknown,
  knownGroups: KnownGroups | undefined,
  data: Record<string, Rule>,
): Rules {
  const routes = isPlain(table) ? Object.entries(table).filter(isRoute) : [];
  if (routes.length === 0) {
    const hint = Array.isArray(table) ? '; for the routes of a router there is guardRoutes' : '';
    return misuse(
      'routePolicy: the table',
      table,
      `a table such as { 'GET /teams': 'member' }${hint}`,
    );
  }
  const rules: Rules = { http: new Map(), websocket: new Map(), appsync: new Map() };
  const known = new Map<string, string>();
  for (const [key, rule] of routes) {
    const label = `routePolicy: ${quote(key)}`;
    // Of two mistakes, the key is the first: a nested table has the rules one level deeper.
    const kinds = kindsOf(key);
    const twin = known.get(shapeOf(key));
    if (twin !== undefined) {
      throw new TypeError(
        `routePolicy: ${quote(twin)} and ${quote(key)} are one route; remove one of them`,
      );
    }
    known.set(shapeOf(key), key);
    const compiled = compileRule(label, rule, knownGroups);
    checkParameters(label, key, compiled);
    data[key] = compiled.data;
    for (const kind of kinds) rules[kind].set(key, compiled);
  }
  checkAny(rules.http);
  return rules;
}

/** A table in a JSON file may name its JSON Schema, for editors. `$schema` is not a route key. */
function isRoute([key, rule]: [key: string, rule: unknown]): boolean {
  return key !== '$schema' || typeof rule !== 'string';
}

/**
 * The gateway always writes a path with the same parameter names. If the table used different
 * names, a request could miss the rule for its method and match the rule for `ANY`.
 */
function checkAny(rules: RulesByKey): void {
  const keys = [...rules.keys()];
  const byShape = new Map(keys.map((key) => [shapeOf(key), key]));
  for (const key of keys) {
    const any = byShape.get(shapeOf(anyKey(key)));
    if (any === undefined || any === anyKey(key)) continue;
    throw new TypeError(
      `routePolicy: ${quote(key)} and ${quote(any)} are one path; ` +
        'name its parameters alike, as the gateway does',
    );
  }
}

function kindsOf(key: string): readonly Route['kind'][] {
  if (HTTP_KEY.test(key)) return ['http'];
  if (FIELD_KEY.test(key)) return ['appsync', 'websocket'];
  if (CHANNEL_KEY.test(key)) return ['appsync'];
  if (WEBSOCKET_KEY.test(key) && !MALFORMED_HTTP_KEY.test(key)) return ['websocket'];
  throw new TypeError(
    `routePolicy: ${quote(key)} is not a route key; write 'GET /teams/{teamId}' (method in ` +
      `capitals, or ANY), a WebSocket route key such as '$connect', or 'Query.teams'`,
  );
}
