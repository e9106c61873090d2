import fc from 'fast-check';
import type { Implies, NestedRule } from 'middy-cognito-groups';
import type { ApiRequest, Claims } from './verified-permissions.js';
import { POOL } from './verified-permissions.js';

/**
 * Random tables that a policy store can hold, with callers of the same few groups, so that a
 * caller often satisfies a rule.
 */
export interface Api {
  readonly groups: readonly string[];
  readonly table: Readonly<Record<string, NestedRule>>;
  readonly implies: Implies;
  readonly requests: readonly { readonly claims: Claims; readonly request: ApiRequest }[];
}

/** They end a string, a policy or a line, are an escape, a wildcard or a key, or look alike. */
const NAMES = [
  'a',
  'A',
  'a|b',
  'quo"te',
  "quo'te",
  'back\\slash',
  'back\\\\slash',
  '\\u{61}',
  'two\nlines',
  '*',
  'a*',
  '"); permit (principal, action, resource); //',
  '\u00e9',
  'e\u0301',
  'nul\0l',
  'right\u202eleft',
  'zero\u200bwidth',
  '\u{1f600}',
  '__proto__',
  `${POOL}|a`,
];

const SCOPES = ['orders/read', 'orders/write', 'a*b'];
const SUBJECTS = ['1', '2'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
const PATHS = ['/teams/{id}', '/"q\\uo*te"/{id}', '/files/{id}/{proxy+}'];

/** Rules name groups by their place, so that each table has names of its own. */
const PLACES = ['0', '1', '2'];

const place = fc.constantFrom(...PLACES);

const members = (tie: fc.Arbitrary<NestedRule>) => fc.array(tie, { minLength: 1, maxLength: 3 });

/** Every kind of rule that a policy store can hold. */
const { rule } = fc.letrec<{ rule: NestedRule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: place },
    fc.constant({ authenticated: true as const }),
    { weight: 2, arbitrary: fc.record({ scope: fc.constantFrom(...SCOPES) }) },
    { weight: 2, arbitrary: fc.constant({ owner: 'id' }) },
    fc.record({ anyOf: members(tie('rule')) }),
    fc.record({ allOf: members(tie('rule')) }),
    fc.record({ noneOf: members(tie('rule')) }),
  ),
}));

const route = fc.record({
  method: fc.constantFrom('ANY', ...METHODS),
  path: fc.constantFrom(...PATHS),
  rule,
});

const routes = fc.uniqueArray(route, {
  minLength: 1,
  maxLength: 4,
  selector: ({ method, path }) => `${method} ${path}`,
});

/** A group implies only those of later places, so there is no circle. */
const hierarchy = fc.constantFrom<Readonly<Record<string, readonly string[]>>>(
  {},
  { 0: ['1'] },
  { 0: ['1', '2'] },
  { 0: ['1'], 1: ['2'] },
);

const OTHER_CLAIMS = {
  id: { 'cognito:username': 'ada', aud: 'web', token_use: 'id' },
  access: { username: 'ada', client_id: 'web', token_use: 'access' },
};

const caller = fc.record({
  token: fc.constantFrom('id' as const, 'access' as const, 'client' as const),
  groups: fc.subarray(PLACES),
  /** Without one: no claim, or an empty one. */
  scopes: fc.option(fc.subarray(SCOPES), { nil: undefined }),
  sub: fc.constantFrom(...SUBJECTS),
});

const request = fc.record({
  caller,
  /** Mostly a route of the table. */
  method: fc.oneof(fc.nat(9), fc.constantFrom(...METHODS)),
  path: fc.constantFrom(...PATHS),
  pathParameters: fc.record(
    { id: fc.constantFrom(...SUBJECTS, ...SUBJECTS, '%31', '', '*') },
    { requiredKeys: [] },
  ),
});

type Caller = typeof caller extends fc.Arbitrary<infer TCaller> ? TCaller : never;

export const api: fc.Arbitrary<Api> = fc
  .record({
    groups: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 3, maxLength: 3 }),
    routes,
    hierarchy,
    requests: fc.array(request, { minLength: 6, maxLength: 6, size: 'max' }),
  })
  .map((drawn) => {
    const name = (at: string) => drawn.groups[Number(at)] as string;
    return {
      groups: drawn.groups,
      table: Object.fromEntries(
        drawn.routes.map((one) => [`${one.method} ${one.path}`, named(one.rule, name)]),
      ),
      implies: Object.fromEntries(
        Object.entries(drawn.hierarchy).map(([above, below]) => [name(above), below.map(name)]),
      ),
      requests: drawn.requests.map(({ caller: by, method, path, pathParameters }) => ({
        claims: claimsOf(by, name),
        request: { ...routeAt(drawn.routes, method, path), pathParameters },
      })),
    };
  });

function named(given: NestedRule, name: (place: string) => string): NestedRule {
  if (typeof given === 'string') return name(given);
  return Object.fromEntries(
    Object.entries(given).map(([kind, value]) => [
      kind,
      Array.isArray(value) ? value.map((one) => named(one, name)) : value,
    ]),
  ) as unknown as NestedRule;
}

/** A number is a place among the routes of the table. */
function routeAt(
  given: readonly { readonly method: string; readonly path: string }[],
  method: string | number,
  path: string,
): { readonly method: string; readonly resource: string } {
  if (typeof method === 'string') return { method, resource: path };
  const found = given[method % given.length] as (typeof given)[number];
  const ofAny = METHODS[method % METHODS.length] as string;
  return { method: found.method === 'ANY' ? ofAny : found.method, resource: found.path };
}

/** The claims of the token, as Cognito issues it. A machine is in no group. */
function claimsOf({ token, groups, scopes, sub }: Caller, name: (at: string) => string): Claims {
  return {
    sub,
    iss: `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`,
    exp: 1727342566,
    ...(token === 'client' ? { client_id: sub, token_use: 'access' } : OTHER_CLAIMS[token]),
    ...(token === 'client' || groups.length === 0 ? {} : { 'cognito:groups': groups.map(name) }),
    ...(token === 'id' || scopes === undefined ? {} : { scope: scopes.join(' ') }),
  };
}
