import { quote } from '../lib/quote.js';

/** The methods for which the API setup creates actions, in its order. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];

/**
 * The actions of each route in a table: `PUT /teams/{teamId}` becomes `put /teams/{teamId}`. `ANY`
 * covers the methods without an entry of their own. Permits add up in Cedar, so an action with two
 * entries would be open to the callers of either.
 *
 * @param routes the keys of a table that `routePolicy` accepts
 * @throws TypeError for a route that cannot be an action of Verified Permissions
 */
export function actionsByRoute(
  routes: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  return new Map([...routes].map((route) => [route, actionsOf(route, routes)]));
}

function actionsOf(route: string, routes: ReadonlySet<string>): readonly string[] {
  const [method, path] = route.split(' ') as [method: string, path: string];
  if (method === 'OPTIONS') {
    throw refused(route, 'browsers send OPTIONS without a token; answer CORS in the gateway');
  }
  if (method !== 'ANY' && !METHODS.includes(method)) {
    throw refused(route, 'an action of Verified Permissions is a method and a path');
  }
  if (path.length > 1 && path.endsWith('/')) {
    throw refused(route, `no resource of a REST API ends in a slash; write ${path.slice(0, -1)}`);
  }
  const isLeft = (one: string) => !routes.has(`${one} ${path}`);
  const methods = method === 'ANY' ? METHODS.filter(isLeft) : [method];
  if (methods.length === 0) {
    throw refused(route, 'every method but OPTIONS has an entry of its own; remove this one');
  }
  return methods.map((one) => `${one.toLowerCase()} ${path}`);
}

function refused(route: string, why: string): TypeError {
  return new TypeError(`toCedar: ${quote(route)} cannot be exported: ${why}`);
}
