import type { MiddlewareObj, Request } from '@middy/core';
import { authorize, type Guard, respondTo } from './guard/guard.js';
import { METHODS, type Method, type Route, routeOf, shapeOf } from './guard/route.js';
import { isPlain, quote } from './lib/options.js';
import { type CompiledRule, checkParameters, compileRule } from './rules/compile.js';
import type { Decision } from './rules/evaluate.js';
import type { Rule } from './rules/rule.js';

/**
 * A method and a path as API Gateway writes it. `:teamId` is how other routers write a parameter; a query is in no route.
 */
const HTTP_KEY = new RegExp(`^(?:${METHODS.join('|')}|ANY) (?:/(?!:)(?:[^\\s/{}?]|\\{[\\w.:-]+\\+?\\})*)+$`, 'u');

/** A field of a GraphQL type. A WebSocket route key may look the same. */
const FIELD_KEY = /^[_A-Za-z]\w*\.[_A-Za-z]\w*$/u;

/** A WebSocket route key: anything without white space that is not meant for an HTTP route; of those with a dollar sign there are three. */
const WEBSOCKET_KEY = new RegExp(
  `^(?:\\$(?:connect|disconnect|default)|(?!(?:${METHODS.join('|')}|ANY)(?:[/:]|$))[^\\s/$]\\S*)$`,
  'u',
);

/** What API Gateway says it matched when it matched nothing in particular. */
const CATCH_ALL = /^\$default$|\{[^{}]*\+\}$/u;

/** A key with white space has to be `METHOD /path`; the others are WebSocket route keys or AppSync's `Type.field`. */
export type RouteKey<TKey> = TKey extends `${string} ${string}`
  ? TKey extends `${Method} /${string}`
    ? TKey
    : never
  : TKey extends '' | `/${string}`
    ? never
    : TKey;

/** Asks the impossible of a malformed key, so that the compiler points at it and shows why. */
export type MalformedKeys<TTable> = {
  readonly [TKey in keyof TTable as TKey extends RouteKey<TKey> ? never : TKey]: {
    readonly error: `'${TKey & string}' is no route key`;
  };
};

type RulesByKey = Map<string, CompiledRule>;

/** The kind of the event decides which keys are looked at. For HTTP, the rules of a method by their path: no request has to put the two together. */
interface Rules {
  readonly http: Map<string, RulesByKey>;
  readonly websocket: RulesByKey;
  readonly appsync: RulesByKey;
}

/**
 * One table for a whole API: the rule of every route, keyed by the route that the gateway matched.
 *
 * | Event | Key |
 * |---|---|
 * | REST API, HTTP API | the request's method and the matched path, `PUT /teams/{teamId}`; `ANY /teams` serves the methods without an entry |
 * | WebSocket API | the route key: `$connect`, `$disconnect`, `sendMessage` |
 * | AppSync | `Mutation.renameTeam` |
 *
 * A route that is not in the table is a 403 for everybody, HEAD and OPTIONS too. So is a request of which the gateway says only that a
 * catch-all matched (`$default`, or a `{proxy+}` that is not in the table): the table cannot know where your own router sends it, so
 * guard those routes with `guardRoutes`.
 *
 * @throws TypeError at construction: an empty table, a malformed key, two keys of one route, a path that `ANY` writes with other parameter names, a rule of a wrong form
 * @throws 401, 403 and 500 in the chain as `requireGroup` does
 */
export function routePolicy<const TTable extends { readonly [key: string]: Rule }>(
  table: TTable & MalformedKeys<TTable>,
): MiddlewareObj<unknown, unknown> {
  return createRoutePolicy(table, undefined);
}

/** @param knownGroups the `defineGroups` that the rules were checked by */
export function createRoutePolicy(table: unknown, knownGroups: object | undefined): MiddlewareObj<unknown, unknown> {
  const guard: Guard = { name: 'routePolicy()', knownGroups };
  const rules = toRules(table);

  function routePolicyBefore({ event }: Request<unknown, unknown>): Promise<never> | undefined {
    return authorize(guard, event, ruleFor(rules, routeOf(event)));
  }

  function routePolicyOnError(request: Request<unknown, unknown>): Promise<void> | undefined {
    return respondTo(request);
  }

  return { before: routePolicyBefore, onError: routePolicyOnError };
}

/** The rule of a route: one look-up, two where the method has no entry. */
function ruleFor(rules: Rules, route: Route | undefined): CompiledRule | Decision {
  if (route === undefined) return refusal('the event names no route that a table can hold');
  if (route.kind !== 'http')
    return rules[route.kind].get(route.key) ?? refusal(`route ${quote(route.key)} is not in the table`);
  const { method, path } = route;
  return rules.http.get(method)?.get(path) ?? rules.http.get('ANY')?.get(path) ?? refusal(unlisted(method, path));
}

function unlisted(method: string, path: string): string {
  return CATCH_ALL.test(path)
    ? `the gateway matched only the catch-all ${path}; guard the routes of your own router with guardRoutes`
    : `route ${quote(`${method} ${path}`)} is not in the table`;
}

function refusal(reason: string): Decision {
  return { allowed: false, status: 403, rule: undefined, missing: [], reason };
}

function toRules(table: unknown): Rules {
  if (!isPlain(table) || Object.keys(table).length === 0) {
    throw new TypeError(
      `routePolicy: write a table with at least one route, such as { 'GET /teams': 'member' }, got ${quote(table)}` +
        (Array.isArray(table) ? '; for the routes of a router there is guardRoutes' : ''),
    );
  }
  const rules: Rules = { http: new Map(), websocket: new Map(), appsync: new Map() };
  const known = new Map<string, string>();
  for (const [key, rule] of Object.entries(table)) {
    const twin = known.get(shapeOf(key));
    if (twin !== undefined)
      throw new TypeError(`routePolicy: ${quote(twin)} and ${quote(key)} are one route; take one out`);
    known.set(shapeOf(key), key);
    const compiled = compileRule(`routePolicy: ${quote(key)}`, rule);
    checkParameters(`routePolicy: ${quote(key)}`, key, compiled);
    if (HTTP_KEY.test(key)) addHttp(rules.http, key, compiled);
    else for (const kind of kindsOf(key)) rules[kind].set(key, compiled);
  }
  checkAny(rules.http);
  return rules;
}

/** The gateway writes a path in one way: where the two differ, a request would miss the rule of its method and meet that of `ANY`. */
function checkAny(rules: Rules['http']): void {
  const paths = [...(rules.get('ANY')?.keys() ?? [])];
  const byShape = new Map(paths.map((path) => [shapeOf(path), path]));
  for (const [method, routes] of rules) {
    for (const path of routes.keys()) {
      const any = byShape.get(shapeOf(path));
      if (any === undefined || any === path) continue;
      throw new TypeError(
        `routePolicy: ${quote(`${method} ${path}`)} and ${quote(`ANY ${any}`)} are one path; write its parameters alike, as the gateway does`,
      );
    }
  }
}

function addHttp(rules: Rules['http'], key: string, rule: CompiledRule): void {
  const [method, path] = key.split(' ') as [string, string];
  const paths = rules.get(method) ?? new Map();
  rules.set(method, paths.set(path, rule));
}

function kindsOf(key: string): readonly ('websocket' | 'appsync')[] {
  if (FIELD_KEY.test(key)) return ['appsync', 'websocket'];
  if (WEBSOCKET_KEY.test(key)) return ['websocket'];
  throw new TypeError(
    `routePolicy: ${quote(key)} is no route key; write 'GET /teams/{teamId}' (method in capitals, or ANY), ` +
      `a WebSocket route key such as '$connect', or 'Query.teams'`,
  );
}
