import { ALWAYS, commonPart, type When, waysOf } from './conditions.js';
import type { Unresolved } from './intrinsics.js';
import type { Resource } from './template.js';

export type ApiKind = 'rest' | 'http' | 'websocket';

/** How a template writes an API, which decides what a fix looks like. */
type Dialect = 'sam' | 'resource' | 'openapi';

/** What checks the caller before the function runs. */
export type Authorizer =
  | { readonly kind: 'none' }
  /** An AWS signature. It passes no user and no groups to the function. */
  | { readonly kind: 'iam' }
  | { readonly kind: 'authorizer'; readonly name: string }
  | { readonly kind: 'unknown'; readonly why: string };

export interface DeployedRoute {
  readonly api: string;
  readonly apiKind: ApiKind;
  /** `undefined` for a WebSocket API. */
  readonly method: string | undefined;
  /** `$default`, or the route key of a WebSocket API. */
  readonly path: string;
  /** Empty if it reaches no function; `undefined` if they are known only at deployment. */
  readonly functions: readonly string[] | undefined;
  /** The gateway writes the event. Otherwise the body of a request can be the event. */
  readonly isProxy: boolean;
  readonly authorizer: Authorizer;
  readonly when: When;
  readonly at: string;
  readonly dialect: Dialect;
}

export interface NamedAuthorizer {
  readonly name: string;
  /** The `AuthorizationType` of a route that names it. */
  readonly type: string;
}

export interface DeployedApi {
  readonly id: string;
  readonly kind: ApiKind;
  /** Whether the gateway itself answers preflights and adds headers. */
  readonly hasCors: boolean;
  /** The authorizer that the gateway applies to preflights that it answers itself. */
  readonly preflightAuthorizer: string | undefined;
  /** The authorizers that a route may name. */
  readonly authorizers: readonly NamedAuthorizer[];
  readonly when: When;
  readonly at: string;
  readonly dialect: Dialect;
}

/** A response of a REST API that does not come from a function. */
interface GatewayResponse {
  readonly api: string;
  readonly type: string;
  readonly allowsOrigin: boolean;
  readonly when: When;
}

/** A route, a method or an authorizer that is known only at deployment. */
interface UnresolvedPart {
  readonly at: string;
  /** What is unknown, and what the template contains there. */
  readonly what: string;
  readonly fix: string;
  /** The functions that it concerns; `undefined` if they are unknown. */
  readonly functions: readonly string[] | undefined;
}

/** What templates deploy, as far as the templates show it. */
export interface Deployment {
  readonly routes: DeployedRoute[];
  readonly apis: DeployedApi[];
  readonly responses: GatewayResponse[];
  readonly unresolved: UnresolvedPart[];
  /** What is not checked, in sentences. */
  readonly notes: string[];
  readonly functions: string[];
}

export function emptyDeployment(): Deployment {
  return { routes: [], apis: [], responses: [], unresolved: [], notes: [], functions: [] };
}

/** `GET /teams`, `$default` or `sendMessage`. */
export function keyOf({ method, path }: Pick<DeployedRoute, 'method' | 'path'>): string {
  return method === undefined || path === '$default' ? path : `${method} ${path}`;
}

export function conditionsOf({ condition }: Pick<Resource, 'condition'>): When {
  return condition === undefined ? ALWAYS : new Map([[condition, true]]);
}

/**
 * Calls `read` for every possible result of a value, and returns the different outcomes. Results
 * with the same outcome are merged.
 */
export function readWays<TPart extends { readonly when: When }>(
  deployment: Deployment,
  at: string,
  value: unknown,
  base: When,
  read: (value: unknown, when: When) => readonly TPart[],
): TPart[] {
  const ways = waysOf(value, base);
  if (ways === undefined) {
    deployment.unresolved.push({
      at,
      what: 'it depends on too many conditions',
      fix: 'write it with at most 4 conditions',
      functions: undefined,
    });
    return [];
  }
  const parts = new Map<string, TPart>();
  for (const part of ways.flatMap((way) => read(way.value, way.when))) {
    const key = JSON.stringify({ ...part, when: undefined });
    const same = parts.get(key);
    parts.set(key, same ? { ...same, when: commonPart(same.when, part.when) } : part);
  }
  return [...parts.values()];
}

/** Records a part that cannot be resolved. */
export function addUnresolved(
  deployment: Deployment,
  at: string,
  name: string,
  { unresolved }: Unresolved,
  functions: readonly string[] | undefined,
): void {
  const what = `${name} is ${unresolved}; its value is known only at deployment`;
  deployment.unresolved.push({ at, what, fix: fixOf(name, unresolved), functions });
}

/** An id names another resource. Everything else is a string. */
function fixOf(name: string, unresolved: string): string {
  if (name.endsWith('Id')) return `set ${name} to a resource of this template`;
  const parameter = /^!Ref (\w+)$/u.exec(unresolved)?.[1];
  const orDefault = parameter === undefined ? '' : `, or give the parameter ${parameter} a Default`;
  return `write ${name} as a string${orDefault}`;
}
