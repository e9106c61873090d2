/** A route as it is deployed: `{ method: 'PUT', path: '/teams/{teamId}', authorizer: true }`. */
export interface GatewayRoute {
  readonly method: string;
  readonly path: string;
  /** Whether the gateway requires a valid token. If not, the event holds no caller. */
  readonly authorizer: boolean;
}

export interface MatchedRoute {
  readonly route: GatewayRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The first route of this method whose path matches. */
export function findRoute(
  routes: readonly GatewayRoute[],
  method: string,
  path: string,
): MatchedRoute | undefined {
  for (const route of routes) {
    const pathParameters = route.method === method ? matchPath(route.path, path) : undefined;
    if (pathParameters !== undefined) return { route, pathParameters };
  }
  return undefined;
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = actual[index] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined ? value !== part : value === '') return undefined;
    if (name !== undefined) parameters[name] = value;
  }
  return parameters;
}
