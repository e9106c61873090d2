import { ownFields } from '../lib/own-fields.js';
import { appSyncKeyOf, joined } from '../sources/app-sync-key.js';

/** The methods that API Gateway and `@middy/http-router` route. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** `ANY` stands for the methods that have no route of their own. */
export type Method = (typeof METHODS)[number] | 'ANY';

/**
 * The route that the gateway matched, as it wrote it into the event. The path of the request is
 * never read: if two matchers disagree, a request can bypass both.
 */
export interface Route {
  readonly kind: 'http' | 'websocket' | 'appsync';
  /** As tables and logs write it: `GET /teams/{teamId}`, `$connect`, `Query.teams`. */
  readonly key: string;
}

/** @returns `undefined` if the event names no route, or a batch names more than one */
export function routeOf(event: unknown): Route | undefined {
  const { requestContext, version, routeKey, httpMethod, resource } = ownFields(event);
  if (requestContext === undefined) return toRoute('appsync', appSyncKey(event));
  const { http, connectionId, routeKey: socketKey } = ownFields(requestContext);
  if (version === '2.0')
    return toRoute('http', joined(ownFields(http).method, ' ', pathOf(routeKey)));
  if (version !== undefined && version !== '1.0') return undefined;
  if (connectionId !== undefined) return toRoute('websocket', socketKey);
  return toRoute('http', joined(httpMethod, ' ', resource));
}

function toRoute(kind: Route['kind'], key: unknown): Route | undefined {
  return typeof key === 'string' ? { kind, key } : undefined;
}

/** What follows the method in `GET /teams/{teamId}`. `$default` has no method. */
export function pathOf(key: unknown): string | undefined {
  return typeof key === 'string' ? key.slice(key.indexOf(' ') + 1) : undefined;
}

/** A batch resolver gets one event for each object; all are of one field. */
function appSyncKey(event: unknown): string | undefined {
  const [key, ...others] = Array.isArray(event) ? event.map(appSyncKeyOf) : [appSyncKeyOf(event)];
  return others.every((other) => other === key) ? key : undefined;
}

/** A path without the names of its parameters. A router cannot hold two routes of one shape. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*?(\+?)\}/gu, '{$1}');
}
