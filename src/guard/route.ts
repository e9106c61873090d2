import { fields } from '../lib/own-fields.js';

/** The methods that API Gateway and `@middy/http-router` route. `ANY` stands for all that have no route of their own. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export type Method = (typeof METHODS)[number] | 'ANY';

/**
 * The route that the gateway matched, as it wrote it into the event. The path of the request itself is never looked at: a second matcher
 * that disagrees with the first is a way past both.
 */
export type Route =
  | { readonly kind: 'http'; readonly method: string; readonly path: string }
  | { readonly kind: 'websocket' | 'appsync'; readonly key: string };

/** @returns `undefined` for an event that names no route, or a batch whose items name different ones */
export function routeOf(event: unknown): Route | undefined {
  if (Array.isArray(event)) return batchRoute(event);
  const { requestContext, version, routeKey, httpMethod, resource } = fields(event);
  if (requestContext === undefined) return appSyncRoute(event);
  const context = fields(requestContext);
  if (version === '2.0') return httpRoute(fields(context.http).method, pathOf(routeKey));
  if (version !== undefined && version !== '1.0') return undefined;
  if (context.connectionId !== undefined) return keyed('websocket', context.routeKey);
  return httpRoute(httpMethod, resource);
}

/** How a route is written in a table and in a log. */
export function routeText(route: Route): string {
  return route.kind === 'http' ? `${route.method} ${route.path}` : route.key;
}

/** `GET /teams/{teamId}` or `ANY /teams`: what stands behind the method. `$default` has none. */
function pathOf(routeKey: unknown): unknown {
  return typeof routeKey === 'string' ? routeKey.slice(routeKey.indexOf(' ') + 1) : undefined;
}

function httpRoute(method: unknown, path: unknown): Route | undefined {
  return typeof method === 'string' && typeof path === 'string' ? { kind: 'http', method, path } : undefined;
}

function keyed(kind: 'websocket' | 'appsync', key: unknown): Route | undefined {
  return typeof key === 'string' ? { kind, key } : undefined;
}

function appSyncRoute(event: unknown): Route | undefined {
  const { parentTypeName: type, fieldName: field } = fields(fields(event).info);
  return keyed('appsync', typeof type === 'string' && typeof field === 'string' ? `${type}.${field}` : undefined);
}

function batchRoute(events: readonly unknown[]): Route | undefined {
  const [first, ...others] = events.map(appSyncRoute);
  return first !== undefined && others.every((route) => route !== undefined && routeText(route) === routeText(first))
    ? first
    : undefined;
}

/** A path with the names of its parameters blanked: no router can hold two routes that differ in nothing else. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*?(\+?)\}/gu, '{$1}');
}
