import { AssertionError } from 'node:assert';
import { misuse } from '../lib/misuse.js';
import { isPlain } from '../lib/options.js';
import { ownField, ownFields } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import type { CallerOptions } from './caller.js';
import { checkBuilderOptions, type Kind, type Kinds, TEXTS } from './options.js';
import { parametersOf, type RouteOptions } from './request.js';

/** A wrapped handler with any types of event and result. */
type AnyHandler = (event: never, context: never) => unknown;

/** TypeScript would take a function for an object of no handlers, whose rows it does not check. */
type NotOneFunction = { readonly [Symbol.hasInstance]?: never };

/** The status that each caller must receive on each route. */
export interface AccessTable<TCaller extends string, TRoute extends string = string> {
  /** A builder of this test kit, such as `restApiEvent`. */
  readonly event: (options: CallerOptions & RouteOptions) => unknown;
  /** The callers by name; `{}` is an unauthenticated request. */
  readonly callers: { readonly [TName in TCaller]: CallerOptions };
  /** The status for every caller, by route, such as `'PUT /teams/{teamId}'` or `'Query.teams'`. */
  readonly routes: {
    readonly [TName in NoInfer<TRoute>]: { readonly [TName in NoInfer<TCaller>]: number };
  };
  /** The values of path parameters. Default: each parameter has its own name as its value. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

const isFunction = (value: unknown) => typeof value === 'function';

/** An object that contains at least one object. */
const rows = (example: string): Kind => ({
  accepts: (value) =>
    isPlain(value) && Object.keys(value).length > 0 && Object.values(value).every(isPlain),
  write: `at least one, such as ${example}`,
});

const TABLE: Kinds<AccessTable<string>> = {
  event: { accepts: isFunction, write: 'a builder such as restApiEvent, not the event it returns' },
  callers: rows("{ member: { groups: ['member'] } }"),
  routes: rows("{ 'GET /teams': { member: 200 } }"),
  pathParameters: TEXTS,
};

/**
 * Calls every route as every caller, and compares the statuses. The first argument is one handler
 * for all routes, or an object with a handler for each route.
 *
 * If a handler throws, the `statusCode` of the error counts. AppSync has no statuses: any result
 * counts as 200.
 *
 * @throws AssertionError that lists every difference, such as
 *   `PUT /teams/{teamId} as member: expected 403, got 200`, with the reason if the handler threw,
 *   and every route that has a row but no
 *   handler, or a handler but no row
 * @throws TypeError for a table without routes or callers, a row that lacks a caller or names an
 *   unknown one, and a route or a caller that the builder rejects
 * @example
 * const [listTeams, renameTeam] = [guarded, guarded];
 * await expectAccess(
 *   { 'GET /teams': listTeams, 'PUT /teams/{teamId}': renameTeam },
 *   {
 *     event: restApiEvent,
 *     callers: { anonymous: {}, member: { groups: ['member'] } },
 *     routes: {
 *       'GET /teams': { anonymous: 401, member: 200 },
 *       'PUT /teams/{teamId}': { anonymous: 401, member: 200 },
 *     },
 *   },
 * );
 */
export async function expectAccess<TCaller extends string>(
  handler: AnyHandler,
  table: AccessTable<TCaller>,
): Promise<void>;
export async function expectAccess<TCaller extends string, TRoute extends string>(
  handlers: { readonly [TName in TRoute]: AnyHandler } & NotOneFunction,
  table: AccessTable<TCaller, TRoute>,
): Promise<void>;
export async function expectAccess(
  handlers: AnyHandler | Readonly<Record<string, AnyHandler>>,
  table: AccessTable<string>,
): Promise<void> {
  checkTable(table);
  checkHandlers(handlers);
  const { callers, routes } = table;
  const served = typeof handlers === 'function' ? routes : handlers;
  const results: Result[] = [];
  for (const [route, row] of Object.entries(routes)) {
    const handler = typeof handlers === 'function' ? handlers : ownField(handlers, route);
    if (handler === undefined) {
      results.push({ of: route, expected: 'a handler', got: 'none' });
      continue;
    }
    for (const [name, caller] of Object.entries(callers)) {
      const event = table.event({ ...routeOptions(route, table.pathParameters), ...caller });
      const answer = await answerOf(handler as AnyHandler, event);
      results.push({ of: `${route} as ${name}`, expected: row[name], ...answer });
    }
  }
  for (const route of Object.keys(served)) {
    if (!Object.hasOwn(routes, route)) results.push({ of: route, expected: 'a row', got: 'none' });
  }
  const differences = results.filter(({ expected, got }) => expected !== got);
  if (differences.length === 0) return;
  const line = ({ of, expected, got, why }: Result) =>
    `  ${of}: expected ${expected}, got ${got}${why === undefined ? '' : `: ${why}`}`;
  throw new AssertionError({
    message: ['expectAccess: access differs:', ...differences.map(line)].join('\n'),
    expected: results.map(({ of, expected }) => `${of}: ${expected}`),
    actual: results.map(({ of, got }) => `${of}: ${got}`),
    operator: 'expectAccess',
  });
}

interface Result {
  readonly of: string;
  readonly expected: unknown;
  readonly got: unknown;
  /** What the handler threw, in one line. */
  readonly why?: string | undefined;
}

/** @throws TypeError for a table that would leave something untested */
function checkTable(table: AccessTable<string>): void {
  if (table === undefined) {
    misuse('expectAccess: the table', table, 'expectAccess(handler, { event, callers, routes })');
  }
  checkBuilderOptions('expectAccess', table, TABLE);
  for (const name of ['event', 'callers', 'routes'] as const) {
    if (table[name] === undefined) {
      misuse(`expectAccess: option ${name}`, undefined, TABLE[name].write);
    }
  }
  const { callers, routes, pathParameters = {} } = table;
  for (const [route, row] of Object.entries(routes)) {
    const unknown = Object.keys(row).find((name) => !Object.hasOwn(callers, name));
    if (unknown !== undefined) {
      throw new TypeError(
        `expectAccess: ${quote(route)} names ${unknown}, who is not one of the callers`,
      );
    }
    const forgotten = Object.keys(callers).find((name) => typeof row[name] !== 'number');
    if (forgotten !== undefined) {
      misuse(
        `expectAccess: the status of ${quote(route)} for ${forgotten}`,
        row[forgotten],
        'one such as 200',
      );
    }
  }
  const known = Object.keys(routes).flatMap(parametersOf);
  const parameter = Object.keys(pathParameters).find((name) => !known.includes(name));
  if (parameter !== undefined) {
    misuse('expectAccess: a path parameter', parameter, 'only those of the routes');
  }
}

/** @throws TypeError for anything but a handler, or an object of handlers */
function checkHandlers(handlers: unknown): void {
  if (isFunction(handlers)) return;
  if (!isPlain(handlers) || Object.keys(handlers).length === 0) {
    misuse('expectAccess: the handler', handlers, 'a function, or an object of functions by route');
  }
  for (const [route, handler] of Object.entries(handlers)) {
    if (!isFunction(handler)) {
      misuse(`expectAccess: the handler of ${quote(route)}`, handler, 'a function');
    }
  }
}

function routeOptions(route: string, values: RouteOptions['pathParameters'] = {}): RouteOptions {
  const names = parametersOf(route);
  const entries = names.map((name) => [name, ownField(values, name) ?? name]);
  return { route, ...(names.length > 0 && { pathParameters: Object.fromEntries(entries) }) };
}

async function answerOf(handler: AnyHandler, event: unknown): Promise<Pick<Result, 'got' | 'why'>> {
  try {
    const answer = await handler(event as never, {} as never);
    if (ownField(event, 'requestContext') === undefined) return { got: ANSWER_OF_APP_SYNC };
    return { got: statusOf(answer) ?? 'no status' };
  } catch (error) {
    const got = statusOf(error);
    return got === undefined ? { got: `a thrown ${String(error)}` } : { got, why: reasonOf(error) };
  }
}

/** The message is for clients. What developers need stands in `cause`. */
function reasonOf(error: unknown): string | undefined {
  const { claim, problem, reason } = ownFields(ownField(error, 'cause'));
  if (typeof reason === 'string') return reason;
  if (typeof problem === 'string') return claim === undefined ? problem : `${claim}: ${problem}`;
  return error instanceof Error ? error.message.split('\n', 1)[0] : undefined;
}

/** A `statusCode` that is not a number is quoted, so that `'200'` does not look like 200. */
function statusOf(value: unknown): number | string | undefined {
  const status = (value as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' || status === undefined ? status : quote(status);
}

/** A resolver returns data, not a status. Only AppSync events have no `requestContext`. */
const ANSWER_OF_APP_SYNC = 200;
