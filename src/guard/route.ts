import { ownFields } from '../lib/own-fields.js';
import { appSyncKeyOf } from '../sources/app-sync-key.js';

/** The methods that API Gateway and `@middy/http-router` route. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Names of methods are case-sensitive. */
export function isMethod(method: unknown): boolean {
  return (METHODS as readonly unknown[]).includes(method);
}

/** `ANY` stands for the methods that have no route of their own. */
export type Method = (typeof METHODS)[number] | 'ANY';

/**
 * The route that the gateway matched, as it wrote it into the event. The path of the request is
 * never read: if two matchers disagree, a request can bypass both.
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

/** A batch resolver gets one event for each object; all are of one field. */
function appSyncRoute(event: unknown): Route | undefined {
  const [key, ...others] = Array.isArray(event) ? event.map(appSyncKeyOf) : [appSyncKeyOf(event)];
  return others.every((other) => other === key) ? keyedRoute('appsync', key) : undefined;
}

/** A path without the names of its parameters. A router cannot hold two routes of one shape. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*?(\+?)\}/gu, '{$1}');
}
