import { shapeOf, withoutTrailingSlash } from '../../guard/route.js';
import type { CompiledRule } from '../../rules/compile.js';
import { satisfies } from '../../rules/truth.js';
import { type Access, ruleOf } from '../access.js';
import { includesWhen } from '../template/conditions.js';
import type { DeployedRoute } from '../template/deployment.js';
import { covers, methodsOf, servingRoutes } from './route-pattern.js';

/** A rule and a deployed route whose requests it decides. */
export interface Pair {
  readonly key: string;
  readonly rule: CompiledRule;
  readonly route: DeployedRoute;
}

/** A rule that allows an unauthenticated request needs no identity, whatever its form. */
export function isPublic({ rule }: Pair): boolean {
  return satisfies(rule, undefined, {}, []) === true;
}

/** Pairs each rule with the deployed routes whose requests it decides. */
export function pairsOf(access: Access, routes: readonly DeployedRoute[]): Pair[] {
  const groups = groupBy(routes, apiOf);
  return [...groups.values()].flatMap((ofApi) =>
    access.kind === 'router' ? routerPairs(access, ofApi) : tablePairs(access, ofApi),
  );
}

/** What no two APIs share. Two templates may give the APIs outside of them one name. */
export function apiOf({ api, apiKind }: DeployedRoute): string {
  return `${apiKind} ${api}`;
}

export function groupBy<TItem>(
  items: readonly TItem[],
  nameOf: (item: TItem) => string,
): Map<string, TItem[]> {
  const groups = new Map<string, TItem[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group === undefined) groups.set(nameOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * The gateway writes the method and the path of its route into the event; the table looks them up.
 */
function tablePairs(access: Access, routes: readonly DeployedRoute[]): Pair[] {
  const byPath = groupBy(routes, ({ path }) => path);
  return [...byPath.values()].flatMap((ofPath) =>
    ofPath.flatMap((route) => {
      const found = keysOf(route, ofPath).flatMap((key) => {
        const rule = ruleOf(access, key);
        return rule === undefined ? [] : [{ key: ruledKey(access, key), rule, route }];
      });
      return [...new Map(found.map((pair) => [pair.key, pair])).values()];
    }),
  );
}

/** The keys in the events of a deployed route, one for each method that it matches. */
export function keysOf(
  { method, path, when }: DeployedRoute,
  ofPath: readonly DeployedRoute[],
): string[] {
  if (method === undefined) return [path];
  // Where a condition leaves a route out, `ANY` takes its requests. Two of a method are both ways.
  const sure = ofPath.filter(
    (other) =>
      includesWhen(when, other.when) ||
      ofPath.some((twin) => twin !== other && twin.method === other.method),
  );
  return methodsOf(method, sure).map((one) => `${one} ${path}`);
}

function ruledKey(access: Access, key: string): string {
  return access.rules.has(key) ? key : key.replace(/^\S+/u, 'ANY');
}

/** The user's router finds the rule by the path of the request, whatever the gateway matched. */
function routerPairs(access: Access, routes: readonly DeployedRoute[]): Pair[] {
  const kind = routes.some(({ apiKind }) => apiKind === 'rest') ? 'rest' : 'http';
  const rules = [...access.rules].map(([key, rule]) => {
    const [method, path] = key.split(' ') as [string, string];
    return { key, rule, method, path: withoutTrailingSlash(path) };
  });
  const byShape = groupBy(rules, ({ path }) => shapeOf(path));
  return [...byShape.values()].flatMap((ofShape) =>
    ofShape.flatMap(({ key, rule, method, path }) => {
      const fitting = routes.filter((route) => covers(route.path, path));
      const serving = methodsOf(method, ofShape).flatMap((one) =>
        servingRoutes(fitting, kind, one),
      );
      return [...new Set(serving)].map((route) => ({ key, rule, route }));
    }),
  );
}
