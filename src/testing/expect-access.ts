import { AssertionError } from 'node:assert';
import type { CallerOptions, RequestOptions } from './caller.js';

/** `ANY` is a word of tables: no request has it for a method. */
const ROUTE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*)$/u;

/** A wrapped handler, whatever the types of its event and result. */
type AnyHandler = (event: never, context: never) => unknown;

/** Who may call what, as the statuses that the handler answers. */
export interface AccessTable<TCaller extends string> {
  /** A builder of this kit: `restApiEvent`, `httpApiEvent`, … */
  readonly event: (options: CallerOptions & RequestOptions) => unknown;
  readonly callers: { readonly [TName in TCaller]: CallerOptions };
  /** `'PUT /teams/{teamId}'` → the status for every caller. */
  readonly routes: { readonly [route: string]: { readonly [TName in NoInfer<TCaller>]: number } };
  /** Values of path parameters; a parameter without one has its own name as value. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/**
 * Sends every caller to every route and compares the statuses. An error that the handler throws counts with its `statusCode`.
 *
 * @throws AssertionError that lists every difference, `PUT /teams/{teamId} as member: expected 403, got 200`
 * @throws TypeError for a route that is not `METHOD /path`, a caller whom a row forgets, or one who is in no table
 */
export async function expectAccess<TCaller extends string>(
  handler: AnyHandler,
  table: AccessTable<TCaller>,
): Promise<void> {
  const differences: string[] = [];
  const [expected, actual]: [string[], string[]] = [[], []];
  for (const [route, row] of Object.entries(table.routes)) {
    for (const name of Object.keys(row)) {
      if (!Object.hasOwn(table.callers, name))
        throw new TypeError(`expectAccess: ${route} names ${name}, who is no caller`);
    }
    for (const name of Object.keys(table.callers) as TCaller[]) {
      if (!Object.hasOwn(row, name))
        throw new TypeError(`expectAccess: ${route} says nothing of ${name}`);
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
  if (expected.length === 0)
    throw new TypeError('expectAccess: a table without routes or callers proves nothing');
  if (differences.length > 0) {
    throw new AssertionError({
      message: `access differs:\n  ${differences.join('\n  ')}`,
      expected,
      actual,
      operator: 'expectAccess',
    });
  }
}

function requestOf(route: string, values: Readonly<Record<string, string>>): RequestOptions {
  const [, method, resource] = ROUTE.exec(route) ?? [];
  if (method === undefined || resource === undefined)
    throw new TypeError(`expectAccess: write 'GET /path', got ${JSON.stringify(route)}`);
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
