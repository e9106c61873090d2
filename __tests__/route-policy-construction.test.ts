import { describe, expect, it } from '@jest/globals';
import { authenticated, defineGroups, owner, routePolicy } from 'middy-cognito-groups';

const build = (table: unknown) => routePolicy(table as Record<never, never>);

describe('construction', () => {
  it.each<[string, unknown, RegExp]>([
    ['an empty table', {}, / is {}; write a table such as { 'GET \/teams': 'member' }$/],
    ['no table', undefined, / is undefined; write /],
    ['a list', [['GET /teams', 'admin']], /write a table such as/],
    ['a map', new Map([['GET /teams', 'admin']]), /write a table such as/],
    [
      'a method in lower case',
      { 'get /teams': 'admin' },
      /'get \/teams' is not a route key; write 'GET \/teams\/\{teamId\}'/,
    ],
    [
      'a path with a rule for each of its methods',
      { '/teams': { GET: 'admin' } },
      /'\/teams' is not a route key; write 'GET \/teams\/\{teamId\}'/,
    ],
    ['an unknown method', { 'FETCH /teams': 'admin' }, /is not a route key/],
    ['a path without a method', { '/teams': 'admin' }, /is not a route key/],
    ['a method without a path', { 'GET ': 'admin' }, /is not a route key/],
    ['a path without a slash', { 'GET teams': 'admin' }, /is not a route key/],
    ['two spaces', { 'GET  /teams': 'admin' }, /is not a route key/],
    ['white space at the end', { 'GET /teams ': 'admin' }, /is not a route key/],
    ['white space at the start', { ' GET /teams': 'admin' }, /is not a route key/],
    ['a line break', { 'GET /teams\n': 'admin' }, /is not a route key/],
    [
      'a parameter as other routers write it',
      { 'GET /teams/:teamId': 'admin' },
      /write 'GET \/teams\/\{teamId\}'/,
    ],
    ['a method without a space before its path', { 'GET/teams': 'admin' }, /is not a route key/],
    ['a method and a colon', { 'POST:/teams': 'admin' }, /is not a route key/],
    ['a method alone', { GET: 'admin' }, /is not a route key/],
    ['an open brace', { 'GET /teams/{id': 'admin' }, /is not a route key/],
    ['a parameter without a name', { 'GET /teams/{}': 'admin' }, /is not a route key/],
    ['a query', { 'GET /teams?x=1': 'admin' }, /is not a route key/],
    ['an unknown $ route of a WebSocket API', { $conect: 'admin' }, /is not a route key/],
    ['an empty key', { '': 'admin' }, /is not a route key/],
    ['a channel with a space', { 'PUBLISH /default/news x': 'admin' }, /is not a route key/],
    ['a channel with a * inside', { 'SUBSCRIBE /default/*/x': 'admin' }, /is not a route key/],
    ['a key in words', { 'send message': 'admin' }, /is not a route key/],
    [
      'one route by two parameter names',
      { 'GET /teams/{id}': 'a', 'GET /teams/{teamId}': 'b' },
      /'GET \/teams\/\{id\}' and 'GET \/teams\/\{teamId\}' are one route/,
    ],
    [
      'a path that ANY writes with another parameter name, which would open its DELETE',
      { 'ANY /teams/{id}': authenticated, 'DELETE /teams/{teamId}': 'admin' },
      /'DELETE \/teams\/\{teamId\}' and 'ANY \/teams\/\{id\}' are one path/,
    ],
    [
      'such a path before its ANY',
      { 'DELETE /teams/{teamId}': 'admin', 'ANY /teams/{id}': authenticated },
      /are one path; name its parameters alike, as the gateway does/,
    ],
    [
      'one greedy route by two names',
      { 'ANY /{proxy+}': 'a', 'ANY /{all+}': 'b' },
      /are one route/,
    ],
    [
      'a malformed rule',
      { 'GET /teams': { anyOf: [] } },
      /routePolicy: 'GET \/teams': anyOf is \[\]; write at least one rule/,
    ],
    [
      'a parameter that the path does not have',
      { 'GET /x/{id}': owner('userId') },
      /'GET \/x\/\{id\}' has no path parameter \{userId\}, which its rule reads/,
    ],
    [
      'such a parameter deep inside',
      { 'GET /x': { anyOf: ['a', { groupTemplate: 't-{id}' }] } },
      /has no path parameter \{id\}/,
    ],
    [
      'the list of a router',
      [{ method: 'GET' }],
      /for the routes of a router there is guardRoutes/,
    ],
    [
      'no rule',
      { 'GET /teams': undefined },
      /routePolicy: 'GET \/teams': the rule is undefined; write/,
    ],
    ['true as a rule', { 'GET /teams': true }, / is true; write /],
  ])('%s is a TypeError', (_, table, message) => {
    expect(() => build(table)).toThrow(TypeError);
    expect(() => build(table)).toThrow(message);
  });

  it.each<[string, unknown]>([
    ['a hierarchy', { implies: { admin: ['member'] } }],
    ['a second table', { 'GET /users': 'admin' }],
  ])('%s after the table is a TypeError, not ignored', (_, second) => {
    const table = { 'GET /teams': 'member' };
    for (const policy of [routePolicy, defineGroups(['admin', 'member']).routePolicy]) {
      const call = () => (policy as (...given: unknown[]) => unknown)(table, second);
      expect(call).toThrow(TypeError);
      expect(call).toThrow(/^routePolicy: the list of arguments is /u);
      expect(call).toThrow(
        'write one table; a hierarchy is the option implies of cognitoGroups() or defineGroups()',
      );
    }
  });

  it('a WebSocket route key may end as a method does', () => {
    expect(() => build({ BUDGET: 'admin' })).not.toThrow();
  });

  it('a greedy and a plain parameter are two routes', () => {
    expect(() => build({ 'GET /{proxy+}': owner('proxy') })).not.toThrow();
    expect(() =>
      build({ 'GET /a/{x}': 'a', 'GET /a/{x+}': 'b', 'POST /a/{y}': 'c' }),
    ).not.toThrow();
  });

  it('is two named hooks', () => {
    const policy = build({ 'GET /teams': 'a' });
    expect(policy.before?.name).toBe('routePolicyBefore');
    expect(policy.onError?.name).toBe('respondTo');
  });
});
