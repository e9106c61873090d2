import { ALWAYS, commonPart, type When, waysOf } from './conditions.js';
import type { Unresolved } from './intrinsics.js';
import type { Resource } from './template.js';

export type ApiKind = 'rest' | 'http' | 'websocket';

/** How a template writes something, which decides how it is fixed. */
type Dialect = 'sam' | 'resource' | 'openapi';

/** Who looks at the caller before the function runs. */
export type Authorizer =
  | { readonly kind: 'none' }
  /** A signature of AWS. It tells the function of no user and no group. */
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
  /** None if it reaches no function; `undefined` if only a deployment knows which. */
  readonly functions: readonly string[] | undefined;
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
  /** The gateway itself answers preflights and adds headers. */
  readonly hasCors: boolean;
  /** The authorizer that the gateway puts before its own answers to preflights. */
  readonly preflightAuthorizer: string | undefined;
  /** What a route may name as its authorizer. */
  readonly authorizers: readonly NamedAuthorizer[];
  readonly when: When;
  readonly at: string;
  readonly dialect: Dialect;
}

/** An answer of a REST API that does not come from a function. */
interface GatewayResponse {
  readonly api: string;
  readonly type: string;
  readonly allowsOrigin: boolean;
  readonly when: When;
}

/** A route, a method or an authorizer that only a deployment knows. */
interface UnresolvedPart {
  readonly at: string;
  /** What is not known, and what stands there. */
  readonly what: string;
  readonly fix: string;
  /** The functions that it concerns; `undefined` if that is not known. */
  readonly functions: readonly string[] | undefined;
}

/** What templates deploy, as far as they say. */
export interface Deployment {
  readonly routes: DeployedRoute[];
  readonly apis: DeployedApi[];
  readonly responses: GatewayResponse[];
  readonly unresolved: UnresolvedPart[];
  /** What is not looked at, in sentences. */
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
 * Calls `read` for every way that a value may turn out, and returns what differs. Two ways with one
 * outcome become one.
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

/** Notes a part that cannot be resolved. */
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

/** An id names another resource. Everything else is a text. */
function fixOf(name: string, unresolved: string): string {
  if (name.endsWith('Id')) return `set ${name} to a resource of this template`;
  const parameter = /^!Ref (\w+)$/u.exec(unresolved)?.[1];
  const orDefault = parameter === undefined ? '' : `, or give the parameter ${parameter} a Default`;
  return `write ${name} as a string${orDefault}`;
}
