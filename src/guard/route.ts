import { ownFields } from '../lib/own-fields.js';
import { joined } from '../lib/text.js';
import { appSyncKeyOf } from '../sources/app-sync-key.js';

/** The methods that both API Gateway and `@middy/http-router` can route. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Method names are case-sensitive. */
export function isMethod(method: unknown): boolean {
  return (METHODS as readonly unknown[]).includes(method);
}

/** A method of a route. `ANY` means the methods that have no route of their own. */
export type Method = (typeof METHODS)[number] | 'ANY';

/**
 * The route that the gateway matched and wrote into the event. The path of the request is never
 * read: if two matchers disagree, a request can pass between them.
 */
export interface Route {
  readonly kind: 'http' | 'websocket' | 'appsync';
  /** As tables and logs write it: `GET /teams/{teamId}`, `$connect`, `Query.teams`. */
  readonly key: string;
}

/** @returns `undefined` if the event names no route, or a batch names more than one */
export function routeOf(event: unknown): Route | undefined {
  const { requestContext, version, routeKey, httpMethod, resource } = ownFields(event);
  if (requestContext === undefined) {
    // A batch resolver gets one event for each object; all are of one field.
    const [key, ...others] = [event].flat().map(appSyncKeyOf);
    return others.every((other) => other === key) ? toRoute('appsync', key) : undefined;
  }
  const { http, connectionId, routeKey: socketKey } = ownFields(requestContext);
  if (version === '2.0') {
    const path = typeof routeKey === 'string' && pathOf(routeKey);
    return toRoute('http', joined(ownFields(http).method, ' ', path));
  }
  if (version !== undefined && version !== '1.0') return undefined;
  if (connectionId !== undefined) return toRoute('websocket', socketKey);
  return toRoute('http', joined(httpMethod, ' ', resource));
}

function toRoute(kind: Route['kind'], key: unknown): Route | undefined {
  return typeof key === 'string' ? { kind, key } : undefined;
}

/** The method in `GET /teams/{teamId}`. */
export function methodOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}

/** What follows the method in `GET /teams/{teamId}`. `$default` has no method. */
export function pathOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

/** Without the trailing slash of a path, which Middy's router ignores; `/` itself keeps it. */
export function withoutTrailingSlash(pathOrKey: string): string {
  return pathOrKey.replace(/(?<=[^ ])\/$/u, '');
}

/** A path without the names of its parameters. Two routes of one shape match the same paths. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*?(\+?)\}/gu, '{$1}');
}
