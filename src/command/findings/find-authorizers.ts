import type { Access } from '../access.js';
import { conditionText } from '../template/conditions.js';
import { type DeployedApi, type DeployedRoute, keyOf } from '../template/deployment.js';
import type { Finding } from './finding.js';
import { authorizerLine, preflightLine, publicLine } from './fix.js';
import { isPublic, type Pair } from './pairs.js';
import { isCatchAll } from './route-pattern.js';

/** Rules that do not match what the gateway does before the function runs. */
export function findAuthorizers(
  access: Access,
  pairs: readonly Pair[],
  apis: ReadonlyMap<string, DeployedApi>,
  verifiesItself: boolean,
): Finding[] {
  return pairs.flatMap((pair) => {
    const { key, route } = pair;
    const { authorizer, when, at } = route;
    const isOpen = isPublic(pair);
    const finding = (problem: string, fix: string): Finding[] => [
      { route: key, problem: conditionText(when) + problem, fix, at },
    ];
    if (isOpen && authorizer.kind === 'authorizer' && isAsked(route)) {
      return finding(
        `everyone may call it, but ${authorizer.name} allows only callers with a token`,
        isCatchAll(route.path)
          ? `deploy ${key} as a route without an authorizer, or write authenticated as its rule`
          : `${publicLine(route)}, or write authenticated as its rule`,
      );
    }
    if (isOpen || verifiesItself) return [];
    const why = {
      none: `${routeOf(key, route)} has no authorizer`,
      iam: 'AWS_IAM passes no groups to the function',
      authorizer: undefined,
      unknown: undefined,
    }[authorizer.kind];
    if (why === undefined) return [];
    return finding(
      `its rule needs an identity, but ${why}, so every caller gets 401`,
      route.method === 'OPTIONS'
        ? preflightLine(access, key)
        : authorizerLine(route, apis.get(route.api)),
    );
  });
}

/** A WebSocket API calls its authorizer only for `$connect`. */
function isAsked({ apiKind, path }: DeployedRoute): boolean {
  return apiKind !== 'websocket' || path === '$connect';
}

function routeOf(key: string, route: DeployedRoute): string {
  const name = keyOf(route);
  return name === key ? 'the route' : name;
}

/** Routes whose authorizer is known only at deployment. */
export function findUnknownAuthorizers(routes: readonly DeployedRoute[]): Finding[] {
  return routes.flatMap((route) => {
    const { authorizer, when, at } = route;
    if (authorizer.kind !== 'unknown') return [];
    const problem = `${conditionText(when)}its authorizer cannot be resolved: ${authorizer.why}`;
    return [{ route: keyOf(route), problem, fix: 'write the authorizer as a string', at }];
  });
}
