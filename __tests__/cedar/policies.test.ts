import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  anyOf,
  authenticated,
  defineGroups,
  guardRoutes,
  noneOf,
  owner,
  type Rule,
  routePolicy,
  scope,
} from 'middy-cognito-groups';
import { type TableSource, type ToCedarOptions, toCedar } from 'middy-cognito-groups/cedar';

const store = { namespace: 'TeamsApi', userPoolId: 'eu-west-1_abcdefghi' };

const policiesOf = (table: TableSource, options: Partial<ToCedarOptions> = {}) =>
  toCedar(table, { ...store, ...options }).policies;

/** What follows `when`, on one line; `undefined` for a policy without a condition. */
const conditionOf = (rule: Rule, options?: Partial<ToCedarOptions>) => {
  const policy = policiesOf({ 'GET /users/{userId}': rule }, options)['GET /users/{userId}'];
  return policy?.split(' when {')[1]?.replace('};', '').trim().replace(/\s+/gu, ' ');
};

const inGroup = (name: string) => `principal in TeamsApi::UserGroup::"eu-west-1_abcdefghi|${name}"`;

const handler = () => ({ statusCode: 200 });

describe('the policy of a route', () => {
  it('has a single group in its scope, as the API setup writes it', () => {
    expect(policiesOf({ 'PUT /teams/{teamId}': 'team_manager' })).toEqual({
      'PUT /teams/{teamId}': `permit (
  principal in TeamsApi::UserGroup::"eu-west-1_abcdefghi|team_manager",
  action == TeamsApi::Action::"put /teams/{teamId}",
  resource == TeamsApi::Application::"TeamsApi"
);`,
    });
  });

  it('has any other rule as a condition, one part a line', () => {
    expect(
      policiesOf({ 'GET /teams': allOf('member', noneOf('suspended')) })['GET /teams'],
    ).toBe(`permit (
  principal is TeamsApi::User,
  action == TeamsApi::Action::"get /teams",
  resource == TeamsApi::Application::"TeamsApi"
) when {
  principal in TeamsApi::UserGroup::"eu-west-1_abcdefghi|member" &&
  !(principal in TeamsApi::UserGroup::"eu-west-1_abcdefghi|suspended")
};`);
  });

  it('leaves out the parts that hold for every User, or for none', () => {
    const single = policiesOf({ 'GET /teams': 'member' });
    expect(policiesOf({ 'GET /teams': allOf('member', authenticated) })).toEqual(single);
    expect(policiesOf({ 'GET /teams': anyOf('member', noneOf(authenticated)) })).toEqual(single);
  });

  it('permits every User where the rule is `authenticated`', () => {
    expect(policiesOf({ 'GET /me': authenticated })['GET /me']).toBe(`permit (
  principal is TeamsApi::User,
  action == TeamsApi::Action::"get /me",
  resource == TeamsApi::Application::"TeamsApi"
);`);
    expect(conditionOf(anyOf(authenticated, 'a'))).toBeUndefined();
    expect(conditionOf(noneOf(noneOf(authenticated)))).toBeUndefined();
  });

  it.each<[string, Rule]>([
    ['noneOf(authenticated)', noneOf(authenticated)],
    ["allOf('a', noneOf(authenticated))", allOf('a', noneOf(authenticated))],
    ["noneOf(anyOf('a', authenticated))", noneOf(anyOf('a', authenticated))],
  ])('is missing where no caller satisfies the rule: %s', (_, rule) => {
    const { schema, policies } = toCedar({ 'GET /a': rule, 'GET /b': 'b' }, store);
    expect(Object.keys(policies)).toEqual(['GET /b']);
    expect(Object.keys(schema.TeamsApi?.actions ?? {})).toEqual(['get /a', 'get /b']);
  });

  it.each<[Rule, string]>([
    [anyOf('a', 'b'), `${inGroup('a')} || ${inGroup('b')}`],
    [noneOf('a', 'b'), `!(${inGroup('a')}) && !(${inGroup('b')})`],
    [noneOf(allOf('a', 'b')), `!(${inGroup('a')}) || !(${inGroup('b')})`],
    [noneOf(noneOf('a', 'b')), `${inGroup('a')} || ${inGroup('b')}`],
    [
      allOf(anyOf('a', 'b'), anyOf('c', allOf('d', 'e'))),
      `(${inGroup('a')} || ${inGroup('b')}) && ` +
        `(${inGroup('c')} || (${inGroup('d')} && ${inGroup('e')}))`,
    ],
    [anyOf('a', anyOf('a', 'b')), `${inGroup('a')} || ${inGroup('b')}`],
  ])('of %j combines the groups', (rule, condition) => {
    expect(conditionOf(rule)).toBe(condition);
  });

  it('reads the scopes of an access token, if there is one', () => {
    const token = 'context has token && context.token has scope';
    const contains = 'context.token.scope.contains("orders/read")';
    expect(conditionOf(scope('orders/read'))).toBe(`${token} && ${contains}`);
  });

  it('requires under `noneOf` that the token has scopes: without them, it is unknown', () => {
    expect(conditionOf(noneOf(scope('orders/read')))).toBe(
      'context has token && context.token has scope && ' +
        '!context.token.scope.isEmpty() && !context.token.scope.contains("orders/read")',
    );
  });

  it('writes a guard once', () => {
    expect(conditionOf(allOf(scope('a'), scope('b')))).toBe(
      'context has token && context.token has scope && ' +
        'context.token.scope.contains("a") && context.token.scope.contains("b")',
    );
  });

  it('compares the subject of either token with a path parameter', () => {
    const value = 'context.pathParameters["userId"]';
    expect(conditionOf(owner('userId'))).toBe(
      'context has pathParameters && context.pathParameters has "userId" && ' +
        `${value} != "" && !(${value} like "*%*") && ` +
        `((principal has sub && principal.sub != "" && principal.sub == ${value}) || ` +
        '(!(principal has sub) && context has token && context.token has sub && ' +
        `context.token.sub != "" && context.token.sub == ${value}))`,
    );
  });
});

describe('ANY', () => {
  const actionsOf = (table: TableSource, route: string) =>
    [...(policiesOf(table)[route] ?? '').matchAll(/Action::"([^"]+)"/gu)].map(([, id]) => id);

  it('is every method that the API setup makes an action of', () => {
    expect(policiesOf({ 'ANY /teams': 'a' })['ANY /teams']).toBe(`permit (
  principal in TeamsApi::UserGroup::"eu-west-1_abcdefghi|a",
  action in [
    TeamsApi::Action::"get /teams",
    TeamsApi::Action::"post /teams",
    TeamsApi::Action::"put /teams",
    TeamsApi::Action::"patch /teams",
    TeamsApi::Action::"delete /teams",
    TeamsApi::Action::"head /teams"
  ],
  resource == TeamsApi::Application::"TeamsApi"
);`);
  });

  it('leaves out the methods that have an entry of their own, in any order', () => {
    const table: TableSource = { 'GET /a': 'x', 'ANY /a': 'y', 'DELETE /a': 'z', 'PUT /b': 'z' };
    expect(actionsOf(table, 'ANY /a')).toEqual(['post /a', 'put /a', 'patch /a', 'head /a']);
    expect(actionsOf(table, 'GET /a')).toEqual(['get /a']);
  });

  it('has each action once in the schema', () => {
    const { schema } = toCedar({ 'ANY /a': 'y', 'GET /a': 'x' }, store);
    expect(Object.keys(schema.TeamsApi?.actions ?? {}).sort()).toEqual(
      ['delete', 'get', 'head', 'patch', 'post', 'put'].map((method) => `${method} /a`),
    );
  });
});

describe('a hierarchy', () => {
  const implies = { admin: ['manager'], manager: ['member'], owner: ['member'] };
  const policy = (table: TableSource, options?: Partial<ToCedarOptions>) =>
    policiesOf(table, options)['GET /teams'];

  it('counts every group that implies the named one', () => {
    expect(conditionOf('member', { implies })).toBe(
      ['member', 'admin', 'manager', 'owner'].map(inGroup).join(' || '),
    );
    expect(conditionOf(noneOf('manager'), { implies })).toBe(
      `!(${inGroup('manager')}) && !(${inGroup('admin')})`,
    );
    expect(conditionOf('admin', { implies })).toBeUndefined();
  });

  it('is that of defineGroups where the table is of one', () => {
    const names = ['admin', 'manager', 'member', 'owner'] as const;
    const expected = policy({ 'GET /teams': 'member' }, { implies });
    const defined = defineGroups(names, { implies: implies as never });
    expect(policy(defined.routePolicy({ 'GET /teams': 'member' }))).toBe(expected);
    const routes = [{ method: 'GET', path: '/teams', access: 'member', handler }] as const;
    expect(policy(defined.guardRoutes(routes))).toBe(expected);
  });

  it('is that of the option where a guard carries none', () => {
    const expected = policy({ 'GET /teams': 'member' }, { implies });
    expect(policy(routePolicy({ 'GET /teams': 'member' }), { implies })).toBe(expected);
  });
});

describe('what guardRoutes returned', () => {
  it('is exported by its routes, ANY last included', () => {
    const routes = guardRoutes(
      [
        { method: 'GET', path: '/teams/{id}', access: owner('id'), handler },
        { method: 'ANY', path: '/teams/{id}', access: 'admin', handler },
      ],
      { any: 'last' },
    );
    const table = { 'GET /teams/{id}': owner('id'), 'ANY /teams/{id}': 'admin' };
    expect(toCedar(routes, store)).toEqual(toCedar(table, store));
  });
});

describe('rules of which every part is decided', () => {
  const denyAll = noneOf(authenticated);

  it.each<Rule>([denyAll, anyOf(denyAll, denyAll), allOf('admin', denyAll)])(
    'have no policy if no caller can satisfy them: %j',
    (rule) => {
      expect(policiesOf({ 'GET /': rule })).toEqual({});
    },
  );

  it.each<Rule>([
    allOf(authenticated, authenticated),
    noneOf(denyAll),
    anyOf('admin', authenticated),
  ])('have a policy without a condition if every caller satisfies them: %j', (rule) => {
    expect(policiesOf({ 'GET /': rule })).toEqual(policiesOf({ 'GET /': authenticated }));
  });
});
