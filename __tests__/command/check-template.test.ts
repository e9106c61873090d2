import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  anyOf,
  authenticated,
  everyone,
  guardRoutes,
  noneOf,
  type Rule,
  routePolicy,
} from 'middy-cognito-groups';
import { type Run, runCommand } from '../support/command.js';
import { readDocument } from '../support/documents.js';

const handler = async () => undefined;

/** The rules of the team API that the fixtures deploy. */
const TEAMS = {
  'GET /teams': authenticated,
  'POST /teams': 'admin',
  'PUT /teams/{teamId}': anyOf('admin', 'team_manager'),
  'GET /health': everyone,
} as const;

const ROUTES = guardRoutes([
  { method: 'GET', path: '/health', access: everyone, handler },
  { method: 'GET', path: '/me', access: authenticated, handler },
]);

function check(access: unknown, template: string, ...args: string[]): Promise<Run> {
  const modules = { 'access.mjs': { access } };
  const files = { 't.yaml': template };
  return runCommand(['check', 'access.mjs', '--template', 't.yaml', ...args], { modules, files });
}

const fixture = (name: string) => readDocument(`__tests__/fixtures/templates/${name}`);

const NONE = (routes: number, rules: number) => ({
  code: 0,
  out: `no findings: ${routes} deployed routes, ${rules} rules\n`,
  err: '',
});

it('a route that a condition may leave out is served by ANY then', async () => {
  const route = (key: string, type: string, condition = '') =>
    `{ Type: AWS::ApiGatewayV2::Route, ${condition}Properties: ` +
    `{ ApiId: a, RouteKey: ${key}, AuthorizationType: ${type} } }`;
  const rules = { 'GET /a': authenticated, 'ANY /a': everyone };
  const template = (...gets: string[]) =>
    [
      'Resources:',
      `  Any: ${route('ANY /a', 'NONE')}`,
      ...gets.map((get, at) => `  G${at}: ${get}`),
    ]
      .concat('')
      .join('\n');
  expect(await check(rules, template(route('GET /a', 'JWT')))).toMatchObject({ code: 0 });
  expect(await check(rules, template(route('GET /a', 'JWT', 'Condition: C, ')))).toMatchObject({
    code: 1,
    out: expect.stringMatching(
      /^GET \/a: its rule needs an identity, but ANY \/a has no authorizer, so every caller gets 401\n/u,
    ),
  });
  const both = [route('GET /a', 'JWT', 'Condition: C, '), route('GET /a', 'JWT', 'Condition: D, ')];
  expect(await check(rules, template(...both))).toMatchObject({ code: 0 });
});

describe('a template whose routes have their rules', () => {
  const teamFixtures = readdirSync(new URL('../fixtures/templates', import.meta.url)).filter(
    (name) => !/catch-alls|web-socket|serverless-framework/u.test(name),
  );

  it('is written in six ways', () => {
    expect(teamFixtures).toHaveLength(6);
  });

  it.each(teamFixtures)('has no findings: %s', async (name) => {
    expect(await check(TEAMS, fixture(name))).toMatchObject(NONE(4, 4));
    expect(await check(routePolicy(TEAMS), fixture(name))).toMatchObject(NONE(4, 4));
  });

  it('has none as an example of this repository', async () => {
    const { access } = await import('../../examples/function-per-route.js');
    const { routes } = await import('../../examples/single-function-api.js');
    const template = (name: string) => readDocument(`examples/${name}.yaml`);
    expect(await check(access, template('function-per-route'))).toMatchObject(NONE(4, 4));
    expect(await check(routes, template('single-function-api'))).toMatchObject(NONE(3, 4));
  });

  it('has none as the Serverless Framework writes it', async () => {
    const rules = { 'PUT /rest/teams/{teamId}': 'admin', 'PUT /http/teams/{teamId}': 'admin' };
    const template = fixture('serverless-framework.template.json');
    expect(await check(rules, template)).toMatchObject(NONE(2, 2));
  });

  it('has none for a WebSocket API', async () => {
    const rules = { $connect: authenticated, sendMessage: 'member' };
    const template = fixture('cdk-web-socket-api.template.json');
    expect(await check(rules, template)).toMatchObject(NONE(2, 2));
  });

  it('has none for a router on catch-alls, if its rules are public', async () => {
    const routes = guardRoutes([{ method: 'GET', path: '/health', access: everyone, handler }]);
    expect(await check(routes, fixture('cdk-catch-alls.template.json'))).toMatchObject({
      code: 0,
      out: 'no findings: 3 deployed routes, 1 rule\n',
    });
  });
});

/** A SAM template with a function `F` and these events; `api` are the properties of its API. */
const withEvents = (events: Readonly<Record<string, string>>, api = '{}', type = 'HttpApi') => `
Resources:
  Api: { Type: AWS::Serverless::${type}, Properties: ${api} }
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
${Object.entries(events)
  .map(([name, text]) => `        ${name}: { Type: ${type}, Properties: ${text} }`)
  .join('\n')}
`;

const HTTP = (path: string, method = 'GET', more = '') =>
  `{ ApiId: !Ref Api, Path: '${path}', Method: ${method}${more} }`;
const REST = (path: string, method = 'GET', more = '') =>
  `{ RestApiId: !Ref Api, Path: '${path}', Method: ${method}${more} }`;
const POOL = 'Authorizers: { Pool: {} }';
const DEFAULT_POOL = `{ Auth: { DefaultAuthorizer: Pool, ${POOL} } }`;

async function findings(access: unknown, template: string, ...args: string[]): Promise<string[]> {
  const { code, out, err } = await check(access, template, ...args);
  const lines = out.trimEnd().split('\n');
  expect({ code, err }).toEqual({ code: lines.length > 1 ? 1 : 0, err: '' });
  return lines.slice(0, -1);
}

describe('a finding', () => {
  it('is a deployed route without a rule', async () => {
    const template = withEvents({ A: HTTP('/a'), B: HTTP('/b') }, DEFAULT_POOL);
    expect(await check({ 'GET /a': 'a' }, template)).toMatchObject({
      code: 1,
      out: `GET /b: it has no rule, so every caller gets 403
  at: F, event B
  fix: add to the table: 'GET /b': 'GROUP'
1 finding: 2 deployed routes, 1 rule
`,
    });
  });

  it('is a deployed preflight without a rule, which only everyone opens', async () => {
    const template = withEvents({ A: HTTP('/a'), B: HTTP('/a', 'OPTIONS') }, `{ ${POOL} }`);
    const lines = await findings({ 'GET /a': everyone }, template);
    expect(lines).toEqual([
      'OPTIONS /a: it has no rule, so every caller gets 403',
      '  at: F, event B',
      "  fix: add to the table: 'OPTIONS /a': everyone",
    ]);
    expect(await findings({ 'GET /a': everyone, 'OPTIONS /a': everyone }, template)).toEqual([]);
  });

  it('is a deployed route that no route of a router serves', async () => {
    const template = withEvents({ A: HTTP('/health'), B: HTTP('/b'), C: HTTP('/b', 'OPTIONS') });
    const routes = guardRoutes([{ method: 'GET', path: '/health', access: everyone, handler }]);
    expect(await findings(routes, template)).toEqual([
      'GET /b: no route of guardRoutes() serves it',
      '  at: F, event B',
      "  fix: add to guardRoutes: { method: 'GET', path: '/b', access: 'GROUP', handler }",
    ]);
  });

  it('is a route whose rule has other parameter names', async () => {
    const template = withEvents({ A: HTTP('/a/{id}'), B: HTTP('/b/{id}', 'PUT') }, DEFAULT_POOL);
    expect(await findings({ 'GET /a/{aId}': 'a', 'ANY /b/{bId}': 'b' }, template)).toEqual([
      "GET /a/{id}: its rule is for 'GET /a/{aId}', whose parameters have other names, so every caller gets 403",
      '  at: F, event A',
      "  fix: write 'GET /a/{id}' in the table, or the path /a/{aId} in the template",
      "PUT /b/{id}: its rule is for 'ANY /b/{bId}', whose parameters have other names, so every caller gets 403",
      '  at: F, event B',
      "  fix: write 'ANY /b/{id}' in the table, or the path /b/{bId} in the template",
    ]);
  });

  it('is a deployed `ANY` of which only some methods have a rule', async () => {
    const any = { A: HTTP('/a', 'ANY') };
    expect(await findings({ 'GET /a': 'a', 'PUT /a': 'a' }, withEvents(any, DEFAULT_POOL))).toEqual(
      [
        'ANY /a: only GET /a, PUT /a have a rule, so its other methods are 403 for everyone',
        '  at: F, event A',
        "  fix: deploy these routes in its place, or add to the table: 'ANY /a': 'GROUP'",
      ],
    );
    expect((await findings({ 'GET /a': 'a' }, withEvents(any, DEFAULT_POOL)))[0]).toBe(
      'ANY /a: only GET /a has a rule, so its other methods are 403 for everyone',
    );
    expect(await findings({ 'GET /a': 'a', 'ANY /a': 'a' }, withEvents(any, DEFAULT_POOL))).toEqual(
      [],
    );
    const all = Object.fromEntries(
      ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((name) => [
        `${name} /a`,
        'a',
      ]),
    );
    expect(await findings(all, withEvents(any, DEFAULT_POOL))).toEqual([]);
    const others = { 'GET /a': 'a', 'ANY /a': 'b' };
    const both = withEvents({ ...any, B: HTTP('/a', 'GET') }, DEFAULT_POOL);
    expect(await findings(others, both)).toEqual([]);
  });

  it('is a rule whose route is not deployed, with the line in the style of the template', async () => {
    const fix = async (access: unknown, template: string) =>
      (await findings(access, template)).at(-1);
    const one = { 'GET /a': everyone };
    const two = { ...one, 'GET /b': everyone };
    const sam = "or remove the rule of 'GET /b'";
    expect(await findings(two, withEvents({ A: HTTP('/a') }))).toEqual([
      'GET /b: it has a rule, but is not deployed',
      `  fix: add to Events of the function: { Type: HttpApi, Properties: { Path: '/b', Method: GET } }, ${sam}`,
    ]);
    expect(await fix(two, withEvents({ A: REST('/a') }, '{}', 'Api'))).toContain('Type: Api,');
    const teams = { ...TEAMS, 'GET /b': everyone };
    expect(await fix(teams, fixture('cdk-http-api.template.json'))).toBe(
      `  fix: deploy an AWS::ApiGatewayV2::Route with RouteKey: GET /b, ${sam}`,
    );
    expect(await fix(teams, fixture('cdk-rest-api.template.json'))).toBe(
      `  fix: deploy an AWS::ApiGateway::Method with HttpMethod: GET for /b, ${sam}`,
    );
    expect(await fix(teams, fixture('open-api.yaml'))).toBe(
      `  fix: add to paths of the document: '/b': { get: ... }, ${sam}`,
    );
    const messages = { $connect: authenticated, sendMessage: 'a', other: 'b' };
    expect(await fix(messages, fixture('cdk-web-socket-api.template.json'))).toBe(
      "  fix: deploy a route with RouteKey: other, or remove the rule of 'other'",
    );
  });

  it('is a rule of `ANY` whose methods are all deployed with rules of their own', async () => {
    const template = withEvents({ A: HTTP('/a') });
    expect(await findings({ 'GET /a': everyone, 'ANY /a': everyone }, template)).toEqual([
      'ANY /a: it has a rule, but is not deployed',
      expect.stringContaining('fix'),
    ]);
  });

  it('is a rule that needs an identity where no authorizer is', async () => {
    const rules = { 'GET /a': noneOf('suspended'), 'GET /b': everyone };
    const template = withEvents({ A: HTTP('/a'), B: HTTP('/b') }, `{ Auth: { ${POOL} } }`);
    expect(await findings(rules, template)).toEqual([
      'GET /a: its rule needs an identity, but the route has no authorizer, so every caller gets 401',
      '  at: F, event A',
      '  fix: write Auth: { Authorizer: Pool }',
    ]);
    expect(await findings(rules, withEvents({ A: HTTP('/a'), B: HTTP('/b') }))).toContain(
      '  fix: write Auth: { Authorizer: YOUR_AUTHORIZER }',
    );
  });

  it('says what to write in resources of CloudFormation and in a document', async () => {
    const fixes = async (name: string) =>
      (await findings({ ...TEAMS, 'GET /health': 'a' }, fixture(name))).at(-1);
    expect(await fixes('cdk-http-api.template.json')).toMatch(
      /fix: write AuthorizationType: JWT and AuthorizerId: !Ref TeamApiJwt\w+$/u,
    );
    expect(await fixes('cdk-rest-api.template.json')).toMatch(
      /fix: write AuthorizationType: COGNITO_USER_POOLS and AuthorizerId: !Ref Cognito\w+$/u,
    );
    expect(await fixes('open-api.yaml')).toBe('  fix: write security: [{ YOUR_AUTHORIZER: [] }]');
  });

  it('is a rule that needs an identity behind a signature of AWS', async () => {
    const iam = withEvents({ A: HTTP('/a', 'GET', ', Auth: { Authorizer: AWS_IAM }') });
    expect(await findings({ 'GET /a': 'a' }, iam)).toEqual([
      'GET /a: its rule needs an identity, but AWS_IAM passes no groups to the function, so every caller gets 401',
      '  at: F, event A',
      '  fix: write Auth: { Authorizer: YOUR_AUTHORIZER }',
    ]);
    expect(await findings({ 'GET /a': everyone }, iam)).toEqual([]);
  });

  it('is `everyone` behind an authorizer', async () => {
    const rules = { 'GET /a': everyone, 'GET /b': 'b' };
    const template = withEvents({ A: HTTP('/a'), B: HTTP('/b') }, DEFAULT_POOL);
    expect(await findings(rules, template)).toEqual([
      'GET /a: everyone may call it, but Pool allows only callers with a token',
      '  at: F, event A',
      '  fix: write Auth: { Authorizer: NONE }, or write authenticated as its rule',
    ]);
    const fixes = async (name: string) =>
      (await findings({ ...TEAMS, 'GET /teams': everyone }, fixture(name))).at(-1);
    expect(await fixes('cdk-http-api.template.json')).toBe(
      '  fix: write AuthorizationType: NONE, or write authenticated as its rule',
    );
    expect(await fixes('open-api.yaml')).toBe(
      '  fix: write security: [], or write authenticated as its rule',
    );
  });

  it('is a catch-all that a table cannot guard, and not each rule that it takes', async () => {
    const rules = { 'GET /health': everyone, 'GET /me': everyone };
    const problem =
      'the gateway does not report which of your routes it matched, so every caller gets 403';
    const fix = '  fix: guard your own router with guardRoutes() and export what it returns';
    const proxy = withEvents({ A: HTTP('/{proxy+}', 'ANY') });
    expect(await findings(rules, proxy)).toEqual([
      `ANY /{proxy+}: ${problem}`,
      '  at: F, event A',
      fix,
    ]);
    const all = withEvents({ A: '{ ApiId: !Ref Api }' });
    expect(await findings(rules, all)).toEqual([`$default: ${problem}`, '  at: F, event A', fix]);
    expect(await findings({ 'ANY /{proxy+}': everyone }, proxy)).toEqual([]);
  });

  it('is a rule of a router that the gateway does not fit', async () => {
    const problem = 'its rule needs an identity, but ANY /{proxy+} has no authorizer';
    expect((await findings(ROUTES, fixture('cdk-catch-alls.template.json')))[0]).toBe(
      `GET /me: ${problem}, so every caller gets 401`,
    );
    const guarded = withEvents({ A: HTTP('/{proxy+}', 'ANY') }, DEFAULT_POOL);
    expect(await findings(ROUTES, guarded)).toEqual([
      'GET /health: everyone may call it, but Pool allows only callers with a token',
      '  at: F, event A',
      '  fix: deploy GET /health as a route without an authorizer, or write authenticated as its rule',
    ]);
    const other = { A: HTTP('/{proxy+}', 'ANY'), B: HTTP('/other') };
    expect((await findings(ROUTES, withEvents(other, DEFAULT_POOL))).slice(0, 1)).toEqual([
      'GET /other: no route of guardRoutes() serves it',
    ]);
    const apart = {
      A: HTTP('/{proxy+}', 'ANY'),
      B: HTTP('/health', 'GET', ', Auth: { Authorizer: NONE }'),
    };
    expect(await findings(ROUTES, withEvents(apart, DEFAULT_POOL))).toEqual([]);
  });

  it('is said with its conditions', async () => {
    const auth = `{ Auth: { DefaultAuthorizer: !If [IsProd, Pool, !Ref 'AWS::NoValue'], ${POOL} } }`;
    const template = withEvents({ A: HTTP('/a') }, auth);
    expect(await findings({ 'GET /a': 'a' }, template)).toEqual([
      'GET /a: if IsProd is false: its rule needs an identity, but the route has no authorizer, so every caller gets 401',
      '  at: F, event A',
      '  fix: write Auth: { Authorizer: Pool }',
    ]);
    expect((await findings({ 'GET /a': everyone }, template))[0]).toMatch(
      /^GET \/a: if IsProd is true: /u,
    );
  });

  it('is what cannot be resolved: a route, a method, an authorizer', async () => {
    const template = withEvents({
      A: HTTP('/a'),
      B: `{ ApiId: !Ref Api, Path: !ImportValue path }`,
      C: `{ ApiId: !Ref Api, Path: /c, Method: !Ref Method }`,
      D: HTTP('/d', 'GET', ', Auth: { Authorizer: !ImportValue name }'),
    });
    const rules = { 'GET /a': everyone, 'GET /d': 'd', 'GET /e': everyone };
    expect(await findings(rules, template)).toEqual([
      'F, event B: Path is !ImportValue path; its value is known only at deployment',
      '  fix: write Path as a string',
      'F, event C: Method is !Ref Method; its value is known only at deployment',
      '  fix: write Method as a string, or give the parameter Method a Default',
      'GET /d: its authorizer cannot be resolved: its authorizer is !ImportValue name',
      '  at: F, event D',
      '  fix: write the authorizer as a string',
      'GET /e: it has a rule, but is not among the routes that could be read',
      expect.stringContaining('  fix: '),
    ]);
  });
});

describe('a rule that is near a deployed route', () => {
  const partly = 'only GET /a has a rule, so its other methods are 403 for everyone';

  it('is not mistaken for one of AppSync: a path with a dot, a key with more after it', async () => {
    const rules = { 'GET /a': everyone, 'GET /robots.txt': everyone, 'chat.say-now': 'a' };
    const lines = await findings(rules, withEvents({ A: HTTP('/a') }));
    expect(lines).toContain('GET /robots.txt: it has a rule, but is not deployed');
    expect(lines).toContain('chat.say-now: it has a rule, but is not deployed');
    expect(lines.some((line) => line.startsWith('note'))).toBe(false);
  });

  it('is not the rule of a second route whose parameters have other names', async () => {
    const template = withEvents({ A: HTTP('/a/{id}'), B: HTTP('/a/{x}') });
    expect((await findings({ 'GET /a/{id}': everyone }, template))[0]).toBe(
      'GET /a/{x}: it has no rule, so every caller gets 403',
    );
  });

  it('has no other names of parameters where only the method is one that `ANY` does not take', async () => {
    const template = withEvents({ A: HTTP('/a/{id}', 'TRACE') }, DEFAULT_POOL);
    for (const rule of ['ANY /a/{id}', 'ANY /a/{aId}']) {
      expect((await findings({ [rule]: 'a' }, template)).slice(0, 4)).toEqual([
        'TRACE /a/{id}: it has no rule, so every caller gets 403',
        '  at: F, event A',
        '  fix: remove it from the template: no rule can name the method TRACE',
        `${rule}: it has a rule, but is not deployed`,
      ]);
    }
  });

  it('is the rule of a deployed `ANY`, although routes for each method take its requests', async () => {
    const methods = ['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
    const events = Object.fromEntries(methods.map((method) => [method, HTTP('/a', method)]));
    const rules = Object.fromEntries(methods.map((method) => [`${method} /a`, everyone]));
    expect(await findings(rules, withEvents(events))).toEqual([]);
    expect(await findings(rules, withEvents({ A: HTTP('/a', 'ANY') }))).toEqual([]);
    const router = guardRoutes([{ method: 'ANY', path: '/a', access: everyone, handler }]);
    expect(await findings(router, withEvents(events))).toEqual([]);
  });

  it('is not for the methods of `ANY` that only other paths deploy', async () => {
    const others = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
    const events = Object.fromEntries(others.map((method) => [method, HTTP('/b', method)]));
    const template = withEvents({ A: HTTP('/a', 'ANY'), ...events });
    expect(await findings({ 'GET /a': everyone, 'ANY /b': everyone }, template)).toEqual([
      `ANY /a: ${partly}`,
      '  at: F, event A',
      "  fix: deploy this route in its place, or add to the table: 'ANY /a': 'GROUP'",
    ]);
  });
});

describe('a route of a router', () => {
  const route = (method: 'GET' | 'PUT' | 'POST' | 'ANY', path: string, access: Rule) => ({
    method,
    path,
    access,
    handler,
  });

  it('may be deployed with more methods than it has', async () => {
    const template = withEvents({ A: HTTP('/a', 'ANY') });
    expect(await findings(guardRoutes([route('GET', '/a', everyone)]), template)).toEqual([]);
  });

  it('does not serve a method that `ANY` does not have', async () => {
    const template = withEvents({ A: HTTP('/a', 'TRACE') });
    const lines = await findings(guardRoutes([route('ANY', '/a', everyone)]), template);
    expect(lines.slice(0, 3)).toEqual([
      'TRACE /a: no route of guardRoutes() serves it',
      '  at: F, event A',
      '  fix: remove it from the template: no rule can name the method TRACE',
    ]);
  });

  it('is reached through a catch-all of an HTTP API, but not past a path of a REST API', async () => {
    const routes = guardRoutes([route('GET', '/a', everyone), route('POST', '/a', everyone)]);
    const http = { A: HTTP('/a'), B: HTTP('/{proxy+}', 'ANY') };
    expect(await findings(routes, withEvents(http))).toEqual([]);
    const rest = { A: REST('/a'), B: REST('/{proxy+}', 'ANY') };
    expect(await findings(routes, withEvents(rest, '{}', 'Api'))).toContain(
      'POST /a: it has a rule, but is not deployed',
    );
  });

  it('is compared with the catch-all too, if a condition may leave its own path out', async () => {
    const template = (condition: string) => `
Conditions: { C: !Equals [a, b] }
Resources:
  F: { Type: AWS::Lambda::Function }
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn } }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }
  J: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: !Ref Api, AuthorizerType: JWT } }
  A:
    Type: AWS::ApiGatewayV2::Route
    ${condition}
    Properties: { ApiId: !Ref Api, RouteKey: ANY /a, Target: !Sub 'integrations/\${I}', AuthorizationType: JWT, AuthorizerId: !Ref J }
  B:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: 'ANY /{proxy+}', Target: !Sub 'integrations/\${I}' }
`;
    const routes = guardRoutes([route('GET', '/a', 'a'), route('GET', '/b', everyone)]);
    expect(await findings(routes, template(''))).toEqual([]);
    expect((await findings(routes, template('Condition: C')))[0]).toMatch(
      /^GET \/a: its rule needs an identity, but ANY \/\{proxy\+\} has no authorizer/u,
    );
  });

  it('is compared with the path and with the path and a slash, if both are deployed', async () => {
    const open = ', Auth: { Authorizer: NONE }';
    const routes = guardRoutes([route('GET', '/a', 'a')]);
    for (const events of [
      { A: HTTP('/a'), B: HTTP('/a/', 'GET', open) },
      { A: HTTP('/a/', 'GET', open), B: HTTP('/a') },
    ]) {
      const lines = await findings(routes, withEvents(events, DEFAULT_POOL));
      expect(lines.filter((line) => !line.startsWith(' '))).toEqual([
        'GET /a: its rule needs an identity, but GET /a/ has no authorizer, so every caller gets 401',
      ]);
    }
  });

  it('is compared by its whole path, with or without a trailing slash', async () => {
    const deep = guardRoutes([route('GET', '/a/b', everyone), route('PUT', '/a/c/', everyone)]);
    const template = withEvents({ A: HTTP('/a/b'), B: HTTP('/a/c', 'PUT') });
    expect(await findings(deep, template)).toEqual([]);
    const both = guardRoutes([route('GET', '/a', everyone), route('ANY', '/a/', 'a')], {
      any: 'last',
    });
    const events = { A: HTTP('/a'), B: HTTP('/a', 'PUT', ', Auth: { Authorizer: Pool }') };
    expect(await findings(both, withEvents(events, `{ Auth: { ${POOL} } }`))).toEqual([]);
  });

  it('of `ANY` takes a method that only another path has', async () => {
    const routes = guardRoutes([route('ANY', '/a', 'a'), route('GET', '/b', everyone)]);
    const template = withEvents({ A: HTTP('/a'), B: HTTP('/b') });
    expect((await findings(routes, template))[0]).toBe(
      'ANY /a: its rule needs an identity, but GET /a has no authorizer, so every caller gets 401',
    );
  });
});

it('an authorizer is written with the type that its resource has', async () => {
  const template = (more: string) => `
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: GET /a } }
${more}`;
  const custom =
    '  L: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: !Ref Api, AuthorizerType: REQUEST } }';
  expect((await findings({ 'GET /a': 'a' }, template(custom))).at(-1)).toBe(
    '  fix: write AuthorizationType: CUSTOM and AuthorizerId: !Ref L',
  );
  expect((await findings({ 'GET /a': 'a' }, template(''))).at(-1)).toBe(
    '  fix: write AuthorizationType: JWT and AuthorizerId: !Ref YOUR_AUTHORIZER',
  );
});

describe('the finding of CORS', () => {
  const CORS = 'Cors: "\'https://app.example\'"';
  const OFF = 'AddDefaultAuthorizerToCorsPreflight: false';
  const rest = (cors: string, auth = OFF, more = '') =>
    withEvents(
      { A: REST('/a') },
      `{ ${cors}Auth: { DefaultAuthorizer: Pool, ${POOL}, ${auth} }${more} }`,
      'Api',
    );
  const rules = { 'GET /a': 'a' };
  const open = '{ ResponseParameters: { Headers: { Access-Control-Allow-Origin: a } } }';
  const LINE = '  fix: write at Api: GatewayResponses: ';
  const HEADERS = `{ Headers: { Access-Control-Allow-Origin: "'https://YOUR_ORIGIN'" } }`;

  it('is a REST API that answers 401 and 403 without the header', async () => {
    expect(await findings(rules, rest(`${CORS}, `))).toEqual([
      'API Api: its own UNAUTHORIZED and ACCESS_DENIED have no Access-Control-Allow-Origin, so a browser cannot read them',
      '  at: Api',
      `${LINE}{ DEFAULT_4XX: { ResponseParameters: ${HEADERS} } }`,
    ]);
    expect(await findings(rules, rest(''))).toEqual([]);
  });

  it.each([
    [`{ DEFAULT_4XX: ${open} }`, []],
    [`{ UNAUTHORIZED: ${open}, ACCESS_DENIED: ${open} }`, []],
    [`{ UNAUTHORIZED: ${open} }`, ['ACCESS_DENIED']],
    [`{ UNAUTHORIZED: {}, DEFAULT_4XX: ${open} }`, ['UNAUTHORIZED']],
    ['{ DEFAULT_4XX: {} }', ['UNAUTHORIZED', 'ACCESS_DENIED']],
  ])('with the responses %s is %j', async (responses, closed) => {
    const template = rest(`${CORS}, `, OFF, `, GatewayResponses: ${responses}`);
    const lines = await findings(rules, template);
    const [type] = closed.length === 1 ? closed : ['DEFAULT_4XX'];
    expect(lines.slice(2)).toEqual(
      closed.length === 0 ? [] : [`${LINE}{ ${type}: { ResponseParameters: ${HEADERS} } }`],
    );
    expect(lines.slice(0, 1)).toEqual(
      closed.length === 0
        ? []
        : [expect.stringContaining(`its own ${closed.join(' and ')} have no Access-Control`)],
    );
  });

  it('counts a response only under its condition', async () => {
    const response = (condition: string) => `
  Open:
    Type: AWS::ApiGateway::GatewayResponse
    ${condition}Properties:
      RestApiId: !Ref Api
      ResponseType: DEFAULT_4XX
      ResponseParameters: { gatewayresponse.header.Access-Control-Allow-Origin: a }
`;
    expect(await findings(rules, rest(`${CORS}, `) + response(''))).toEqual([]);
    const lines = await findings(rules, rest(`${CORS}, `) + response('Condition: IsProd\n    '));
    expect(lines).toHaveLength(3);
  });

  it('is an authorizer before the preflights of a REST API of SAM', async () => {
    const template = rest(`${CORS}, `, 'Other: 1', `, GatewayResponses: { DEFAULT_4XX: ${open} }`);
    expect(await findings(rules, template)).toEqual([
      'API Api: Pool rejects its preflights, which have no token',
      '  at: Api',
      '  fix: write at Api: Auth: { AddDefaultAuthorizerToCorsPreflight: false }',
    ]);
  });

  it('is an authorizer before a deployed preflight', async () => {
    const events = { A: HTTP('/a'), B: HTTP('/a', 'OPTIONS', ', Auth: { Authorizer: Pool }') };
    const api = `{ CorsConfiguration: true, Auth: { DefaultAuthorizer: Pool, ${POOL} } }`;
    const access = { 'GET /a': 'a', 'OPTIONS /a': 'a' };
    expect(await findings(access, withEvents(events, api))).toEqual([
      'OPTIONS /a: its authorizer rejects preflights, which have no token',
      '  at: F, event B',
      '  fix: remove the authorizer of this route',
    ]);
  });

  it('is a REST API of resources whose preflights are mocks', async () => {
    const template = JSON.parse(fixture('cdk-rest-api.template.json')) as {
      Resources: Record<string, { Type: string }>;
    };
    const [id] = Object.entries(template.Resources).flatMap(([name, { Type }]) =>
      Type === 'AWS::ApiGateway::GatewayResponse' ? [name] : [],
    );
    delete template.Resources[id as string];
    expect(await findings(TEAMS, JSON.stringify(template))).toEqual([
      expect.stringMatching(/^API TeamApi\w+: its own UNAUTHORIZED and ACCESS_DENIED/u),
      expect.stringMatching(/^ {2}at: TeamApi\w+ \(cdk-rest-api\/TeamApi\/Resource\)$/u),
      expect.stringMatching(
        /^ {2}fix: deploy an AWS::ApiGateway::GatewayResponse with RestApiId: !Ref TeamApi\w+, ResponseType: DEFAULT_4XX, ResponseParameters: \{ gatewayresponse\.header\.Access-Control-Allow-Origin: "'https:\/\/YOUR_ORIGIN'" \}$/u,
      ),
    ]);
    const document = fixture('open-api.yaml').replace('DEFAULT_4XX', 'THROTTLED');
    expect((await findings(TEAMS, document)).at(-1)).toContain(
      'fix: write x-amazon-apigateway-gateway-responses: { DEFAULT_4XX: ',
    );
  });

  it('is an HTTP API that leaves CORS to its functions', async () => {
    const events = { A: HTTP('/a'), B: HTTP('/a', 'OPTIONS') };
    const access = { 'GET /a': 'a', 'OPTIONS /a': everyone };
    expect(await findings(access, withEvents(events, DEFAULT_POOL))).toEqual([
      'API Api: its own 401 and 403 have no CORS headers, so a browser cannot read them',
      '  at: Api',
      '  fix: write CorsConfiguration at the API',
    ]);
    const cors = `{ CorsConfiguration: true, Auth: { DefaultAuthorizer: Pool, ${POOL} } }`;
    expect(await findings(access, withEvents(events, cors))).toEqual([]);
  });

  it('is `ANY` of an HTTP API, which takes preflights, with an authorizer', async () => {
    const cors = `{ CorsConfiguration: true, Auth: { DefaultAuthorizer: Pool, ${POOL} } }`;
    const any = { A: HTTP('/a', 'ANY') };
    const access = { 'ANY /a': 'a' };
    expect(await findings(access, withEvents(any, cors))).toEqual([
      'ANY /a: it matches preflights too, which have no token: its authorizer rejects them',
      '  at: F, event A',
      '  fix: deploy OPTIONS /a without an authorizer',
    ]);
    const apart = { ...any, B: HTTP('/a', 'OPTIONS') };
    expect(await findings({ ...access, 'OPTIONS /a': everyone }, withEvents(apart, cors))).toEqual(
      [],
    );
    expect(await findings({ ...access, 'OPTIONS /a': 'a' }, withEvents(apart, cors))).toEqual([
      'OPTIONS /a: its rule needs an identity, but the route has no authorizer, so every caller gets 401',
      '  at: F, event B',
      '  fix: write everyone as its rule, and answer the preflight before the guard',
    ]);
    expect((await findings(access, withEvents(apart, cors))).at(-1)).toBe(
      "  fix: add to the table: 'OPTIONS /a': everyone",
    );
    const elsewhere = { ...any, B: HTTP('/b', 'OPTIONS'), C: HTTP('/{proxy+}', 'OPTIONS') };
    const open = { 'OPTIONS /b': everyone, 'OPTIONS /{proxy+}': everyone };
    expect((await findings({ ...access, ...open }, withEvents(elsewhere, cors))).at(-1)).toBe(
      '  fix: deploy OPTIONS /a without an authorizer',
    );
    const routes = guardRoutes([{ method: 'GET', path: '/a', access: 'a', handler }]);
    const all = { A: '{ ApiId: !Ref Api }' };
    expect((await findings(routes, withEvents(all, cors))).at(-1)).toBe(
      '  fix: deploy OPTIONS /{proxy+} without an authorizer',
    );
    const single = { ...all, B: HTTP('/a', 'OPTIONS') };
    expect((await findings(routes, withEvents(single, cors))).at(-1)).toBe(
      '  fix: deploy OPTIONS /{proxy+} without an authorizer',
    );
    const proxy = { ...all, B: HTTP('/{proxy+}', 'OPTIONS') };
    expect(await findings(routes, withEvents(proxy, cors))).toEqual([]);
  });

  it('is a REST API whose routes ask for a signature of AWS', async () => {
    const auth = `{ ${CORS}, Auth: { DefaultAuthorizer: AWS_IAM, ${OFF} } }`;
    const template = withEvents({ A: REST('/a') }, auth, 'Api');
    expect(await findings({ 'GET /a': 'a' }, template)).toContain(
      'API Api: its own UNAUTHORIZED and ACCESS_DENIED have no Access-Control-Allow-Origin, so a browser cannot read them',
    );
  });

  it('is none for `ANY` of a REST API, whose preflights have a method of their own', async () => {
    const auth = `{ ${CORS}, Auth: { DefaultAuthorizer: Pool, ${POOL}, ${OFF} }, GatewayResponses: { DEFAULT_4XX: ${open} } }`;
    const template = withEvents({ A: REST('/a', 'ANY') }, auth, 'Api');
    expect(await findings({ 'ANY /a': 'a' }, template)).toEqual([]);
  });

  it('is none for an API because of the preflights of another', async () => {
    const template = `${withEvents(
      { A: HTTP('/a'), B: HTTP('/b', 'OPTIONS').replace('Ref Api', 'Ref Other') },
      DEFAULT_POOL,
    )}
  Other: { Type: AWS::Serverless::HttpApi }
`;
    expect(await findings({ ...rules, 'OPTIONS /b': everyone }, template)).toEqual([]);
  });

  it('is none for a WebSocket API, whatever it says of CORS', async () => {
    const template = `
Resources:
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET, CorsConfiguration: { AllowOrigins: ['*'] } } }
  C: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: CUSTOM, AuthorizerId: x } }
`;
    expect(await findings({ $connect: authenticated }, template)).toEqual([]);
  });

  it('is an API of version 2 whose protocol only a deployment knows', async () => {
    const template = `
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: !ImportValue protocol, CorsConfiguration: { AllowOrigins: ['*'] } } }
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: ANY /a, AuthorizationType: JWT, AuthorizerId: x } }
`;
    expect(await findings({ 'ANY /a': 'a' }, template)).toEqual([
      'ANY /a: it matches preflights too, which have no token: its authorizer rejects them',
      '  at: R',
      '  fix: deploy OPTIONS /a without an authorizer',
    ]);
  });

  it('is none if no route of the API has an authorizer', async () => {
    const template = withEvents({ A: REST('/a') }, `{ ${CORS} }`, 'Api');
    expect(await findings({ 'GET /a': everyone }, template)).toEqual([]);
  });
});

describe('templates that use one logical id', () => {
  const cors = `{ CorsConfiguration: true, Auth: { DefaultAuthorizer: Pool, ${POOL} } }`;
  const plain = `{ Auth: { DefaultAuthorizer: Pool, ${POOL} } }`;

  async function ofBoth(access: unknown, ...templates: string[]): Promise<string[]> {
    const names = templates.map((_, index) => `${index}.yaml`);
    const files = Object.fromEntries(templates.map((text, index) => [`${index}.yaml`, text]));
    const args = names.flatMap((name) => ['--template', name]);
    const run = { modules: { 'access.mjs': { access } }, files };
    const { out } = await runCommand(['check', 'access.mjs', ...args], run);
    return out.trimEnd().split('\n').slice(0, -1);
  }

  it('deploy different APIs, so the routes of one do not stand beside those of the other', async () => {
    const any = withEvents({ A: HTTP('/a', 'ANY') });
    const get = withEvents({ A: HTTP('/a') }, plain);
    const finding = 'ANY /a: its rule needs an identity, but the route has no authorizer';
    for (const templates of [[any], [any, get], [get, any]]) {
      const lines = await ofBoth({ 'ANY /a': 'a' }, ...templates);
      expect(lines[0]).toContain(finding);
      const ofGet = await ofBoth({ 'GET /a': 'a', 'ANY /a': everyone }, ...templates);
      expect(ofGet[0]).toContain(
        'GET /a: its rule needs an identity, but ANY /a has no authorizer',
      );
    }
  });

  it('have the rules of their own kind: a REST API chooses the path first', async () => {
    const http = `
Resources:
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'ANY /{proxy+}' } }
`;
    const rest = `
Resources:
  A: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: a } }
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref A, HttpMethod: POST, Integration: { Type: AWS_PROXY } } }
`;
    const routes = guardRoutes([
      { method: 'GET', path: '/a', access: 'a', handler },
      { method: 'POST', path: '/a', access: everyone, handler },
    ]);
    for (const templates of [
      [http, rest],
      [rest, http],
    ]) {
      expect((await ofBoth(routes, ...templates))[0]).toContain(
        'GET /a: its rule needs an identity, but ANY /{proxy+} has no authorizer',
      );
    }
  });

  it('have CORS of their own', async () => {
    const any = withEvents({ A: HTTP('/a', 'ANY') }, plain);
    const get = withEvents({ B: HTTP('/b') }, cors);
    const access = { 'ANY /a': 'a', 'GET /b': 'a' };
    expect(await ofBoth(access, any, get)).toEqual([]);
    expect(await ofBoth(access, get, any)).toEqual([]);
    const rest = (headers: string) =>
      withEvents(
        { B: REST('/b') },
        `{ Cors: "'*'", Auth: { ${POOL}, DefaultAuthorizer: Pool, AddDefaultAuthorizerToCorsPreflight: false }${headers} }`,
        'Api',
      );
    const headers = '{ Headers: { Access-Control-Allow-Origin: "\'*\'" } }';
    const open = `, GatewayResponses: { DEFAULT_4XX: { ResponseParameters: ${headers} } }`;
    const lines = await ofBoth({ 'GET /b': 'a' }, rest(open), rest(''));
    expect(lines[0]).toContain('API Api of template 2: its own UNAUTHORIZED and ACCESS_DENIED');
  });

  it('name the API of another template by the same parameter, if only one of them declares it', async () => {
    const route = (key: string) => `
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: ${key}, Target: !Sub "integrations/\${I}" } }
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn } }
  F: { Type: AWS::Lambda::Function }
`;
    const declares = `Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }${route('GET /a')}`;
    const uses = `Parameters: { Api: { Type: String } }
Resources:${route('ANY /a')}`;
    const lines = await ofBoth({ 'GET /a': 'a', 'ANY /a': everyone }, declares, uses);
    expect(lines.filter((line) => line.includes('needs an identity'))).toEqual([
      'GET /a: its rule needs an identity, but the route has no authorizer, so every caller gets 401',
    ]);
  });
});

describe('an integration that is not a proxy', () => {
  const rest = (integration: string, type = 'COGNITO_USER_POOLS') => `
Resources:
  Api: { Type: AWS::ApiGateway::RestApi }
  F: { Type: AWS::Lambda::Function }
  A: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: a } }
  Pool: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref Api, Type: COGNITO_USER_POOLS } }
  M:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ResourceId: !Ref A, HttpMethod: GET, AuthorizationType: ${type}, AuthorizerId: !Ref Pool, Integration: ${integration} }
`;
  const problem =
    'its integration is not a proxy: the body of a request can become the event, so a caller can claim any group';

  it('is a finding where a rule needs an identity', async () => {
    const template = rest('{ Type: AWS, Uri: !GetAtt F.Arn }');
    const expected = [
      `GET /a: ${problem}`,
      '  at: M',
      '  fix: write Type: AWS_PROXY in Integration',
    ];
    expect(await findings({ 'GET /a': 'a' }, template)).toEqual(expected);
    expect(await findings({ 'ANY /a': authenticated }, template)).toEqual([
      `ANY /a: ${problem}`,
      ...expected.slice(1),
    ]);
    const routes = guardRoutes([{ method: 'GET', path: '/a', access: 'a', handler }]);
    expect(await findings(routes, template)).toEqual(expected);
  });

  it('is none for a proxy, a public route, and functions that verify tokens themselves', async () => {
    const proxy = rest('{ Type: AWS_PROXY, Uri: !GetAtt F.Arn }');
    expect(await findings({ 'GET /a': 'a' }, proxy)).toEqual([]);
    const open = rest('{ Type: AWS, Uri: !GetAtt F.Arn }', 'NONE');
    expect(await findings({ 'GET /a': everyone }, open)).toEqual([]);
    expect(await findings({ 'GET /a': 'a' }, open, '--verified-token')).toEqual([]);
  });

  it('is found in an OpenAPI document', async () => {
    const document = (type: string) => `
Resources:
  F: { Type: AWS::Lambda::Function }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        securityDefinitions: { Pool: { x-amazon-apigateway-authorizer: { type: cognito_user_pools } } }
        paths:
          /a: { get: { security: [{ Pool: [] }], x-amazon-apigateway-integration: { type: ${type}, uri: !GetAtt F.Arn } } }
`;
    expect(await findings({ 'GET /a': 'a' }, document('aws'))).toEqual([
      `GET /a: ${problem}`,
      '  at: Api, path /a, get',
      '  fix: write type: aws_proxy in x-amazon-apigateway-integration',
    ]);
    expect(await findings({ 'GET /a': 'a' }, document('aws_proxy'))).toEqual([]);
  });

  it('is found in a WebSocket API', async () => {
    const chat = (type: string) => `
Resources:
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }
  F: { Type: AWS::Lambda::Function }
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { IntegrationType: ${type}, IntegrationUri: !GetAtt F.Arn } }
  C: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: CUSTOM, AuthorizerId: x, Target: !Sub "integrations/\${I}" } }
`;
    expect(await findings({ $connect: authenticated }, chat('AWS'))).toEqual([
      `$connect: ${problem}`,
      '  at: C',
      '  fix: write IntegrationType: AWS_PROXY in its integration',
    ]);
    expect(await findings({ $connect: authenticated }, chat('AWS_PROXY'))).toEqual([]);
  });
});

describe('a WebSocket API', () => {
  const chat = (auth: string) => `
Resources:
  F: { Type: AWS::Serverless::Function }
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      ${auth}
      Routes: { $connect: { FunctionArn: !GetAtt F.Arn }, say: { FunctionArn: !GetAtt F.Arn } }
`;

  it('needs an authorizer for its connections', async () => {
    const rules = { $connect: everyone, say: 'member' };
    expect(await findings(rules, chat(''))).toEqual([
      'say: its rule needs an identity, but the route has no authorizer, so every caller gets 401',
      '  at: Chat, route say',
      '  fix: write at the API: Auth: { AuthType: CUSTOM, AuthArn: !GetAtt YOUR_AUTHORIZER.Arn }',
    ]);
    const resources = JSON.parse(fixture('cdk-web-socket-api.template.json'));
    for (const resource of Object.values<{ Properties?: { AuthorizationType?: string } }>(
      resources.Resources,
    )) {
      if (resource.Properties?.AuthorizationType) resource.Properties.AuthorizationType = 'NONE';
    }
    const messages = { $connect: everyone, sendMessage: 'member' };
    expect((await findings(messages, JSON.stringify(resources))).at(-1)).toMatch(
      /AuthorizationType: CUSTOM and AuthorizerId: !Ref ChatApi\w+ at the route \$connect$/u,
    );
  });

  it('asks its authorizer only when a connection is made', async () => {
    const custom = chat('Auth: { AuthType: CUSTOM, AuthArn: a }');
    expect(await findings({ $connect: authenticated, say: everyone }, custom)).toEqual([]);
    expect(await findings({ $connect: everyone, say: everyone }, custom)).toEqual([
      '$connect: everyone may call it, but CUSTOM allows only callers with a token',
      '  at: Chat, route $connect',
      '  fix: remove Auth of Chat, or write authenticated as its rule',
    ]);
  });

  it('has the authorizer of `$connect` under the same conditions', async () => {
    const chat = (type: string) => `
Resources:
  F: { Type: AWS::Serverless::Function }
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      Auth: { AuthType: !If [C, ${type}] }
      Routes: { $connect: { FunctionArn: !GetAtt F.Arn }, say: { FunctionArn: !GetAtt F.Arn } }
`;
    const problem = 'its rule needs an identity, but the route has no authorizer';
    for (const [type, holds] of [
      ['CUSTOM, NONE', false],
      ['NONE, CUSTOM', true],
    ] as const) {
      const lines = await findings({ $connect: authenticated, say: 'a' }, chat(type));
      expect(lines.filter((line) => !line.startsWith(' '))).toEqual(
        ['$connect', 'say'].map(
          (key) => `${key}: if C is ${holds}: ${problem}, so every caller gets 401`,
        ),
      );
    }
  });

  it('has the authorizer of a `$connect` of another function, for each condition', async () => {
    const template = `
Resources:
  F: { Type: AWS::Lambda::Function }
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn } }
  M: { Type: AWS::ApiGatewayV2::Integration, Properties: { IntegrationType: MOCK } }
  C: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: !If [C, NONE, CUSTOM], Target: !Sub "integrations/\${M}" } }
  S: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: $default, Target: !Sub "integrations/\${I}" } }
`;
    expect((await findings({ $default: 'a' }, template)).slice(0, -1)).toEqual([
      '$default: if C is true: its rule needs an identity, but the route has no authorizer, so every caller gets 401',
      '  at: S',
    ]);
  });

  it('has the authorizers of two `$connect` that are deployed under conditions', async () => {
    const connect = 'ApiId: !Ref Chat, RouteKey: $connect';
    const template = `
Resources:
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }
  A: { Type: AWS::ApiGatewayV2::Route, Condition: Prod, Properties: { ${connect}, AuthorizationType: CUSTOM } }
  B: { Type: AWS::ApiGatewayV2::Route, Condition: Test, Properties: { ${connect} } }
  S: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: say } }
`;
    const lines = await findings({ $connect: authenticated, say: 'a' }, template);
    const problem = 'its rule needs an identity, but the route has no authorizer';
    expect(lines.filter((line) => !line.startsWith(' '))).toEqual(
      ['$connect', 'say'].map(
        (key) => `${key}: if Test is true: ${problem}, so every caller gets 401`,
      ),
    );
  });

  it('is one outside of the template with a route that only such an API can have', async () => {
    const routes = (...keys: string[]) =>
      `Resources:\n${keys
        .map((key, at) => {
          const properties = `ApiId: !ImportValue chat, RouteKey: ${key}, AuthorizationType: CUSTOM`;
          return `  R${at}: { Type: AWS::ApiGatewayV2::Route, Properties: { ${properties} } }\n`;
        })
        .join('')}`;
    const rules = { $connect: authenticated, $default: 'a' };
    expect(await findings(rules, routes('$default', '$connect'))).toEqual([]);
    for (const other of ['GET /a', '!ImportValue key']) {
      expect(await findings({ 'GET /a': 'a', $default: 'a' }, routes('$default', other))).toContain(
        '$default: the gateway does not report which of your routes it matched, so every caller gets 403',
      );
    }
  });

  it('may have a route that no rule can name', async () => {
    const template = `
Resources:
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }
  C: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: CUSTOM } }
  S: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: say it } }
`;
    expect(await findings({ $connect: authenticated }, template)).toEqual([
      'say it: it has no rule, so every caller gets 403',
      '  at: S',
      '  fix: remove it from the template: no rule can name it',
    ]);
  });
});

describe('--function', () => {
  const template = fixture('sam-http-api.yaml');
  const health = { 'GET /health': everyone };

  it('looks only at the routes of these functions', async () => {
    expect(await check(health, template, '--function', 'Health')).toMatchObject({
      code: 0,
      out: 'no findings: 1 deployed route, 1 rule\n',
    });
    const both = ['--function', 'Health', '--function', 'Teams'];
    expect(await findings(health, template, ...both)).toHaveLength(9);
    expect(await findings(health, template)).toHaveLength(9);
  });

  it('is a usage error for another id, with the ids that exist', async () => {
    expect(await check(health, template, '--function', 'Helth')).toMatchObject({
      code: 2,
      out: '',
      err: "middy-cognito-groups: no template has a function 'Helth'; its functions are: Teams, Health\n",
    });
    const empty = 'Resources: { A: { Type: AWS::S3::Bucket } }';
    expect((await check(health, empty, '--function', 'F')).err).toContain(
      'its functions are: none',
    );
  });

  it('counts a route whose function only a deployment knows, and says so', async () => {
    const other = `
Resources:
  F: { Type: AWS::Lambda::Function }
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: a, RouteKey: GET /a, Target: !ImportValue target } }
  M: { Type: AWS::ApiGateway::Method, Properties: { ResourceId: !ImportValue id, HttpMethod: GET, Integration: { Type: MOCK } } }
`;
    expect(await check({ 'GET /a': everyone }, other, '--function', 'F')).toMatchObject({
      code: 0,
      out: `note: it is unknown which function these routes reach, so they are compared too: R
no findings: 1 deployed route, 1 rule
`,
    });
    expect((await check({ 'GET /a': everyone }, other)).out).toBe(
      'no findings: 1 deployed route, 1 rule\n',
    );
    const second = other.replace('  R:', '  S:').replace('GET /a', 'GET /b').split('\n')[3];
    const two = `${other}${second}\n`;
    const rules = { 'GET /a': everyone, 'GET /b': everyone };
    expect((await check(rules, two, '--function', 'F')).out).toContain('compared too: R, S\n');
  });
});

describe('--verified-token', () => {
  it('asks for no authorizer, because the functions verify tokens', async () => {
    const template = withEvents({ A: HTTP('/a'), B: HTTP('/b') });
    const rules = { 'GET /a': 'a', 'GET /b': everyone };
    expect(await findings(rules, template, '--verified-token')).toEqual([]);
    const guarded = withEvents({ A: HTTP('/a'), B: HTTP('/b') }, DEFAULT_POOL);
    expect(await findings(rules, guarded, '--verified-token')).toHaveLength(3);
  });
});

describe('several templates', () => {
  it('are checked together', async () => {
    const modules = { 'access.mjs': { access: { 'GET /a': everyone, 'GET /b': everyone } } };
    const files = {
      'a.yaml': withEvents({ A: HTTP('/a') }),
      'b.yaml': withEvents({ B: HTTP('/b') }),
    };
    const args = ['check', 'access.mjs', '--template', 'a.yaml', '--template', 'b.yaml'];
    expect(await runCommand(args, { modules, files })).toMatchObject({
      code: 0,
      out: 'no findings: 2 deployed routes, 2 rules\n',
    });
  });
});

describe('what is not compared', () => {
  it('is said: rules for AppSync, and other templates', async () => {
    const rules: Record<string, Rule> = {
      'Query.teams': 'a',
      'PUBLISH /default/news': 'a',
      'GET /a': everyone,
    };
    const template = `${withEvents({ A: HTTP('/a') })}
  Inner: { Type: AWS::CloudFormation::Stack }
`;
    expect(await check(rules, template)).toMatchObject({
      code: 0,
      out: `note: Inner (AWS::CloudFormation::Stack) is another template, which is not checked
note: rules for AppSync are not compared: Query.teams, PUBLISH /default/news
no findings: 1 deployed route, 3 rules
`,
    });
  });

  it('is no note for a WebSocket route key with a dot', async () => {
    const template = `
Resources:
  F: { Type: AWS::Serverless::Function }
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties: { Routes: { Query.teams: { FunctionArn: !GetAtt F.Arn } } }
`;
    expect((await check({ 'Query.teams': everyone }, template)).out).toBe(
      'no findings: 1 deployed route, 1 rule\n',
    );
  });

  it('is a route that reaches no function', async () => {
    const mock = `
Resources:
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { RouteKey: GET /a, ApiId: a, Target: !Ref I } }
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { IntegrationType: HTTP_PROXY } }
`;
    expect((await check({ 'GET /a': everyone }, mock)).out).toContain(
      '1 finding: no deployed routes',
    );
  });
});

describe('names in a template', () => {
  it('are printed without what a terminal obeys', async () => {
    const template = withEvents({ A: HTTP('/a') }).replaceAll('A:', '"\\e[2J\\u202e\\nB":');
    expect((await check({ 'GET /b': everyone }, template)).out).toContain(
      '  at: F, event \\u{1b}[2J\\u{202e}\\u{a}B\n',
    );
  });

  it('are compared in a large template in seconds', async () => {
    const count = 1000;
    const events = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`E${index}`, HTTP(`/a${index}/{id}`)]),
    );
    const rules = Object.keys(events).map((_, index) => [`GET /a${index}/{id}`, everyone]);
    const started = Date.now();
    const table = await check(Object.fromEntries(rules), withEvents(events));
    expect(table).toMatchObject(NONE(count, count));
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

describe('a router and a WebSocket API', () => {
  it('do not fit', async () => {
    const lines = await findings(ROUTES, fixture('cdk-web-socket-api.template.json'));
    expect(lines).toContain('$connect: no route of guardRoutes() serves it');
    expect(lines).toContain("  fix: add to the table: '$connect': 'GROUP'");
  });
});
