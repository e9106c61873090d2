import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  anyOf,
  defineGroups,
  everyone,
  groupTemplate,
  guardRoutes,
  issuedWithin,
  type NestedRule,
  noneOf,
  owner,
  type Rule,
  routePolicy,
  signedInWithin,
  user,
} from 'middy-cognito-groups';
import { type TableSource, toCedar } from 'middy-cognito-groups/cedar';

const store = { namespace: 'TeamsApi', userPoolId: 'eu-west-1_abcdefghi' };

const exporting = (table: unknown, options: unknown = store) => {
  return () => toCedar(table as TableSource, options as typeof store);
};

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
  throw new Error('it throws nothing');
};

describe('a rule that Cedar cannot hold is refused by route and name', () => {
  const RULES: [NestedRule, string][] = [
    [user, 'user cannot be exported: a client is a User too'],
    [issuedWithin('15m'), "issuedWithin('15m') cannot be exported: the schema holds no time"],
    [signedInWithin('1h'), "signedInWithin('1h') cannot be exported: the schema holds no time"],
    [groupTemplate('team-{id}'), "groupTemplate('team-{id}') cannot be exported: Cedar cannot"],
    [
      owner('id', { claim: 'tenant' }),
      "owner('id', { claim: 'tenant' }) cannot be exported: the schema holds only the claim sub",
    ],
    [
      owner('id', { claim: { dangerouslyUserWritable: 'custom:tenant' } }),
      `owner('id', { claim: {"dangerouslyUserWritable":"custom:tenant"} }) cannot be exported`,
    ],
  ];

  it.each(RULES)('%j', (rule, message) => {
    const start = `toCedar: 'GET /teams/{id}': ${message}`;
    for (const given of [rule, anyOf('a', rule), allOf('a', noneOf(anyOf(rule, 'b')))]) {
      expect(messageOf(exporting({ 'GET /a': 'a', 'GET /teams/{id}': given }))).toContain(start);
    }
  });

  it('everyone, with the reason', () => {
    expect(messageOf(exporting({ 'GET /health': everyone }))).toBe(
      "toCedar: 'GET /health': everyone cannot be exported: Cedar has no anonymous principal; " +
        'take the route out of the authorizer',
    );
  });

  it('owner by sub is none of them, written out or not', () => {
    const table = { 'GET /{id}': { owner: 'id', claim: 'sub' } as Rule };
    expect(exporting(table)()).toEqual(exporting({ 'GET /{id}': owner('id') })());
  });
});

describe('a route that has no action is refused', () => {
  it.each([
    ['OPTIONS /teams', 'browsers send OPTIONS without a token'],
    ['$default', 'an action of Verified Permissions is a method and a path'],
    ['$connect', 'an action of Verified Permissions is a method and a path'],
    ['sendMessage', 'an action of Verified Permissions is a method and a path'],
    ['Query.teams', 'an action of Verified Permissions is a method and a path'],
    ['PUBLISH /default/news', 'an action of Verified Permissions is a method and a path'],
    ['GET /teams/', 'no resource of a REST API ends in a slash; write /teams'],
  ])('%s', (route, reason) => {
    const message = messageOf(exporting({ 'GET /a': 'a', [route]: 'a' }));
    expect(message).toContain(`toCedar: '${route}' cannot be exported: ${reason}`);
  });

  it('a path with a slash at its end, and says which one to write', () => {
    expect(messageOf(exporting({ 'GET /teams/': 'a' }))).toMatch(/; write \/teams$/u);
  });

  it('ANY where each method but OPTIONS has an entry', () => {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
    const table = Object.fromEntries([...methods, 'ANY'].map((method) => [`${method} /a`, 'a']));
    expect(messageOf(exporting(table))).toBe(
      "toCedar: 'ANY /a' cannot be exported: every method but OPTIONS has an entry of its own; " +
        'remove this one',
    );
  });

  it('but the root, a greedy path and a method of a catch-all have one', () => {
    const table = { 'GET /': 'a', 'GET /files/{proxy+}': 'a', 'POST /{proxy+}': 'a' };
    expect(Object.keys(toCedar(table, store).schema.TeamsApi?.actions ?? {})).toEqual([
      'get /',
      'get /files/{proxy+}',
      'post /{proxy+}',
    ]);
  });
});

describe('a table that routePolicy rejects is rejected in its words', () => {
  it.each<[string, unknown]>([
    ['no routes', {}],
    ['a list', [{ method: 'GET', path: '/', access: 'a', handler() {} }]],
    ['a malformed key', { 'GET teams': 'a' }],
    ['a misspelt rule', { 'GET /teams': { anyOff: ['a'] } }],
    ['an empty list', { 'GET /teams': { anyOf: [] } }],
    ['two keys for one route', { 'GET /{a}': 'a', 'GET /{b}': 'a' }],
    ['other parameter names under ANY', { 'GET /{a}': 'a', 'ANY /{b}': 'a' }],
    ['a parameter of another route', { 'GET /teams': { owner: 'id' } }],
    ['nothing', undefined],
  ])('%s', (_, table) => {
    expect(messageOf(exporting(table))).toBe(messageOf(() => routePolicy(table as never)));
  });

  it('also where a guard carries it, whatever version of this package made it', () => {
    const carrier = Object.defineProperty({}, Symbol.for('middy-cognito-groups.table'), {
      value: { rules: { 'GET /teams': { newKind: true } } },
    });
    expect(messageOf(exporting(carrier))).toContain("routePolicy: 'GET /teams': the rule is");
  });

  it('also two routes of guardRoutes that a gateway cannot tell apart', () => {
    const handler = () => ({ statusCode: 200 });
    const routes = guardRoutes(
      [
        { method: 'GET', path: '/{a}', access: 'x', handler },
        { method: 'ANY', path: '/{b}', access: 'y', handler },
      ],
      { any: 'last' },
    );
    expect(messageOf(exporting(routes))).toContain('are one path');
  });
});

describe('the options', () => {
  const table = { 'GET /teams': 'a' };

  it.each<[string, unknown, string]>([
    ['are required', null, 'toCedar: options is null; write an object'],
    ['are closed', { ...store, pool: 'a' }, "toCedar: an option is 'pool'"],
    ['need a namespace', { userPoolId: 'eu-west-1_a' }, 'option namespace is undefined; write'],
    ['need a user pool', { namespace: 'A' }, 'option userPoolId is undefined; write'],
  ])('%s', (_, options, message) => {
    expect(messageOf(exporting(table, options))).toContain(message);
  });

  it.each(['', '1a', 'a-b', 'Teams::Api', 'Teäms', ' a', 'a\n', 7, null])(
    'refuse the namespace %j',
    (namespace) => {
      const message = messageOf(exporting(table, { ...store, namespace }));
      expect(message).toMatch(/^toCedar: option namespace is .+; write a name such as/u);
    },
  );

  it.each(['true', 'if', 'in', 'is', 'has', 'like', '__cedar', 'aws', 'amazon', 'cedar'])(
    'refuse the reserved namespace %s',
    (namespace) => {
      expect(messageOf(exporting(table, { ...store, namespace }))).toBe(
        `toCedar: option namespace is '${namespace}'; write a name that is not reserved: 'TeamsApi'`,
      );
    },
  );

  it.each(['', 'eu-west-1', 'eu-west-1_', '_abc', 'eu-west-1_a|b', 'eu-west-1_"', 7])(
    'refuse the user pool %j',
    (userPoolId) => {
      const message = messageOf(exporting(table, { ...store, userPoolId }));
      expect(message).toMatch(/^toCedar: option userPoolId is .+; write one such as/u);
    },
  );

  it('refuse a hierarchy that is circular, malformed, or beside that of defineGroups', () => {
    const circle = { a: ['b'], b: ['a'] };
    expect(messageOf(exporting(table, { ...store, implies: circle }))).toContain(
      'groups that do not imply it',
    );
    expect(messageOf(exporting(table, { ...store, implies: { a: 'b' } }))).toContain('implies:');
    const policy = defineGroups(['a', 'b']).routePolicy({ 'GET /teams': 'a' });
    expect(messageOf(exporting(policy, { ...store, implies: { a: ['b'] } }))).toBe(
      'toCedar: the table has the hierarchy of its defineGroups; omit implies',
    );
    expect(exporting(policy, { ...store, implies: undefined })).not.toThrow();
  });
});
