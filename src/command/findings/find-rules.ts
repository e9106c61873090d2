import { isMethod, pathOf, shapeOf } from '../../guard/route.js';
import { quote } from '../../lib/quote.js';
import { type Access, ruleOf } from '../access.js';
import { conditionText } from '../template/conditions.js';
import { type DeployedRoute, type Deployment, keyOf } from '../template/deployment.js';
import type { Finding } from './finding.js';
import { deployLine, ruleLine } from './fix.js';
import { apiOf, groupBy, keysOf, type Pair } from './pairs.js';
import { covers, isCatchAll } from './route-pattern.js';

/** A key for AppSync, whose resolvers are not checked. It may also be a WebSocket route key. */
const APPSYNC_KEY = /^(?:(?:PUBLISH|SUBSCRIBE) \/|[_A-Za-z]\w*\.[_A-Za-z]\w*$)/u;

export function appSyncKeys(access: Access, pairs: readonly Pair[]): string[] {
  const paired = new Set(pairs.map(({ key }) => key));
  return [...access.rules.keys()].filter((key) => APPSYNC_KEY.test(key) && !paired.has(key));
}

/** Deployed routes without a rule, and rules whose route is not deployed. */
export function findUnpaired(
  access: Access,
  deployment: Deployment,
  routes: readonly DeployedRoute[],
  pairs: readonly Pair[],
): Finding[] {
  // An `ANY` and its rule belong together, even if those for each method take all its requests.
  const own = routes.filter((route) => route.path !== '$default' && access.rules.has(keyOf(route)));
  const paired = new Set<unknown>([
    ...pairs.flatMap(({ route, key }) => [route, key]),
    ...own.flatMap((route) => [route, keyOf(route)]),
  ]);
  const unpaired = routes.filter((route) => !paired.has(route));
  const twins = twinsOf(access, unpaired, paired);
  const findings = unpaired.flatMap((route) => findRuleless(access, routes, route, twins));
  const partly = access.kind === 'table' ? findPartly(access, routes, paired) : [];
  const handled = new Set([...twins.values(), ...appSyncKeys(access, pairs)]);
  const catchAlls = unpaired.filter(({ path }) => access.kind === 'table' && isCatchAll(path));
  const rules = [...access.rules.keys()]
    .filter((key) => !paired.has(key) && !handled.has(key))
    .filter((key) => !catchAlls.some(({ path }) => covers(path, pathOf(key))))
    .map((key) => notDeployed(deployment, key));
  return [...findings, ...partly, ...rules];
}

/** The rules that differ from a route without a rule only in the names of parameters. */
function twinsOf(
  access: Access,
  unpaired: readonly DeployedRoute[],
  paired: ReadonlySet<unknown>,
): Map<DeployedRoute, string> {
  const free = [...access.rules.keys()].filter((key) => !paired.has(key));
  const byShape = new Map(free.map((key) => [shapeOf(key), key]));
  const twins = new Map<DeployedRoute, string>();
  for (const route of unpaired) {
    const shape = shapeOf(keyOf(route));
    const any = isMethod(route.method) ? `ANY ${shapeOf(route.path)}` : shape;
    const twin = byShape.get(shape) ?? byShape.get(any);
    if (twin !== undefined && twin !== keyOf(route)) twins.set(route, twin);
  }
  return twins;
}

function findRuleless(
  access: Access,
  routes: readonly DeployedRoute[],
  route: DeployedRoute,
  twins: ReadonlyMap<DeployedRoute, string>,
): Finding[] {
  const key = keyOf(route);
  const { at, when } = route;
  const finding = (problem: string, fix: string): Finding[] => [
    { route: key, problem: conditionText(when) + problem, fix, at },
  ];
  const twin = twins.get(route);
  if (twin !== undefined) {
    return finding(
      `its rule is for ${quote(twin)}, whose parameters have other names, so every caller gets 403`,
      `write ${quote(`${twin.split(' ', 1)[0]} ${route.path}`)} in the table, ` +
        `or the path ${pathOf(twin)} in the template`,
    );
  }
  if (access.kind === 'table' && isCatchAll(route.path)) {
    return finding(
      'the gateway does not report which of your routes it matched, so every caller gets 403',
      'guard your own router with guardRoutes() and export what it returns',
    );
  }
  if (access.kind === 'router') {
    // The CDK and others deploy `ANY /` in addition to `{proxy+}`, which does not match the root.
    // Preflights are answered before the router.
    const isRoot = route.path === '/' && routes.some(({ path }) => isCatchAll(path));
    return isRoot || route.method === 'OPTIONS'
      ? []
      : finding('no route of guardRoutes() serves it', ruleLine(access, key));
  }
  return finding('it has no rule, so every caller gets 403', ruleLine(access, key));
}

/** A deployed `ANY` of which only some methods have a rule. */
function findPartly(
  access: Access,
  routes: readonly DeployedRoute[],
  paired: ReadonlySet<unknown>,
): Finding[] {
  const byPath = groupBy(routes, (route) => `${apiOf(route)} ${route.path}`);
  return [...byPath.values()].flatMap((ofPath) =>
    ofPath.flatMap((route) => {
      const keys = keysOf(route, ofPath);
      const ruled = keys.filter((key) => ruleOf(access, key) !== undefined);
      if (!paired.has(route) || ruled.length === keys.length) return [];
      const key = keyOf(route);
      const [have, these] = ruled.length === 1 ? ['has', 'this route'] : ['have', 'these routes'];
      const only = `${conditionText(route.when)}only ${ruled.join(', ')} ${have} a rule`;
      const problem = `${only}, so its other methods are 403 for everyone`;
      const fix = `deploy ${these} in its place, or ${ruleLine(access, key)}`;
      return [{ route: key, problem, fix, at: route.at }];
    }),
  );
}

function notDeployed(deployment: Deployment, key: string): Finding {
  const problem =
    deployment.unresolved.length > 0
      ? 'it has a rule, but is not among the routes that could be read'
      : 'it has a rule, but is not deployed';
  return { route: key, problem, fix: deployLine(deployment, key), at: undefined };
}
