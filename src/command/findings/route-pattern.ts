import { METHODS, shapeOf } from '../../guard/route.js';
import type { When } from '../template/conditions.js';

const DEFAULT = '$default';

function kindOf(segment: string): 'fixed' | 'parameter' | 'greedy' {
  if (/^\{.*\+\}$/u.test(segment)) return 'greedy';
  return /^\{.*\}$/u.test(segment) ? 'parameter' : 'fixed';
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** Whether a route is a catch-all: `$default`, or a path that ends in `{proxy+}`. */
export function isCatchAll(path: string): boolean {
  return path === DEFAULT || /\{[^{}]*\+\}$/u.test(path);
}

/** Whether every request of one path matches a deployed path. */
export function covers(deployed: string, path: string): boolean {
  if (deployed === DEFAULT) return true;
  const [ours, theirs] = [segmentsOf(deployed), segmentsOf(path)];
  for (const [index, segment] of ours.entries()) {
    const other = theirs[index];
    if (other === undefined) return false;
    const kind = kindOf(segment);
    if (kind === 'greedy') return true;
    if (kind === 'fixed' ? segment !== other : kindOf(other) === 'greedy') return false;
  }
  return ours.length === theirs.length;
}

interface Pattern {
  readonly method: string | undefined;
  readonly path: string;
}

interface ConditionalPattern extends Pattern {
  readonly when: When;
}

/**
 * Of the routes whose paths match, those that may receive the requests of a method: the one that
 * matches best, and the next one if a condition may leave it out. A REST API chooses the path
 * first; an HTTP API considers only routes with a matching method.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function servingRoutes<TRoute extends ConditionalPattern>(
  routes: readonly TRoute[],
  kind: 'rest' | 'http',
  method: string,
): TRoute[] {
  const isFitting = (route: TRoute) => route.method === method || route.method === 'ANY';
  const ranked = routes
    .filter((route) => kind === 'rest' || isFitting(route))
    .map((route) => ({ route, rank: rankOf(route, method) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1));
  // Two of one path and method are deployed under opposite conditions.
  const isSure = (route: TRoute) =>
    route.when.size === 0 || routes.some((one) => one !== route && isTwin(one, route));
  // One method of a REST API is enough for its path. In an HTTP API, a path and the path with a
  // slash have one rank, and each has requests of its own.
  const sure = ranked.find(({ rank }) => {
    const alike = ranked.filter((one) => one.rank === rank).map(({ route }) => route);
    return kind === 'rest' ? alike.some(isSure) : alike.every(isSure);
  });
  const possible = ranked.filter(({ rank }) => sure === undefined || rank <= sure.rank);
  return possible.map(({ route }) => route).filter(isFitting);
}

function isTwin(one: Pattern, other: Pattern): boolean {
  return one.method === other.method && shapeOf(one.path) === shapeOf(other.path);
}

/** A digit for each segment, then one for the method. The string that sorts first matches best. */
function rankOf(route: Pattern, method: string): string {
  const path = route.path === DEFAULT ? '3' : segmentsOf(route.path).map(digitOf).join('');
  return `${path} ${route.method === method ? 0 : 1}`;
}

function digitOf(segment: string): number {
  return ['fixed', 'parameter', 'greedy'].indexOf(kindOf(segment));
}

/** The methods that a route matches, if other methods of its path have their own routes. */
export function methodsOf(method: string, ofPath: readonly Pick<Pattern, 'method'>[]): string[] {
  if (method !== 'ANY') return [method];
  const named = new Set(ofPath.map((other) => other.method));
  return METHODS.filter((one) => !named.has(one));
}
