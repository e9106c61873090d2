import { ownFields } from '../lib/own-fields.js';

/** The methods that API Gateway and `@middy/http-router` route. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

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
  if (Array.isArray(event)) return batchRoute(event);
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

/** The `@function` of Amplify has no `info`; an event of AppSync Events has a channel in it. */
function appSyncRoute(event: unknown): Route | undefined {
  const { info, typeName, fieldName } = ownFields(event);
  if (info === undefined) return joinedRoute(typeName, '.', fieldName);
  const { parentTypeName, fieldName: field, operation, channel } = ownFields(info);
  return parentTypeName === undefined
    ? joinedRoute(operation, ' ', ownFields(channel).path)
    : joinedRoute(parentTypeName, '.', field);
}

function joinedRoute(one: unknown, separator: string, other: unknown): Route | undefined {
  const isRoute = typeof one === 'string' && typeof other === 'string';
  return keyedRoute('appsync', isRoute ? one + separator + other : undefined);
}

function batchRoute(events: readonly unknown[]): Route | undefined {
  const [first, ...others] = events.map(appSyncRoute);
  if (first === undefined) return undefined;
  const isSame = (route: Route | undefined) =>
    route !== undefined && routeText(route) === routeText(first);
  return others.every(isSame) ? first : undefined;
}

/** A path without the names of its parameters. A router cannot hold two routes of one shape. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*?(\+?)\}/gu, '{$1}');
}
