import type { Request } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { WithAuth } from './guard/auth-context.js';
import { authorize, type Guard, respondTo } from './guard/guard.js';
import { METHODS, type Method, shapeOf } from './guard/route.js';
import { checkOptions, isPlain, quote } from './lib/options.js';
import { type CompiledRule, checkParameters, compileRule } from './rules/compile.js';
import type { Rule } from './rules/rule.js';

const NOTHING = { method: undefined, path: undefined, access: undefined, handler: undefined };

/** A handler, plain or middyfied, as `@middy/http-router` calls it. */
type RouteHandler<TEvent, TResult> = (event: TEvent, context: Context, options: never) => Promise<TResult> | TResult;

/** A route of `@middy/http-router` with the rule of who may call it. */
export interface GuardedRoute<TEvent, TResult, TGroup extends string = string> {
  readonly method: Method;
  readonly path: string;
  readonly access: Rule<TGroup>;
  readonly handler: RouteHandler<TEvent, TResult>;
}

export interface GuardRoutesOptions {
  /**
   * `'last'`: a route for `ANY` serves the methods that no other route of its path names. Without it, `ANY` beside another method of
   * the same path is a construction error, because in a router the order of the two decides.
   */
  readonly any?: 'last';
}

/** What `@middy/http-router` takes. */
export interface RouterRoute<TEvent, TResult> {
  method: Method;
  path: string;
  handler: (event: WithAuth<TEvent>, context: Context, options?: unknown) => Promise<TResult>;
}

/**
 * Routes for `@middy/http-router`, each handler behind the rule of its own route. For the API of one function behind `{proxy+}` or
 * `$default`, where the gateway does not say which route it is. Attach `cognitoGroups()` to the chain around the router.
 *
 * A denial is answered as `cognitoGroups({ respond })` says and is an ordinary result to the outer chain, so its `after` hooks run.
 *
 * @throws TypeError at construction: no routes, a route without `access` or with an unknown key, a rule that reads a parameter its path has not, the same method and path twice, a route behind one that takes all its requests, `ANY`
 *   beside a method of the same path without `{ any: 'last' }`
 */
export function guardRoutes<TEvent, TResult, TGroup extends string = string>(
  routes: readonly GuardedRoute<WithAuth<TEvent, TGroup>, TResult, TGroup>[],
  options: GuardRoutesOptions = {},
): RouterRoute<TEvent, TResult>[] {
  return createGuardRoutes(routes, options, undefined);
}

/** @param knownGroups the `defineGroups` that the rules were checked by */
export function createGuardRoutes<TEvent, TResult>(
  routes: unknown,
  options: GuardRoutesOptions,
  knownGroups: object | undefined,
): RouterRoute<TEvent, TResult>[] {
  const { any } = checkOptions('guardRoutes', options, { any: undefined });
  if (any !== undefined && any !== 'last')
    throw new TypeError(`guardRoutes: option any is ${quote(any)}; write 'last' or leave it out`);
  if (!Array.isArray(routes) || routes.length === 0) {
    throw new TypeError(
      `guardRoutes: write a list with at least one route, got ${quote(routes)}` +
        (isPlain(routes) ? '; for a table there is routePolicy' : ''),
    );
  }
  const checked = [...routes].map(toRoute<TEvent, TResult>);
  const served = methodsOf(checked, any === 'last');
  checkReached(checked);
  const guard: Guard = { name: 'guardRoutes()', knownGroups };
  return checked.flatMap((route) => {
    const handler = guarded(guard, route);
    return served(route).map((method) => ({ method, path: route.path, handler }));
  });
}

/** What tells which requests a route takes. */
interface Served {
  readonly method: Method;
  readonly path: string;
  /** The path as the router tells it from others. */
  readonly shape: string;
}

interface CheckedRoute<TEvent, TResult> extends Served {
  readonly rule: CompiledRule;
  readonly handler: RouteHandler<WithAuth<TEvent>, TResult>;
}

function toRoute<TEvent, TResult>(route: unknown): CheckedRoute<TEvent, TResult> {
  if (!isPlain(route))
    throw new TypeError(`guardRoutes: a route is { ${Object.keys(NOTHING).join(', ')} }, got ${quote(route)}`);
  const at = `guardRoutes: ${quote(`${route.method} ${route.path}`)}`;
  if (route.access === undefined) {
    throw new TypeError(`${at} has no access; say who may call it: a group name, a rule, authenticated, or everyone`);
  }
  const { method, path, access, handler } = checkOptions(at, route, NOTHING);
  if (method !== 'ANY' && !METHODS.some((known) => known === method)) {
    throw new TypeError(`${at}: the method is ${quote(method)}; write one of ${METHODS.join(', ')}, ANY`);
  }
  if (typeof path !== 'string' || !path.startsWith('/') || /\/[:/]/u.test(path))
    throw new TypeError(`${at}: the path is ${quote(path)}; write '/teams/{teamId}'`);
  if (typeof handler !== 'function') throw new TypeError(`${at}: the handler is ${quote(handler)}, not a function`);
  const rule = compileRule(at, access);
  checkParameters(at, path, rule);
  return {
    method: method as Method,
    path,
    shape: servedShape(path),
    rule,
    handler: handler as CheckedRoute<TEvent, TResult>['handler'],
  };
}

/** The methods that each route serves in the end. Two routes for one request would leave it to the router whose rule counts. */
function methodsOf<TRoute extends Served>(routes: readonly TRoute[], anyIsLast: boolean) {
  const named = new Map<string, Set<Method>>();
  for (const { method, path, shape } of routes) {
    const methods = named.get(shape) ?? new Set();
    if (methods.has(method)) {
      throw new TypeError(
        `guardRoutes: the router takes ${quote(`${method} ${path}`)} and a route before it for one and the same; take one out`,
      );
    }
    named.set(shape, methods.add(method));
  }
  return ({ method, path, shape }: TRoute): readonly Method[] => {
    const methods = named.get(shape);
    if (method !== 'ANY' || methods === undefined || methods.size === 1) return [method];
    if (anyIsLast) return METHODS.filter((other) => !methods.has(other));
    throw new TypeError(
      `guardRoutes: ANY ${path} stands beside another method of that path; write the methods out, or ` +
        `guardRoutes(routes, { any: 'last' }) to let ANY serve those that are not named`,
    );
  };
}

/**
 * The router looks a path without parameters up first. Of all others it takes the first that matches.
 *
 * @throws TypeError for a route whose requests would all meet the rule of one before it
 */
function checkReached(routes: readonly Served[]): void {
  const before: { route: Served; segments: readonly string[] }[] = [];
  for (const route of routes) {
    const segments = route.shape.split('/');
    if (route.shape.includes('{')) {
      const first = before.find((other) => isForBoth(other.route, route) && shadows(other.segments, segments))?.route;
      if (first !== undefined) {
        throw new TypeError(
          `guardRoutes: ${quote(`${route.method} ${route.path}`)} is never reached behind ${quote(`${first.method} ${first.path}`)}; put it before that`,
        );
      }
    }
    before.push({ route, segments });
  }
}

/** Two routes of one shape are told apart by their methods. */
function isForBoth(one: Served, other: Served): boolean {
  return one.shape !== other.shape && (one.method === other.method || one.method === 'ANY' || other.method === 'ANY');
}

function shadows(ours: readonly string[], theirs: readonly string[]): boolean {
  const endless = ours.at(-1) === '{+}';
  if (endless ? theirs.length < ours.length - 1 : theirs.length !== ours.length) return false;
  return ours.every(
    (segment, at) => segment === '{+}' || segment === theirs[at] || (segment === '{}' && theirs[at] !== '{+}'),
  );
}

/** The router serves every path with and without a slash at its end. */
function servedShape(path: string): string {
  return shapeOf(path.replace(/(?<=.)\/$/u, ''));
}

function guarded<TEvent, TResult>(guard: Guard, { method, path, rule, handler }: CheckedRoute<TEvent, TResult>) {
  const route = `${method} ${path}`;

  return async function guardedRoute(event: WithAuth<TEvent>, context: Context, options?: unknown): Promise<TResult> {
    try {
      await authorize(guard, event, rule, route);
    } catch (error) {
      const request = { event, context, response: undefined, error, internal: {} } as Request<unknown, unknown>;
      await respondTo(request);
      if (request.response === undefined) throw error;
      return request.response as TResult;
    }
    return handler(event, context, options as never);
  };
}
