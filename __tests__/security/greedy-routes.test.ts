import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GuardedRoute, guardRoutes, type Method } from 'middy-cognito-groups';
import { runs } from '../support/runs.js';

const route = (method: Method, path: string): GuardedRoute<unknown, string> => ({
  method,
  path,
  access: 'member',
  handler: async () => `${method} ${path}`,
});

const build = (...routes: readonly (readonly [Method, string])[]) =>
  guardRoutes(routes.map(([method, path]) => route(method, path)));

/**
 * The path of a route as the router of Middy 5 and 6 compiles it: a greedy route without its last
 * slash, and nothing escaped.
 */
const oldPattern = (path: string) =>
  new RegExp(
    `^${path
      .replace(/(?<=.)\/$/u, '')
      .replace(/\/\{(proxy)\+\}$/u, '/?(?<$1>.*)')
      .replace(/\/\{([^/]+)\}/gu, '/(?<$1>[^/]+)')}/?$`,
  );

/** The path as it reads: every character is itself, and a greedy part begins with a slash. */
const newPattern = (path: string) =>
  new RegExp(
    `^${path
      .replace(/(?<=.)\/$/u, '')
      .replace(/[.+?^${}()|[\]\\]/gu, '\\$&')
      .replace(/\/\\\{proxy\\\+\\\}$/u, '(?:/(?<proxy>.*))?')
      .replace(/\/\\\{([^/]+)\\\}/gu, '/(?<$1>[^/]+)')}/?$`,
  );

function isRefused(...paths: readonly string[]): boolean {
  try {
    build(...paths.map((path) => ['GET', path] as const));
    return false;
  } catch (error) {
    if (error instanceof TypeError) return true;
    throw error;
  }
}

/** The route that a router with these patterns takes for a path. Static routes come first. */
function routed(paths: readonly string[], path: string, pattern: (path: string) => RegExp) {
  const isStatic = (route: string) => !route.includes('{') && pattern(route).test(path);
  const hasExact = paths.find((one) => isStatic(one) && newPattern(one).test(path));
  return hasExact ?? paths.find((one) => one.includes('{') && pattern(one).test(path));
}

describe('a greedy route before one that Middy 5 and 6 would give to it', () => {
  it.each<[string, string]>([
    ['/files/{proxy+}', '/files-private/{id}'],
    ['/files/{proxy+}', '/files2/{id}'],
    ['/files/{proxy+}', '/files-private/{proxy+}'],
    ['/files/{proxy+}', '/files-private/a/b/{proxy+}'],
    ['/files/{proxy+}', '/{folder}/{id}'],
    ['/files/{proxy+}', '/{folder}'],
    ['/api/files/{proxy+}', '/api/files-private/{id}'],
    ['/api/files/{proxy+}', '/api/{name}'],
    ['/api/files/{proxy+}', '/api/{name}/x'],
    ['/{tenant}/files/{proxy+}', '/{tenant}/files-private/{id}'],
    ['/{tenant}/files/{proxy+}', '/acme/files-private/{id}'],
    ['/acme/files/{proxy+}', '/{tenant}/files-private/{id}'],
    ['/{tenant}/{proxy+}', '/{tenant}'],
  ])('%s before %s is a TypeError, and after it is not', (greedy, other) => {
    expect(() => build(['GET', greedy], ['GET', other])).toThrow(TypeError);
    expect(() => build(['GET', greedy], ['GET', other])).toThrow(other);
    expect(build(['GET', other], ['GET', greedy]).map(({ path }) => path)).toEqual([other, greedy]);
  });

  it.each<[Method, Method]>([
    ['GET', 'GET'],
    ['ANY', 'GET'],
    ['GET', 'ANY'],
    ['ANY', 'ANY'],
    ['DELETE', 'DELETE'],
  ])('is refused where both take a method: %s, %s', (first, second) => {
    expect(() => build([first, '/files/{proxy+}'], [second, '/files-private/{id}'])).toThrow(
      TypeError,
    );
    expect(build([second, '/files-private/{id}'], [first, '/files/{proxy+}'])).toHaveLength(2);
  });

  it.each<[Method, Method]>([
    ['GET', 'POST'],
    ['HEAD', 'GET'],
    ['OPTIONS', 'DELETE'],
  ])('is accepted without a common method: %s, %s', (first, second) => {
    expect(build([first, '/files/{proxy+}'], [second, '/files-private/{id}'])).toHaveLength(2);
  });

  it('is refused with other routes between them, and with a trailing slash', () => {
    expect(() =>
      build(['GET', '/files/{proxy+}'], ['GET', '/teams/{id}'], ['GET', '/files-private/{id}/']),
    ).toThrow(TypeError);
  });

  it('is refused if any of the methods of { any: "last" } meets it', () => {
    const routes = [
      route('ANY', '/files/{proxy+}'),
      route('GET', '/files/{proxy+}'),
      route('POST', '/files-private/{id}'),
    ];
    expect(() => guardRoutes(routes, { any: 'last' })).toThrow(TypeError);
  });
});

describe('a greedy route before one that it does not take', () => {
  it.each<[string, string]>([
    ['/files/{proxy+}', '/file/{id}'],
    ['/files/{proxy+}', '/my-files/{id}'],
    ['/files/{proxy+}', '/Files-private/{id}'],
    ['/files/{proxy+}', '/api/files-private/{id}'],
    ['/api/files/{proxy+}', '/files-private/{id}'],
    ['/files/{proxy+}', '/files-private/1'],
    ['/a/b/{proxy+}', '/ab/b/{id}'],
  ])('%s before %s is accepted', (greedy, other) => {
    expect(build(['GET', greedy], ['GET', other])).toHaveLength(2);
  });
});

describe('the dot of a path, which Middy 5 and 6 take for any character', () => {
  it.each<[string, string]>([
    ['/v1.0/{id}', '/v1/0/{id}'],
    ['/a.b.c/{id}', '/axb/c/{id}'],
  ])('%s before %s is a TypeError that says why', (first, second) => {
    expect(() => build(['GET', first], ['GET', second])).toThrow(
      `guardRoutes: 'GET ${second}' comes after 'GET ${first}', which takes its requests with ` +
        "Middy 5 and 6; put it before that, or with Middy 7 write { greedy: 'exact' }",
    );
    expect(build(['GET', second], ['GET', first])).toHaveLength(2);
  });

  it('is only a dot in a path without a parameter', () => {
    expect(build(['GET', '/v1.0/x'], ['GET', '/v1/0/{id}'])).toHaveLength(2);
  });
});

describe('routes that are accepted', () => {
  const segment = fc.constantFrom('files', 'files-private', 'file', 'x', '{a}', '{b}');
  const path = fc
    .tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([segments, isGreedy]) => `/${[...segments, ...(isGreedy ? ['{proxy+}'] : [])].join('/')}`)
    .filter(
      (one) => new Set(one.match(/\{\w+\}/gu)).size === (one.match(/\{\w+\}/gu)?.length ?? 0),
    );
  const requested = fc
    .array(fc.constantFrom('files', 'files-private', 'filesx', 'file', 'x', 'y'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((segments) => `/${segments.join('/')}`);

  const hasOneGreedyRoute = (paths: readonly string[]) =>
    paths.filter((one) => one.includes('+')).length === 1;

  it('go to the same route with the routers of Middy 5, 6 and 7', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { minLength: 2, maxLength: 4 }).filter(hasOneGreedyRoute),
        fc.array(requested, { minLength: 20, maxLength: 20 }),
        (paths, requests) => {
          if (isRefused(...paths)) return;
          accepted += 1;
          for (const one of requests) {
            const meant = routed(paths, one, newPattern);
            if (meant !== undefined) expect(routed(paths, one, oldPattern)).toBe(meant);
          }
        },
      ),
      { numRuns: runs(5000) },
    );
    expect(accepted).toBeGreaterThan(runs(1000));
  });

  it.each([
    ['/public/{proxy+}', '/{proxy+}', '/public-secrets/1'],
    ['/api/public/{proxy+}', '/api/{proxy+}', '/api/public-secrets/1'],
    ['/api/public/{proxy+}', '/{proxy+}', '/api/public-secrets/1'],
    ['/v1.0/{id}', '/v1-0/{id}', '/v1-0/7'],
    ['/teams/{a}x/{c}', '/teams/admin-x/{c}', '/teams/admin-x/1'],
  ])('%s before %s: the second takes %s, or they are refused', (first, second, path) => {
    expect(newPattern(second).test(path)).toBe(true);
    const taken = isRefused(first, second) ? second : routed([first, second], path, oldPattern);
    expect(taken).toBe(second);
  });

  it.each([
    '/a|/b/{id}',
    '/a.*/{id}',
    '/(a)/{id}',
    '/a?/{id}',
    '/a*/{id}',
    '/[a-z]+/{id}',
    '/a$/{id}',
    '/\\w+/{id}',
    '/a^/{id}',
  ])('take no path that is not theirs: %s', (path) => {
    const others = ['/admin', '/b/1', '/a', '/aXX/1', '/a/1', '/x/1', '/zz/1', '/A/1'];
    const taken = others.filter((one) => oldPattern(path).test(one) && !newPattern(path).test(one));
    expect(isRefused(path) ? [] : taken).toEqual([]);
  });
});

describe('a parameter that the router cannot compile', () => {
  it.each([
    '/teams/{team-id}',
    '/teams/{team.id}',
    '/teams/{1team}',
    '/teams/{team id}',
    '/teams/{}',
    '/teams/{+}',
    '/teams/{id?}',
    '/teams/{id*}',
    '/teams/{id',
    '/teams/id}',
    '/teams/{{id}}',
    '/teams/{a}{b}',
    '/teams/{a}-{b}',
    '/teams/x{a}',
    '/teams/{path+}',
    '/teams/{Proxy+}',
    '/teams/{proxy+}/x',
    '/{proxy+}/{id}',
    '/teams/{proxy+}/',
    '/teams/:id',
    '/teams/{constructor>x}',
    '/teams/{é}',
    'teams/{id}',
    '',
  ])('%j is a TypeError', (path) => {
    expect(() => build(['GET', path])).toThrow(TypeError);
  });

  it.each(['/teams/{a}/{a}', '/{a}/x/{a}', '/{proxy}/{proxy+}'])(
    'because its name stands there twice: %j is a TypeError',
    (path) => {
      expect(() => newPattern(path)).toThrow(SyntaxError);
      expect(() => build(['GET', path])).toThrow(TypeError);
    },
  );

  it.each(['/teams/{id}', '/{_a1}/{B}', '/teams/{proxy+}', '/{proxy+}', '/teams/{proxy}', '/'])(
    '%j is accepted',
    (path) => {
      expect(build(['GET', path])).toHaveLength(1);
    },
  );
});
