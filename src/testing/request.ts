import { misuse } from '../lib/misuse.js';
import { quote } from '../lib/quote.js';
import { type Kinds, like, oneOf, TEXT, TEXTS } from './options.js';

/** The route that the gateway matched, as a table of `routePolicy` writes it. */
export interface RouteOptions {
  /**
   * The route, such as `'PUT /teams/{teamId}'`. Together with `pathParameters`, it sets `method`,
   * `resource` and `path`, and the route key of an HTTP API.
   */
  readonly route?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/** The HTTP request. */
export interface RequestOptions extends RouteOptions {
  readonly method?: string;
  /** The path of the request, such as `/teams/7`. */
  readonly path?: string;
  /** The path of the route that the gateway matched, such as `/teams/{teamId}`. Default: `path`. */
  readonly resource?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** `ANY` is for tables only. It is not the method of any request. */
const ROUTE = new RegExp(`^(?:${METHODS.join('|')}) /\\S*$`, 'u');

const PARAMETER = /\{([^{}+]+)\+?\}/gu;

const PATH = like(/^\//u, "a path such as '/teams/7'");

export const REQUEST: Kinds<RequestOptions> = {
  route: like(ROUTE, "the route of a request such as 'GET /teams/{teamId}'"),
  method: oneOf(METHODS),
  path: PATH,
  resource: PATH,
  pathParameters: TEXTS,
  headers: TEXTS,
  query: TEXTS,
  body: TEXT,
};

/** The names of the path parameters of a route. */
export function parametersOf(route: string): string[] {
  return [...route.matchAll(PARAMETER)].map(([, name]) => name as string);
}

/**
 * The request that the option `route` describes.
 *
 * @throws TypeError for an option that `route` already sets, and for path parameters that are not
 *   those of the route
 */
export function toRequest(builder: string, options: RequestOptions): RequestOptions {
  const { route, pathParameters = {}, ...others } = options;
  if (route === undefined) return options;
  const second = (['method', 'path', 'resource'] as const).find(
    (name) => others[name] !== undefined,
  );
  if (second !== undefined) {
    throw new TypeError(`${builder}: option route sets the ${second}; omit ${second}`);
  }
  const names = parametersOf(route);
  const missing = names.find((name) => !Object.hasOwn(pathParameters, name));
  if (missing !== undefined) {
    throw new TypeError(
      `${builder}: the route ${quote(route)} has {${missing}}; ` +
        `write its value: pathParameters: { ${missing}: '7' }`,
    );
  }
  const other = Object.keys(pathParameters).find((name) => !names.includes(name));
  if (other !== undefined) {
    misuse(`${builder}: a path parameter of ${quote(route)}`, other, 'only those of the route');
  }
  const [method, resource] = route.split(' ') as [string, string];
  const path = resource.replace(PARAMETER, (_, name: string) => pathParameters[name] as string);
  return { ...others, method, resource, path, ...(names.length > 0 && { pathParameters }) };
}
