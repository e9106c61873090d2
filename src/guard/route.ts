import { ownFields } from '../lib/own-fields.js';
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
export type Route =
  | { readonly kind: 'http'; readonly method: string; readonly path: string }
  | { readonly kind: 'websocket' | 'appsync'; readonly key: string };

/** @returns `undefined` if the event names no route, or a batch names more than one */
export function routeOf(event: unknown): Route | undefined {
  const { requestContext, version, routeKey, httpMethod, resource } = ownFields(event);
  if (requestContext === undefined) return appSyncRoute(event);
  const context = ownFields(requestContext);
  if (version === '2.0') return httpRoute(ownFields(context.http).method, pathOf(routeKey));
  if (version !== undefined && version !== '1.0') return undefined;
  if (context.connectionId !== undefined) return keyedRoute('websocket', context.routeKey);
  return httpRoute(httpMethod, resource);
}

/** A route as tables and logs write it. */
export function routeText(route: Route): string {
  return route.kind === 'http' ? `${route.method} ${route.path}` : route.key;
}

/** What follows the method in `GET /teams/{teamId}`. `$default` has no method. */
function pathOf(routeKey: unknown): unknown {
  return typeof routeKey === 'string' ? routeKey.slice(routeKey.indexOf(' ') + 1) : undefined;
}

function httpRoute(method: unknown, path: unknown): Route | undefined {
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;
  return { kind: 'http', method, path };
}

function keyedRoute(kind: 'websocket' | 'appsync', key: unknown): Route | undefined {
  return typeof key === 'string' ? { kind, key } : undefined;
}

/** A batch resolver receives one event for each object, all for the same field. */
function appSyncRoute(event: unknown): Route | undefined {
  const [key, ...others] = Array.isArray(event) ? event.map(appSyncKeyOf) : [appSyncKeyOf(event)];
  return others.every((other) => other === key) ? keyedRoute('appsync', key) : undefined;
}

/** A path without the names of its parameters. Two routes of one shape match the same paths. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*?(\+?)\}/gu, '{$1}');
}
