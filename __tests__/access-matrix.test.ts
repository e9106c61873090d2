import { describe, expect, it } from '@jest/globals';
import {
  type AccessMatrixOptions,
  accessMatrix,
  allOf,
  anyOf,
  authenticated,
  defineGroups,
  everyone,
  groupTemplate,
  guardRoutes,
  issuedWithin,
  noneOf,
  owner,
  type Rule,
  requireGroup,
  routePolicy,
  scope,
  signedInWithin,
  user,
} from 'middy-cognito-groups';

const TABLE = Symbol.for('middy-cognito-groups.table');

/** A guard as a foreign copy of the package returns it. */
const carrier = (table: unknown) => Object.defineProperty({}, TABLE, { value: table }) as never;

const handler = async () => ({ statusCode: 200 });

const OTHERS = ['not signed in', 'signed in', 'a client'];

/** The columns of groups. */
const columnsOf = (input: object, options?: AccessMatrixOptions) =>
  accessMatrix(input as never, options)
    .toJSON()
    .columns.slice(OTHERS.length);

describe('accessMatrix', () => {
  const table = {
    'GET /health': everyone,
    'GET /teams': authenticated,
    'PUT /teams/{teamId}': anyOf('admin', groupTemplate('team-{teamId}')),
    'ANY /admin': 'admin',
    $connect: noneOf('suspended'),
    'Query.teams': user,
  } satisfies Record<string, Rule>;

  const json = {
    version: 1,
    columns: [...OTHERS, 'admin', 'suspended', 'team-7'],
    routes: [
      ['GET /health', everyone, 'allowed allowed allowed allowed allowed allowed'],
      ['GET /teams', authenticated, 'denied allowed allowed allowed allowed allowed'],
      [
        'PUT /teams/{teamId}',
        { anyOf: ['admin', { groupTemplate: 'team-{teamId}' }] },
        'denied denied denied allowed denied if',
      ],
      ['ANY /admin', 'admin', 'denied denied denied allowed denied denied'],
      ['$connect', { noneOf: ['suspended'] }, 'denied allowed allowed allowed denied allowed'],
      ['Query.teams', user, 'denied allowed denied allowed allowed allowed'],
    ].map(([route, rule, cells]) => ({
      route,
      rule,
      access: Object.fromEntries(
        (cells as string)
          .split(' ')
          .map((cell, at) => [
            [...OTHERS, 'admin', 'suspended', 'team-7'][at],
            cell === 'if' ? { if: "{teamId} is '7'" } : cell,
          ]),
      ),
    })),
  };

  it('shows a table', () => {
    const matrix = accessMatrix(table, { groups: ['admin', 'suspended', 'team-7'] });
    expect(JSON.parse(JSON.stringify(matrix))).toEqual(json);
    expect(matrix.toJSON()).toEqual(json);
    expect(matrix.implies).toEqual({});
  });

  it('shows what routePolicy returned', () => {
    const matrix = accessMatrix(routePolicy(table), { groups: ['admin', 'suspended', 'team-7'] });
    expect(JSON.stringify(matrix)).toBe(
      JSON.stringify(accessMatrix(table, { groups: ['admin', 'suspended', 'team-7'] })),
    );
  });

  it('shows what guardRoutes returned, each route as it was written', () => {
    const routes = guardRoutes(
      [
        { method: 'GET', path: '/teams/{id}', access: owner('id'), handler },
        { method: 'ANY', path: '/teams/{teamId}', access: 'admin', handler },
        { method: 'GET', path: '/files/', access: everyone, handler },
      ],
      { any: 'last' },
    );
    const { routes: rows } = accessMatrix(routes).toJSON();
    expect(rows.map(({ route, rule }) => [route, rule])).toEqual([
      ['GET /teams/{id}', { owner: 'id' }],
      ['ANY /teams/{teamId}', 'admin'],
      ['GET /files/', { everyone: true }],
    ]);
  });

  it('takes the names and the hierarchy of defineGroups', () => {
    const groups = defineGroups(['owner', 'admin', 'member'], { implies: { owner: ['admin'] } });
    const policy = accessMatrix(groups.routePolicy({ 'GET /': 'admin' }));
    expect(policy.toJSON().columns).toEqual([...OTHERS, 'owner', 'admin', 'member']);
    expect(policy.toJSON().routes[0]?.access).toMatchObject({ owner: 'allowed', member: 'denied' });
    expect(policy.implies).toEqual({ owner: ['admin'] });
    const routes = groups.guardRoutes([{ method: 'GET', path: '/', access: 'admin', handler }]);
    expect(accessMatrix(routes).toJSON()).toEqual(policy.toJSON());
  });

  it('takes the hierarchy of cognitoGroups() as an option', () => {
    const matrix = accessMatrix(routePolicy({ 'GET /': 'admin' }), {
      implies: { owner: ['admin'], admin: ['member'] },
    });
    expect(matrix.toJSON().routes[0]?.access).toEqual({
      'not signed in': 'denied',
      'signed in': 'denied',
      'a client': 'denied',
      admin: 'allowed',
      member: 'denied',
      owner: 'allowed',
    });
    expect(matrix.implies).toEqual({ owner: ['admin'], admin: ['member'] });
  });

  it('counts an option that is undefined as omitted', () => {
    const options = { groups: undefined, implies: undefined };
    expect(columnsOf({ 'GET /': 'a' }, options)).toEqual(['a']);
    const { routePolicy: policy } = defineGroups(['a'], { implies: {} });
    expect(columnsOf(policy({ 'GET /': 'a' }), options)).toEqual(['a']);
  });
});

describe('the columns of groups', () => {
  it('are those given, those defined, then all others, sorted', () => {
    const { routePolicy: policy } = defineGroups(['m', 'd', 'c', 'x'], { implies: { x: ['c'] } });
    expect(columnsOf(policy({ 'GET /': 'c' }), { groups: ['z', 'c', 'b'] })).toEqual([
      'z',
      'c',
      'b',
      'm',
      'd',
      'x',
    ]);
    const rules = { 'GET /b': anyOf('d', allOf('b', noneOf('c'))), 'GET /a': 'a', 'GET /c': 'B' };
    expect(columnsOf(rules, { groups: ['c'], implies: { f: ['e'] } })).toEqual([
      'c',
      'B',
      'a',
      'b',
      'd',
      'e',
      'f',
    ]);
  });

  it('do not depend on the order of the routes', () => {
    expect(columnsOf({ 'GET /a': 'b', 'GET /b': 'a' })).toEqual(['a', 'b']);
    expect(columnsOf({ 'GET /b': 'a', 'GET /a': 'b' })).toEqual(['a', 'b']);
  });

  it('are none for a template, whose groups are not known', () => {
    expect(columnsOf({ 'GET /{id}': groupTemplate('team-{id}') })).toEqual([]);
  });

  it('may have the name of a field of every object', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const { columns, routes } = accessMatrix(
      { 'GET /': anyOf('__proto__', 'toString') },
      {
        groups: names,
      },
    ).toJSON();
    expect(columns).toEqual([...OTHERS, ...names]);
    const access = routes[0]?.access ?? {};
    expect(Object.getPrototypeOf(access)).toBeNull();
    expect(names.map((name) => access[name])).toEqual(['allowed', 'denied', 'allowed', 'denied']);
    expect(Object.keys(JSON.parse(JSON.stringify(access)))).toEqual([...OTHERS, ...names]);
  });

  it('may be path parameters with such a name', () => {
    const { routes } = accessMatrix({ 'GET /{__proto__}': owner('__proto__') }).toJSON();
    expect(routes[0]?.access['signed in']).toEqual({ if: "{__proto__} is the caller's sub" });
    const template = accessMatrix(
      { 'GET /{__proto__}': groupTemplate('x-{__proto__}') },
      {
        groups: ['x-1'],
      },
    );
    expect(template.toJSON().routes[0]?.access['x-1']).toEqual({ if: "{__proto__} is '1'" });
  });

  it.each(OTHERS)('cannot be named as the column of other callers: %s', (name) => {
    for (const build of [
      () => accessMatrix({ 'GET /': name }),
      () => accessMatrix({ 'GET /': 'a' }, { groups: [name] }),
      () => accessMatrix({ 'GET /': 'a' }, { implies: { a: [name] } }),
    ]) {
      expect(build).toThrow(
        new TypeError(
          `accessMatrix: a group is named '${name}', as a column for callers without groups; ` +
            'Cognito allows no group with a space in its name',
        ),
      );
    }
  });
});

describe('accessMatrix refuses', () => {
  it.each<[unknown, string]>([
    [{}, 'routePolicy: the table is {}; write a table'],
    [{ 'GET teams': 'a' }, "routePolicy: 'GET teams' is not a route key"],
    [{ 'GET /a': 'a', 'get /b': 'a' }, "routePolicy: 'get /b' is not a route key"],
    [{ 'GET /teams': [] }, "routePolicy: 'GET /teams': the rule is []; write a group name"],
    [{ 'GET /teams': { anyof: ['a'] } }, 'routePolicy: \'GET /teams\': the rule is {"anyof"'],
    [{ 'GET /': owner('id') }, "routePolicy: 'GET /' has no path parameter {id}"],
    [{ 'GET /{a}': 'a', 'GET /{b}': 'a' }, "routePolicy: 'GET /{a}' and 'GET /{b}' are one route"],
    [{ 'GET /{a}': 'a', 'ANY /{b}': 'a' }, "'GET /{a}' and 'ANY /{b}' are one path"],
    [requireGroup('a'), "routePolicy: 'before'"],
  ])('an invalid table, as routePolicy does: %j', (table, message) => {
    expect(() => accessMatrix(table as never)).toThrow(TypeError);
    expect(() => accessMatrix(table as never)).toThrow(message);
  });

  const list = guardRoutes([{ method: 'GET', path: '/', access: 'a', handler }]);

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['GET /', "'GET /'"],
    [handler, 'function'],
    [new Map([['GET /', 'a']]), '{}'],
    [[], '[]'],
    [[...list], '[{"method":"GET"'],
  ])('what has no table: %j', (input, message) => {
    expect(() => accessMatrix(input as never)).toThrow(TypeError);
    expect(() => accessMatrix(input as never)).toThrow(`accessMatrix: the table is ${message}`);
  });

  it('anything else, and says what to pass', () => {
    const example = "write a table such as { 'GET /teams': 'member' }, or pass";
    const returned = 'what routePolicy or guardRoutes returned';
    expect(() => accessMatrix(null as never)).toThrow(
      new TypeError(`accessMatrix: the table is null; ${example} ${returned}`),
    );
    expect(() => accessMatrix([] as never)).toThrow(
      new TypeError(`accessMatrix: the table is []; ${example} ${returned}, not a copy of it`),
    );
  });

  it.each<[unknown, string]>([
    ['groups', "options is 'groups'; write an object of groups, implies"],
    [{ group: ['a'] }, "an option is 'group'; write one of groups, implies"],
    [{ groups: [] }, 'option groups is []; write a list with at least one group name'],
    [{ groups: 'a' }, "option groups is 'a'; write a list with at least one group name"],
    [{ groups: ['a', 'a'] }, 'option groups is ["a","a"]; write each name once'],
    [{ groups: ['a', ''] }, "option groups: the group name is ''; write 1 to 128 characters"],
    [{ groups: ['a '] }, "option groups: the group name is 'a '; write 1 to 128 characters"],
    [{ groups: [1] }, 'option groups: the group name is 1; write'],
    // biome-ignore lint/suspicious/noSparseArray: A hole is not a name.
    [{ groups: [, 'a'] }, 'option groups: the group name is undefined; write'],
  ])('the options %j', (options, message) => {
    expect(() => accessMatrix({ 'GET /': 'a' }, options as never)).toThrow(TypeError);
    expect(() => accessMatrix({ 'GET /': 'a' }, options as never)).toThrow(
      `accessMatrix: ${message}`,
    );
  });

  it.each<[unknown, string]>([
    [[], "implies is []; write { admin: ['team_manager'] }"],
    [{ a: [] }, "implies: 'a' is []; write { admin"],
    [{ a: ['b'], b: ['a'] }, 'implies: \'a\' is ["b"]; write groups that do not imply it'],
  ])('the hierarchy %j', (implies, message) => {
    const options = { implies } as never;
    expect(() => accessMatrix({ 'GET /': 'a' }, options)).toThrow(TypeError);
    expect(() => accessMatrix({ 'GET /': 'a' }, options)).toThrow(message);
  });

  it('a hierarchy beside that of defineGroups, also beside an empty one', () => {
    for (const implies of [undefined, { a: ['b'] }] as const) {
      const { routePolicy: policy } = defineGroups(['a', 'b'], { implies });
      expect(() => accessMatrix(policy({ 'GET /': 'a' }), { implies: { b: ['a'] } })).toThrow(
        new TypeError(
          'accessMatrix: option implies stands beside the hierarchy of defineGroups; omit the option',
        ),
      );
    }
  });
});

describe('a table that another copy of the package carries', () => {
  it('is compiled again, and may lack its names and its hierarchy', () => {
    const matrix = accessMatrix(carrier({ rules: { 'GET /{id}': { owner: 'id' } } }));
    expect(matrix.toJSON().routes).toEqual([
      {
        route: 'GET /{id}',
        rule: { owner: 'id' },
        access: {
          'not signed in': 'denied',
          'signed in': { if: "{id} is the caller's sub" },
          'a client': { if: "{id} is the caller's sub" },
        },
      },
    ]);
    const rules = JSON.parse('{ "__proto__": "a", "constructor": "a" }');
    expect(
      accessMatrix(carrier({ rules }))
        .toJSON()
        .routes.map(({ route }) => route),
    ).toEqual(['__proto__', 'constructor']);
  });

  it('does not change with what was carried', () => {
    const rules: Record<string, unknown> = { 'GET /': { anyOf: ['a'] } };
    const matrix = accessMatrix(carrier({ rules }));
    (rules['GET /'] as { anyOf: string[] }).anyOf.push('b');
    rules['PUT /'] = 'c';
    expect(matrix.toJSON().routes.map(({ rule }) => rule)).toEqual([{ anyOf: ['a'] }]);
  });

  it.each<[unknown, string]>([
    [undefined, 'routePolicy: the table is {}; write a table'],
    [null, 'accessMatrix: the table that the guard carries is undefined; write'],
    ['rules', 'accessMatrix: the table that the guard carries is undefined; write'],
    [{}, 'accessMatrix: the table that the guard carries is undefined; write'],
    [
      { rules: {} },
      'accessMatrix: the table that the guard carries is {}; write at least one route',
    ],
    [{ rules: ['a'] }, 'accessMatrix: the table that the guard carries is ["a"]; write'],
    [{ rules: { 'GET /': 1 } }, "accessMatrix: 'GET /': the rule is 1; write a group name"],
    [{ rules: { 'GET /': owner('id') } }, "accessMatrix: 'GET /' has no path parameter {id}"],
    [
      { rules: { 'GET /': 'a' }, groups: 'a' },
      "accessMatrix: the names of defineGroups is 'a'; write a list",
    ],
    [{ rules: { 'GET /': 'a' }, implies: { a: 'b' } }, "implies: 'a' is 'b'; write"],
  ])('is checked: %j', (table, message) => {
    expect(() => accessMatrix(carrier(table))).toThrow(TypeError);
    expect(() => accessMatrix(carrier(table))).toThrow(message);
  });
});

describe('a matrix of a thousand routes and thirty groups', () => {
  it('takes less than three seconds of the processor', () => {
    const groups = Array.from({ length: 30 }, (_, at) => `group-${at}`);
    const rule = (at: number): Rule => {
      const group = groups[at % groups.length] as string;
      const kinds: readonly Rule[] = [
        group,
        anyOf(group, owner('id')),
        allOf(group, signedInWithin('1h')),
        groupTemplate('group-{id}'),
        anyOf(group, groupTemplate('team-{id}'), scope('orders/read')),
        allOf(user, noneOf('suspended', group)),
        anyOf(group, allOf(owner('id'), issuedWithin('15m'), scope('orders/read'))),
        noneOf(owner('id'), group),
      ];
      return kinds[at % kinds.length] as Rule;
    };
    const table = Object.fromEntries(
      Array.from({ length: 1000 }, (_, at) => [`GET /route-${at}/{id}`, rule(at)]),
    );
    // Processor time, because other processes may delay this one.
    const start = process.cpuUsage();
    const matrix = accessMatrix(table, { implies: { 'group-0': groups.slice(1) } });
    const texts = [JSON.stringify(matrix), matrix.toMarkdown(), matrix.toCsv()];
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
    for (const text of texts) expect(text.length).toBeGreaterThan(500_000);
    expect(matrix.toJSON().columns).toHaveLength(34);
  });
});
