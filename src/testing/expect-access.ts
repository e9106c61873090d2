import { AssertionError } from 'node:assert';
import type { CallerOptions, RequestOptions } from './caller.js';

/** `ANY` belongs to tables. It is not the method of any request. */
const ROUTE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*)$/u;

/** A wrapped handler with any types of event and result. */
type AnyHandler = (event: never, context: never) => unknown;

/** The status that the handler answers for every route and every caller. */
export interface AccessTable<TCaller extends string> {
  /** A builder of this kit, such as `restApiEvent` or `httpApiEvent`. */
  readonly event: (options: CallerOptions & RequestOptions) => unknown;
  /** The callers by name; `{}` is an unauthenticated request. */
  readonly callers: { readonly [TName in TCaller]: CallerOptions };
  /** The status for every caller, by route, such as `'PUT /teams/{teamId}'`. */
  readonly routes: { readonly [route: string]: { readonly [TName in NoInfer<TCaller>]: number } };
  /** The values of path parameters. Default: the name of the parameter. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/**
 * Sends the request of every caller to every route and compares the statuses. An error that the
 * handler throws counts as its `statusCode`.
 *
 * @throws AssertionError that lists every difference, such as
 *   `PUT /teams/{teamId} as member: expected 403, got 200`
 * @throws TypeError for a route that is not `METHOD /path`, a row that lacks a caller or names an
 *   unknown one, and a table without routes or callers
 * @example
 * await expectAccess(handler, {
 *   event: restApiEvent,
 *   callers: { anonymous: {}, member: { groups: ['member'] } },
 *   routes: { 'GET /teams': { anonymous: 401, member: 200 } },
 * });
 */
export async function expectAccess<TCaller extends string>(
  handler: AnyHandler,
  table: AccessTable<TCaller>,
): Promise<void> {
  const differences: string[] = [];
  const [expected, actual]: [string[], string[]] = [[], []];
  for (const [route, row] of Object.entries(table.routes)) {
    for (const name of Object.keys(row)) {
      if (!Object.hasOwn(table.callers, name)) {
        throw new TypeError(`expectAccess: ${route} names ${name}, who is not one of the callers`);
      }
    }
    for (const name of Object.keys(table.callers) as TCaller[]) {
      if (!Object.hasOwn(row, name)) {
        throw new TypeError(`expectAccess: ${route} has no status for ${name}`);
      }
      const event = table.event({
        ...requestOf(route, table.pathParameters ?? {}),
        ...table.callers[name],
      });
      const [status, got] = [row[name], await answerOf(handler, event)];
      expected.push(`${route} as ${name}: ${status}`);
      actual.push(`${route} as ${name}: ${got}`);
      if (got !== status) differences.push(`${route} as ${name}: expected ${status}, got ${got}`);
    }
  }
  if (expected.length === 0) {
    throw new TypeError('expectAccess: write a table with at least one route and one caller');
  }
  if (differences.length > 0) {
    throw new AssertionError({
      message: `expectAccess: access differs:\n  ${differences.join('\n  ')}`,
      expected,
      actual,
      operator: 'expectAccess',
    });
  }
}

function requestOf(route: string, values: Readonly<Record<string, string>>): RequestOptions {
  const [, method, resource] = ROUTE.exec(route) ?? [];
  if (method === undefined || resource === undefined) {
    throw new TypeError(
      `expectAccess: ${JSON.stringify(route)} is not a route; write 'GET /teams/{teamId}'`,
    );
  }
  const names = [...resource.matchAll(/\{([^{}+]+)\+?\}/gu)].map(([, name]) => name as string);
  const pathParameters = Object.fromEntries(names.map((name) => [name, values[name] ?? name]));
  const path = resource.replace(
    /\{([^{}+]+)\+?\}/gu,
    (_, name: string) => pathParameters[name] as string,
  );
  return { method, resource, path, ...(names.length === 0 ? {} : { pathParameters }) };
}

async function answerOf(handler: AnyHandler, event: unknown): Promise<unknown> {
  try {
    const answer = (await handler(event as never, {} as never)) as
      | { statusCode?: unknown }
      | undefined;
    return answer?.statusCode ?? 'no status';
  } catch (error) {
    return (
      (error as { statusCode?: unknown } | undefined)?.statusCode ?? `a thrown ${String(error)}`
    );
  }
}
