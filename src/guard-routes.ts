import type { Request } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { WithAuth } from './guard/auth-context.js';
import { authorize, type Guard } from './guard/guard.js';
import { respondTo } from './guard/response.js';
import { isMethod, METHODS, type Method } from './guard/route.js';
import { checkReached, type Served, servedShape } from './guard/route-order.js';
import { misuse } from './lib/misuse.js';
import { checkOptions, isPlain } from './lib/options.js';
import { quote } from './lib/quote.js';
import { carryTable, toCarriedTable } from './rules/carried-table.js';
import { type CompiledRule, checkParameters, compileRule } from './rules/compile.js';
import type { KnownGroups } from './rules/known-groups.js';
import type { Rule } from './rules/rule.js';

/**
 * The paths that the router matches as written, because it does not escape pattern characters. A
 * parameter is a whole segment whose name is a JavaScript identifier, and only a final `{proxy+}`
 * matches the rest of a path.
 */
const ROUTER_PATH = /^(?:\/(?:[\w.~%@,;=&!'-]+|\{[A-Za-z_]\w*\}))*\/?(?:(?<=\/)\{proxy\+\})?$/u;

const ROUTE_KEYS = { method: undefined, path: undefined, access: undefined, handler: undefined };

/** A handler, plain or wrapped with Middy, as `@middy/http-router` calls it. */
type RouteHandler<TEvent, TResult> = (
  event: TEvent,
  context: Context,
  options: never,
) => Promise<TResult> | TResult;

/** A route of `@middy/http-router`, with the rule that guards it. */
export interface GuardedRoute<TEvent, TResult, TGroup extends string = string> {
  readonly method: Method;
  /** As the router takes it, such as `/teams/{teamId}`. */
  readonly path: string;
  /** Who may call the route. Required; public access is `everyone`. */
  readonly access: Rule<TGroup>;
  readonly handler: RouteHandler<TEvent, TResult>;
}

/** How the router resolves routes that overlap. */
export interface GuardRoutesOptions {
  /**
   * `'last'`: a route for `ANY` serves the methods that no other route of its path names. If
   * omitted, `ANY` together with another method of the same path is a `TypeError`, because their
   * order would decide.
   */
  readonly any?: 'last' | undefined;
  /**
   * `'exact'`: the router is that of Middy 7, whose `/files/{proxy+}` matches only paths that begin
   * with `/files/`. If omitted, a route after it that the router of Middy 5 and 6 would match
   * against such a path is a `TypeError`.
   */
  readonly greedy?: 'exact' | undefined;
}

/** A guarded route, for `@middy/http-router`. */
export interface RouterRoute<TEvent, TResult> {
  method: Method;
  path: string;
  handler: (event: WithAuth<TEvent>, context: Context, options?: unknown) => Promise<TResult>;
}

/**
 * Returns routes for `@middy/http-router` in which the rule of each route guards its handler. Use
 * it for an API with one function on `{proxy+}` or `$default`, where the gateway does not report
 * the route. Attach `cognitoGroups()` to the chain around the router.
 *
 * A denial is answered as `cognitoGroups({ respond })` describes. The outer chain receives an
 * ordinary result, so its `after` hooks run.
 *
 * @throws TypeError at construction: no routes, a route without `access` or with an unknown key, a
 *   rule that reads a parameter that its path lacks, a duplicate route, a route that is never
 *   reached or that an earlier one may capture, or `ANY` with another method of the same path and
 *   without `{ any: 'last' }`
 * @throws 401, 403 and 500 in a handler, as `requireGroup` does, if the denial is not answered
 * @see https://middy.js.org/docs/routers/http-router
 * @example
 * const routes = guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>([
 *   { method: 'GET', path: '/teams', access: 'member', handler },
 * ]);
 * middy<APIGatewayProxyEvent>().use(cognitoGroups()).handler(httpRouter(routes));
 */
export function guardRoutes<TEvent, TResult>(
  routes: readonly GuardedRoute<WithAuth<TEvent>, TResult>[],
  options: GuardRoutesOptions = {},
): RouterRoute<TEvent, TResult>[] {
  return createGuardRoutes(routes, options, undefined);
}

/** @param knownGroups the names of the `defineGroups` that the guards belong to */
export function createGuardRoutes<TEvent, TResult>(
  routes: unknown,
  options: GuardRoutesOptions,
  knownGroups: KnownGroups | undefined,
): RouterRoute<TEvent, TResult>[] {
  const defaults = { any: undefined, greedy: undefined };
  const { any, greedy } = checkOptions('guardRoutes', options, defaults);
  checkWord('any', any, 'last');
  checkWord('greedy', greedy, 'exact');
  if (!Array.isArray(routes) || routes.length === 0) {
    const hint = isPlain(routes) ? '; for a table there is routePolicy' : '';
    return misuse('guardRoutes: the list of routes', routes, `at least one route${hint}`);
  }
  const checked = [...routes].map((route) => toRoute<TEvent, TResult>(route, knownGroups));
  const methodsOf = methodsByRoute(checked, any === 'last');
  checkReached(checked, greedy === 'exact');
  const guard: Guard = { name: 'guardRoutes()', knownGroups };
  const served = checked.flatMap((route) => {
    const handler = guardHandler(guard, route);
    return methodsOf(route).map((method) => ({ method, path: route.path, handler }));
  });
  const rules = checked.map(({ method, path, rule }) => [`${method} ${path}`, rule.data]);
  return carryTable(served, toCarriedTable(Object.fromEntries(rules), knownGroups));
}

function checkWord(name: string, value: unknown, word: string): void {
  if (value === undefined || value === word) return;
  misuse(`guardRoutes: option ${name}`, value, `'${word}' or omit it`);
}

interface CheckedRoute<TEvent, TResult> extends Served {
  readonly rule: CompiledRule;
  readonly handler: RouteHandler<WithAuth<TEvent>, TResult>;
}

function toRoute<TEvent, TResult>(
  route: unknown,
  knownGroups: KnownGroups | undefined,
): CheckedRoute<TEvent, TResult> {
  if (!isPlain(route)) {
    return misuse('guardRoutes: a route', route, `{ ${Object.keys(ROUTE_KEYS).join(', ')} }`);
  }
  const label = `guardRoutes: ${quote(`${route.method} ${route.path}`)}`;
  if (route.access === undefined) {
    misuse(`${label}: access`, undefined, 'who may call it: a group name, a rule, or everyone');
  }
  const { method, path, access, handler } = checkOptions(label, route, ROUTE_KEYS);
  if (method !== 'ANY' && !isMethod(method)) {
    misuse(`${label}: the method`, method, `one of ${METHODS.join(', ')}, ANY`);
  }
  const isPath = typeof path === 'string' && path.startsWith('/') && ROUTER_PATH.test(path);
  if (!isPath || hasSameNameTwice(path)) {
    return misuse(`${label}: the path`, path, "one such as '/teams/{teamId}'");
  }
  if (typeof handler !== 'function') misuse(`${label}: the handler`, handler, 'a function');
  const rule = compileRule(label, access, knownGroups);
  checkParameters(label, path, rule);
  return {
    method: method as Method,
    path,
    shape: servedShape(path),
    rule,
    handler: handler as CheckedRoute<TEvent, TResult>['handler'],
  };
}

function hasSameNameTwice(path: string): boolean {
  const names = path.match(/\{\w+/gu) ?? [];
  return new Set(names).size < names.length;
}

/**
 * The methods that each route serves. If two routes served the same request, the router would
 * choose between them.
 */
function methodsByRoute<TRoute extends Served>(routes: readonly TRoute[], anyIsLast: boolean) {
  const named = new Map<string, Set<Method>>();
  for (const { method, path, shape } of routes) {
    const methods = named.get(shape) ?? new Set();
    if (methods.has(method)) {
      throw new TypeError(
        `guardRoutes: ${quote(`${method} ${path}`)} duplicates a route before it; remove one`,
      );
    }
    named.set(shape, methods.add(method));
  }
  return ({ method, path, shape }: TRoute): readonly Method[] => {
    const methods = named.get(shape);
    if (method !== 'ANY' || methods === undefined || methods.size === 1) return [method];
    if (anyIsLast) return METHODS.filter((other) => !methods.has(other));
    throw new TypeError(
      `guardRoutes: ANY ${path} stands beside another method of that path; write the methods ` +
        `out, or guardRoutes(routes, { any: 'last' }) to let ANY serve those that are not named`,
    );
  };
}

function guardHandler<TEvent, TResult>(
  guard: Guard,
  { method, path, rule, handler }: CheckedRoute<TEvent, TResult>,
) {
  const route = `${method} ${path}`;

  return async function guardedRoute(
    event: WithAuth<TEvent>,
    context: Context,
    options?: unknown,
  ): Promise<TResult> {
    const request: Request<unknown, unknown> = {
      event,
      context,
      response: undefined,
      error: null,
      internal: {},
    };
    try {
      await authorize(guard, request, rule, route);
    } catch (error) {
      request.error = error as Error;
      // As Middy does before its `onError` hooks: `onDecision` does not answer a request.
      request.response = undefined;
      await respondTo(request);
      if (request.response === undefined) throw error;
      return request.response as TResult;
    }
    return handler(event, context, options as never);
  };
}
