import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { covers, isCatchAll, servingRoutes } from '../../src/command/findings/route-pattern.js';

const toRoutes = (...keys: string[]) =>
  keys.map((key) => {
    const [method, path = ''] = key === '$default' ? ['ANY', key] : key.split(' ');
    return { key, method, path, when: new Map<string, boolean>() };
  });

/** What API Gateway serves, of routes that all match `path`. */
const serving = (kind: 'rest' | 'http', keys: string[], method: string, path: string) =>
  servingRoutes(
    toRoutes(...keys).filter((route) => covers(route.path, path)),
    kind,
    method,
  )[0]?.key;

describe('a deployed path', () => {
  it.each([
    ['/teams', '/teams', true],
    ['/teams', '/teams/{id}', false],
    ['/teams', '/team', false],
    ['/v{a}', '/v1', false],
    ['/{a}v', '/1', false],
    ['/x{a+}', '/1/2', false],
    ['/{a+}x', '/1/2', false],
    ['/teams/{id}', '/teams/{teamId}', true],
    ['/teams/{id}', '/teams/me', true],
    ['/teams/me', '/teams/{id}', false],
    ['/teams/{id}', '/teams', false],
    ['/teams/{id}', '/teams/{path+}', false],
    ['/teams/{path+}', '/teams/{id}', true],
    ['/teams/{path+}', '/teams/{id}/members', true],
    ['/teams/{path+}', '/teams/{rest+}', true],
    ['/teams/{path+}', '/teams', false],
    ['/{proxy+}', '/', false],
    ['/{proxy+}', '/teams', true],
    ['/', '/', true],
    ['/', '/teams', false],
    ['$default', '/', true],
    ['$default', '/{proxy+}', true],
  ])('%s covers %s: %s', (deployed, path, expected) => {
    expect(covers(deployed, path)).toBe(expected);
  });

  it('is a catch-all if it is `$default` or ends in a greedy parameter', () => {
    expect(['$default', '/{proxy+}', '/a/{b+}'].every(isCatchAll)).toBe(true);
    expect(['/', '/a', '/{b}', '/a+', '/{a+}/b'].some(isCatchAll)).toBe(false);
  });

  it('covers what its segments match, as an oracle of patterns says', () => {
    const segment = fc.constantFrom('a', 'b', '{x}');
    const path = fc
      .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
      .map(([segments, isGreedy]) => `/${[...segments, ...(isGreedy ? ['{p+}'] : [])].join('/')}`);
    // Requests of a path: a parameter has a value that no fixed segment has.
    const requests = (text: string) =>
      ['z', 'z/z', 'z/z/z'].map((rest) => text.replace('{p+}', rest).replaceAll('{x}', 'z'));
    fc.assert(
      fc.property(path, path, (deployed, other) => {
        const pattern = deployed.replace('{p+}', '.+').replaceAll('{x}', '[^/]+');
        const expected = requests(other).every((one) => new RegExp(`^${pattern}$`, 'u').test(one));
        expect(covers(deployed, other)).toBe(expected);
      }),
    );
  });
});

describe('the route that API Gateway serves', () => {
  /** The example of AWS: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
  const PETS = [
    'GET /pets/dog/1',
    'GET /pets/dog/{id}',
    'GET /pets/{proxy+}',
    'ANY /{proxy+}',
    '$default',
  ];

  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
    ['POST', '/test/5', 'ANY /{proxy+}'],
    ['POST', '/pets/dog/1', 'ANY /{proxy+}'],
    ['GET', '/', '$default'],
  ])('of an HTTP API for %s %s is %s', (method, path, key) => {
    expect(serving('http', PETS, method, path)).toBe(key);
    expect(serving('http', PETS.toReversed(), method, path)).toBe(key);
  });

  it('has the method itself before `ANY`, in any order', () => {
    for (const keys of [
      ['ANY /a', 'GET /a'],
      ['GET /a', 'ANY /a'],
    ]) {
      expect(serving('http', keys, 'GET', '/a')).toBe('GET /a');
      expect(serving('rest', keys, 'GET', '/a')).toBe('GET /a');
      expect(serving('rest', keys, 'PUT', '/a')).toBe('ANY /a');
    }
  });

  it('of a REST API is none, if the closest path has no such method', () => {
    const keys = ['GET /teams', 'ANY /{proxy+}'];
    expect(serving('rest', keys, 'POST', '/teams')).toBeUndefined();
    expect(serving('http', keys, 'POST', '/teams')).toBe('ANY /{proxy+}');
    expect(serving('http', [], 'POST', '/teams')).toBeUndefined();
  });

  it('is the next one, if a condition may leave the first out', () => {
    const [first, twin, next, last] = toRoutes('GET /a', 'GET /a', 'ANY /a', 'ANY /{proxy+}');
    const under = (route: typeof first, holds: boolean) =>
      ({ ...route, when: new Map([['C', holds]]) }) as NonNullable<typeof first>;
    const keysOf = (...routes: (typeof first)[]) =>
      servingRoutes(routes as NonNullable<typeof first>[], 'http', 'GET').map(({ key }) => key);
    expect(keysOf(under(first, true), next, last)).toEqual(['GET /a', 'ANY /a']);
    expect(keysOf(under(first, true), under(next, true))).toEqual(['GET /a', 'ANY /a']);
    expect(keysOf(under(first, true), under(twin, false), next)).toEqual(['GET /a', 'GET /a']);
    expect(keysOf(first, next)).toEqual(['GET /a']);
    const [greedy] = toRoutes('GET /{proxy+}');
    expect(keysOf(under(first, true), under(greedy, true), last)).toEqual([
      'GET /a',
      'GET /{proxy+}',
      'ANY /{proxy+}',
    ]);
  });

  it('is each of those that differ only in a trailing slash, in any order', () => {
    const [plain, slash, any] = toRoutes('GET /a', 'GET /a/', 'ANY /{proxy+}');
    const conditional = { ...plain, when: new Map([['C', true]]) };
    for (const [first, next] of [
      [plain, []],
      [conditional, ['ANY /{proxy+}']],
    ] as const) {
      const routes = [first, slash, any] as NonNullable<typeof plain>[];
      for (const given of [routes, routes.toReversed()]) {
        const keys = servingRoutes(given, 'http', 'GET').map(({ key }) => key);
        expect(keys.toSorted()).toEqual([...next, 'GET /a', 'GET /a/']);
      }
    }
  });

  it('of a REST API may be the next path, if conditions leave out every method of the first', () => {
    const keysOf = (conditional: number, ...keys: string[]) => {
      const routes = toRoutes(...keys).map((route, at) => ({
        ...route,
        when: new Map(at < conditional ? [['C', true]] : []),
      }));
      return servingRoutes(routes as never[], 'rest', 'GET');
    };
    const last = 'ANY /{proxy+}';
    expect(keysOf(2, 'POST /a', 'PUT /a', last)).toMatchObject([{ key: last }]);
    expect(keysOf(1, 'POST /a', 'PUT /a', last)).toEqual([]);
    expect(keysOf(2, 'POST /a', 'POST /a', last)).toEqual([]);
  });
});
