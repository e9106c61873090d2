import { describe, expect, it } from '@jest/globals';
import { deploymentOf, linesOf, unresolvedOf } from '../support/deployment.js';

/** A function `F` with one event `E` of these properties. */
const withEvent = (type: string, properties: string, rest = '') => `
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        E:
          Type: ${type}
          Properties: ${properties}
${rest}`;

const API = (properties: string, type = 'Api') => `
  TeamApi:
    Type: AWS::Serverless::${type}
    Properties: ${properties}
`;

const AUTHORIZERS = 'Authorizers: { One: { UserPoolArn: a }, Two: { FunctionArn: b } }';

describe('an event of a function', () => {
  it.each([
    ['Api', '{ Path: /teams, Method: get }', 'GET /teams none [F]'],
    ['Api', '{ Path: /teams, Method: any }', 'ANY /teams none [F]'],
    ['HttpApi', '{ Path: /teams, Method: PUT }', 'PUT /teams none [F]'],
    ['HttpApi', '{ Path: /teams }', 'ANY /teams none [F]'],
    ['HttpApi', '{ Path: /teams, Method: x-amazon-apigateway-any-method }', 'ANY /teams none [F]'],
    ['HttpApi', '{}', '$default none [F]'],
    ['HttpApi', '{ Path: /$default, Method: any }', '$default none [F]'],
  ])('%s %s deploys %j', (type, properties, line) => {
    expect(linesOf(withEvent(type, properties))).toEqual([line]);
  });

  it('of another type deploys no route', () => {
    expect(linesOf(withEvent('Schedule', '{ Schedule: rate(1 hour) }'))).toEqual([]);
    expect(linesOf(withEvent('constructor', '{}'))).toEqual([]);
  });

  it.each([
    ['an API that is not there', withEvent('Api', '{ RestApiId: !Ref X, Path: /, Method: get }')],
    ['a macro', withEvent('Schedule', '{ Fn::Transform: { Name: N } }')],
    ['no map of events', withEvent('Api', '{}').replace(/Events:.*/su, 'Events: !Ref Events\n')],
  ])('with %s deploys no route, and concerns its function', (_, template) => {
    expect(deploymentOf(template)).toMatchObject({
      routes: [],
      unresolved: [{ functions: ['F'] }],
    });
  });

  it('may name the implicit API, or an API by its id', () => {
    const named = '{ RestApiId: TeamApi, Path: /, Method: get, Auth: { Authorizer: One } }';
    expect(linesOf(withEvent('Api', named, API(`{ Auth: { ${AUTHORIZERS} } }`)))).toEqual([
      'GET / One [F]',
    ]);
    const implicit = '{ RestApiId: !Ref ServerlessRestApi, Path: /, Method: get }';
    expect(deploymentOf(withEvent('Api', implicit)).apis.map(({ id }) => id)).toEqual([
      'ServerlessRestApi',
    ]);
  });

  it('is unresolved if its API is not in the template, or of another kind', () => {
    const event = '{ ApiId: !Ref TeamApi, Path: / }';
    const sentence = 'F, event E: ApiId is TeamApi; its value is known only at deployment';
    expect(unresolvedOf(withEvent('HttpApi', event))).toEqual([sentence]);
    expect(unresolvedOf(withEvent('HttpApi', event, API('{}')))).toEqual([sentence]);
    const imported = '{ ApiId: !ImportValue api, Path: / }';
    expect(unresolvedOf(withEvent('HttpApi', imported))).toEqual([
      'F, event E: ApiId is not in the template; its value is known only at deployment',
    ]);
  });

  it.each([
    ['{ Path: !ImportValue path, Method: get }', 'Path is !ImportValue path; its value'],
    ['{ Path: /, Method: !Ref Method }', 'Method is !Ref Method; its value'],
    ['{ Method: get }', 'Path is missing; its value'],
    ['{ Path: / }', 'Method is missing; its value'],
  ])('Api %s is unresolved', (properties, sentence) => {
    expect(linesOf(withEvent('Api', properties))).toEqual([]);
    expect(unresolvedOf(withEvent('Api', properties))).toEqual([
      expect.stringContaining(`F, event E: ${sentence}`),
    ]);
  });

  it('is unresolved if it is an intrinsic function, alone or with all events', () => {
    const one = withEvent('Api', '{}').replace(/E:\n.*\n.*\n/u, 'E: !Transform { Name: N }\n');
    expect(unresolvedOf(one)).toEqual([
      expect.stringContaining('event E: the event is an intrinsic'),
    ]);
    const all = withEvent('Api', '{}').replace(/Events:\n.*\n.*\n.*\n/u, 'Events: !Ref Events\n');
    expect(unresolvedOf(all)).toEqual([expect.stringContaining('F: Events is not a map')]);
    const loop = withEvent('Api', '{}').replace(/E:\n.*\n.*\n/u, 'Fn::ForEach::E: [A, [a], {}]\n');
    expect(unresolvedOf(loop)).toEqual([expect.stringContaining('F: Events is not a map')]);
    const list = withEvent('Api', '{}').replace(/Events:\n.*\n.*\n.*\n/u, 'Events: [a]\n');
    expect(unresolvedOf(list)).toEqual([expect.stringContaining('F: Events is not a map')]);
  });

  it.each(['HttpApi', 'Api'])('%s is unresolved if a macro adds to its properties', (type) => {
    const macro = 'Fn::Transform: { Name: N }';
    const properties = `{ Path: /, Method: get, ${macro} }`;
    expect(unresolvedOf(withEvent(type, properties))).toEqual([
      expect.stringContaining('event E: the event is an intrinsic'),
    ]);
  });

  it('is deployed under the conditions of its function, of its API and of itself', () => {
    const template = withEvent(
      'Api',
      '{ RestApiId: !Ref TeamApi, Path: !If [C, /c, /d], Method: get }',
      API('{}').replace('Properties', 'Condition: OfApi\n    Properties'),
    ).replace('    Properties:', '    Condition: OfFunction\n    Properties:');
    expect(linesOf(template)).toEqual([
      'GET /c none [F] {OfFunction: true} {C: true} {OfApi: true}',
      'GET /d none [F] {OfFunction: true} {C: false} {OfApi: true}',
    ]);
  });

  it('is one route if a condition does not change it', () => {
    const template = withEvent('Api', '{ Path: /, Method: get, TimeoutInMillis: !If [C, 1, 2] }');
    expect(linesOf(template)).toEqual(['GET / none [F]']);
  });

  it('is unresolved if it depends on more conditions than can be listed', () => {
    const many = [1, 2, 3, 4, 5].map((n) => `A${n}: !If [C${n}, 1, 2]`).join(', ');
    expect(unresolvedOf(withEvent('Api', `{ Path: /, Method: get, ${many} }`))).toEqual([
      'F, event E: it depends on too many conditions',
    ]);
  });
});

describe('the authorizer of an event', () => {
  const line = (type: string, event: string, api: string, method = 'GET') => {
    const id = type === 'Api' ? 'RestApiId' : 'ApiId';
    const properties = `{ ${id}: !Ref TeamApi, Path: /, Method: ${method}${event} }`;
    return linesOf(withEvent(type, properties, API(`{ Auth: ${api} }`, type)))[0];
  };

  it.each([
    ['', `{ ${AUTHORIZERS} }`, 'GET / none [F]'],
    ['', `{ DefaultAuthorizer: One, ${AUTHORIZERS} }`, 'GET / One [F]'],
    [', Auth: { Authorizer: Two }', `{ DefaultAuthorizer: One, ${AUTHORIZERS} }`, 'GET / Two [F]'],
    [
      ', Auth: { Authorizer: NONE }',
      `{ DefaultAuthorizer: One, ${AUTHORIZERS} }`,
      'GET / none [F]',
    ],
    [
      ', Auth: { Authorizer: AWS_IAM }',
      `{ DefaultAuthorizer: One, ${AUTHORIZERS} }`,
      'GET / iam [F]',
    ],
    ['', '{ DefaultAuthorizer: AWS_IAM }', 'GET / iam [F]'],
    [
      '',
      '{ Authorizers: { AWS_IAM: { FunctionArn: a } }, DefaultAuthorizer: AWS_IAM }',
      'GET / AWS_IAM [F]',
    ],
    [
      '',
      `{ DefaultAuthorizer: !If [C, One, !Ref "AWS::NoValue"], ${AUTHORIZERS} }`,
      'GET / One [F] {C: true}',
    ],
  ])('with %j and an API with %j: %j', (event, api, expected) => {
    expect(line('Api', event, api)).toBe(expected);
    expect(line('HttpApi', event, api)).toBe(expected);
  });

  it('is the default for OPTIONS only of a REST API that guards preflights', () => {
    const api = (add: string) => `{ DefaultAuthorizer: One, ${AUTHORIZERS}${add} }`;
    expect(line('HttpApi', '', api(''), 'OPTIONS')).toBe('OPTIONS / none [F]');
    expect(line('Api', '', api(''), 'OPTIONS')).toBe('OPTIONS / One [F]');
    const off = ', AddDefaultAuthorizerToCorsPreflight: false';
    expect(line('Api', '', api(off), 'OPTIONS')).toBe('OPTIONS / none [F]');
    expect(line('Api', '', api(off))).toBe('GET / One [F]');
  });

  it.each([
    [', Auth: { Authorizer: Three }', `{ ${AUTHORIZERS} }`, 'Three is not among the Authorizers'],
    [', Auth: { Authorizer: !Ref Name }', `{ ${AUTHORIZERS} }`, 'its authorizer is !Ref Name'],
    [', Auth: !Ref Auth', `{ ${AUTHORIZERS} }`, '`Auth` is not a map'],
    [', Auth: One', `{ ${AUTHORIZERS} }`, '`Auth` is not a map'],
    ['', '!Transform { Name: N }', '`Auth` is not a map'],
    [
      '',
      `{ DefaultAuthorizer: !ImportValue name, ${AUTHORIZERS} }`,
      'its authorizer is !ImportValue',
    ],
  ])('with %j and an API with %j is unknown: %s', (event, api, why) => {
    const properties = `{ RestApiId: !Ref TeamApi, Path: /, Method: GET${event} }`;
    const [route] = deploymentOf(withEvent('Api', properties, API(`{ Auth: ${api} }`))).routes;
    expect(route?.authorizer).toEqual({ kind: 'unknown', why: expect.stringContaining(why) });
  });
});

describe('Globals', () => {
  const GLOBALS = `
Globals:
  Api:
    Cors: a
    Auth: { DefaultAuthorizer: One, Authorizers: { One: { UserPoolArn: a } } }
  HttpApi:
    Auth: { DefaultAuthorizer: Jwt, Authorizers: { Jwt: { JwtConfiguration: a } } }
`;
  const EVENT = '{ RestApiId: !Ref TeamApi, Path: /, Method: get }';

  it('hold for the implicit APIs', () => {
    const implicit = (type: string) =>
      deploymentOf(GLOBALS + withEvent(type, '{ Path: /, Method: get }')).apis;
    expect(implicit('Api')).toMatchObject([{ id: 'ServerlessRestApi', at: 'Globals.Api' }]);
    expect(implicit('HttpApi')).toMatchObject([{ id: 'ServerlessHttpApi', at: 'Globals.HttpApi' }]);
    expect(linesOf(GLOBALS + withEvent('Api', '{ Path: /, Method: get }'))).toEqual([
      'GET / One [F]',
    ]);
    expect(linesOf(GLOBALS + withEvent('HttpApi', '{ Path: /, Method: get }'))).toEqual([
      'GET / Jwt [F]',
    ]);
  });

  it('are merged with an explicit API, which has the last word', () => {
    const api = API(
      '{ Auth: { DefaultAuthorizer: Two, Authorizers: { Two: { UserPoolArn: b } } } }',
    );
    const deployment = deploymentOf(GLOBALS + withEvent('Api', EVENT, api));
    expect(deployment.apis).toMatchObject([
      { id: 'TeamApi', hasCors: true, authorizers: [{ name: 'One' }, { name: 'Two' }] },
    ]);
    expect(linesOf(GLOBALS + withEvent('Api', EVENT, api))).toEqual(['GET / Two [F]']);
  });

  it.each(['TeamRef', 'Refresh'])('are merged with an authorizer named %s', (name) => {
    const api = API(`{ Auth: { Authorizers: { ${name}: { UserPoolArn: b } } } }`);
    const { apis } = deploymentOf(GLOBALS + withEvent('Api', EVENT, api));
    expect(apis).toMatchObject([
      {
        authorizers: [
          { name: 'One', type: '' },
          { name, type: '' },
        ],
      },
    ]);
    expect(linesOf(GLOBALS + withEvent('Api', EVENT, api))).toEqual(['GET / One [F]']);
  });

  it('that are an intrinsic function, or a map where the API has none, lose to the API', () => {
    const auth = 'Globals:\n  Api: { Auth: !Ref Auth }\n';
    const api = API('{ Auth: { DefaultAuthorizer: Two, Authorizers: { Two: {} } } }');
    expect(linesOf(auth + withEvent('Api', EVENT, api))).toEqual(['GET / Two [F]']);
    const cors = 'Globals:\n  HttpApi: { CorsConfiguration: { AllowOrigins: [a] } }\n';
    const without = `Resources:${API('{ CorsConfiguration: false }', 'HttpApi')}`;
    expect(deploymentOf(cors + without).apis).toMatchObject([{ hasCors: false }]);
  });

  it('lose to an intrinsic function, and to anything but a map', () => {
    const template = `
Globals:
  WebSocketApi:
    Routes: { one: { FunctionArn: !GetAtt F.Arn, Tags: [a] } }
    Auth: { AuthType: AWS_IAM }
Resources:
  F: { Type: AWS::Serverless::Function }
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      Routes: { one: { Tags: [b] }, $connect: { FunctionArn: !GetAtt F.Arn } }
      Auth: !Ref Auth
`;
    expect(linesOf(template)).toEqual(['one none [F]', '$connect none [F]']);
  });

  it('are not merged where `IgnoreGlobals` says so', () => {
    const ignoring = (what: string) =>
      withEvent(
        'Api',
        EVENT,
        API('{}').replace('Properties', `IgnoreGlobals: ${what}\n    Properties`),
      );
    expect(linesOf(GLOBALS + ignoring("'*'"))).toEqual(['GET / none [F]']);
    expect(linesOf(GLOBALS + ignoring('[Auth]'))).toEqual(['GET / none [F]']);
    expect(linesOf(GLOBALS + ignoring('[Cors]'))).toEqual(['GET / One [F]']);
    expect(deploymentOf(GLOBALS + ignoring('[Cors]')).apis).toMatchObject([{ hasCors: false }]);
  });
});

describe('an API of SAM', () => {
  it.each([
    ['Api', "{ Cors: '*' }", true],
    ['Api', '{ Cors: { AllowOrigin: a } }', true],
    ['Api', '{ CorsConfiguration: true }', false],
    ['Api', '{}', false],
    ['HttpApi', '{ CorsConfiguration: true }', true],
    ['HttpApi', '{ CorsConfiguration: false }', false],
    ['HttpApi', '{ CorsConfiguration: null }', false],
  ])('%s %s answers preflights: %s', (type, properties, hasCors) => {
    const { apis } = deploymentOf(`Resources:${API(properties, type)}`);
    expect(apis).toMatchObject([{ id: 'TeamApi', hasCors, dialect: 'sam' }]);
  });

  it('is two, if a condition decides', () => {
    const { apis } = deploymentOf(
      `Resources:${API("{ Cors: !If [C, '*', !Ref 'AWS::NoValue'] }")}`,
    );
    expect(apis.map(({ hasCors, when }) => [hasCors, [...when]])).toEqual([
      [true, [['C', true]]],
      [false, [['C', false]]],
    ]);
  });

  it.each([
    ['{ Cors: a, Auth: { DefaultAuthorizer: One } }', 'One'],
    [
      '{ Cors: a, Auth: { DefaultAuthorizer: One, AddDefaultAuthorizerToCorsPreflight: False } }',
      undefined,
    ],
    [
      "{ Cors: a, Auth: { DefaultAuthorizer: One, AddDefaultAuthorizerToCorsPreflight: 'False' } }",
      'One',
    ],
    ['{ Cors: a, Auth: { DefaultAuthorizer: NONE } }', undefined],
    ['{ Auth: { DefaultAuthorizer: One } }', undefined],
    ['{ Cors: a }', undefined],
    ['{ Cors: a, Auth: { DefaultAuthorizer: !Ref Name } }', undefined],
  ])('%s puts before preflights: %s', (properties, authorizer) => {
    const { apis } = deploymentOf(`Resources:${API(properties)}`);
    expect(apis[0]?.preflightAuthorizer).toBe(authorizer);
  });

  it('has gateway responses, with headers in any case', () => {
    const response = (headers: string) => `{ ResponseParameters: { Headers: ${headers} } }`;
    const { responses } = deploymentOf(`
Resources:
  TeamApi:
    Type: AWS::Serverless::Api
    Condition: C
    Properties:
      GatewayResponses:
        UNAUTHORIZED: ${response('{ ACCESS-CONTROL-ALLOW-ORIGIN: a }')}
        ACCESS_DENIED: ${response('{ X-Other: a }')}
        DEFAULT_4XX: { StatusCode: 418 }
        DEFAULT_5XX: ${response('{ X-Access-Control-Allow-Origin: a }')}
        THROTTLED: ${response('{ Access-Control-Allow-Origin-Old: a }')}
`);
    expect(responses.map(({ api, type, allowsOrigin }) => [api, type, allowsOrigin])).toEqual([
      ['TeamApi', 'UNAUTHORIZED', true],
      ['TeamApi', 'ACCESS_DENIED', false],
      ['TeamApi', 'DEFAULT_4XX', false],
      ['TeamApi', 'DEFAULT_5XX', false],
      ['TeamApi', 'THROTTLED', false],
    ]);
    expect(responses.map(({ when }) => [...when])).toEqual(Array(5).fill([['C', true]]));
  });
});

describe('an API of SAM with a document', () => {
  const INTEGRATION = 'x-amazon-apigateway-integration: { type: aws_proxy, uri: !GetAtt F.Arn }';
  const document = (paths: string, more = '', type = 'Api') =>
    API(`{ DefinitionBody: { paths: ${paths} }${more} }`, type);
  const REST_EVENT = '{ RestApiId: !Ref TeamApi, Path: /b, Method: get';
  const PATHS = `{ /a: { get: { ${INTEGRATION} } } }`;

  it('has the routes of the document, and none of events', () => {
    const api = document(PATHS);
    expect(linesOf(withEvent('Api', `${REST_EVENT} }`, api))).toEqual(['GET /a none [F]']);
  });

  it('has both if the definitions are merged', () => {
    const api = document(PATHS, ', MergeDefinitions: true');
    expect(linesOf(withEvent('Api', `${REST_EVENT} }`, api))).toEqual([
      'GET /b none [F]',
      'GET /a none [F]',
    ]);
  });

  it('has its default authorizer where the document has none', () => {
    const paths = `{ /a: {
      get: { ${INTEGRATION} },
      put: { security: [{ Two: [] }], ${INTEGRATION} },
      post: { security: [{ NONE: [] }], ${INTEGRATION} },
      delete: { security: [{ AWS_IAM: [] }], ${INTEGRATION} } } }`;
    const auth = `, Auth: { DefaultAuthorizer: One, ${AUTHORIZERS} }`;
    expect(linesOf(withEvent('Schedule', '{}', document(paths, auth)))).toEqual([
      'GET /a One [F]',
      'PUT /a Two [F]',
      'POST /a none [F]',
      'DELETE /a iam [F]',
    ]);
  });

  it('has an authorizer of SAM where the document names one', () => {
    const paths = `{ /a: { get: { security: [{ Two: [] }], ${INTEGRATION} } } }`;
    const api = document(paths, `, Auth: { ${AUTHORIZERS} }`);
    expect(deploymentOf(withEvent('Schedule', '{}', api)).routes).toMatchObject([
      { authorizer: { kind: 'authorizer', name: 'Two' } },
    ]);
  });

  it('has the authorizer of an event that overrides', () => {
    const auth = `, Auth: { ${AUTHORIZERS} }`;
    const event = (override: string) =>
      `{ RestApiId: !Ref TeamApi, Path: /a, Method: get, Auth: { Authorizer: Two${override} } }`;
    const api = document(PATHS, auth);
    expect(linesOf(withEvent('Api', event(''), api))).toEqual(['GET /a none [F]']);
    expect(linesOf(withEvent('Api', event(', OverrideApiAuth: true'), api))).toEqual([
      'GET /a Two [F]',
    ]);
    const merged = document(PATHS, `${auth}, MergeDefinitions: true`);
    expect(linesOf(withEvent('Api', event(''), merged))).toEqual(['GET /a Two [F]']);
  });

  it('adds the events of an HTTP API to the operations of the document', () => {
    const paths = `{ $default: { x-amazon-apigateway-any-method: { security: [{ One: [] }] } },
      /a: { get: { security: [{ One: [] }], ${INTEGRATION} } } }`;
    const api = document(paths, `, Auth: { ${AUTHORIZERS} }`, 'HttpApi');
    const event = (rest: string) => withEvent('HttpApi', `{ ApiId: !Ref TeamApi${rest} }`, api);
    expect(linesOf(event(''))).toEqual(['$default One [F]', 'GET /a One [F]']);
    expect(linesOf(event(', Path: /a, Method: get, Auth: { Authorizer: Two }'))).toEqual([
      'GET /a Two [F]',
      '$default One []',
    ]);
  });

  it('is unresolved if the document is elsewhere, and its events are in it', () => {
    const event = '{ ApiId: !Ref TeamApi, Path: /b, Method: get }';
    const template = withEvent('HttpApi', event, API('{ DefinitionUri: api.yaml }', 'HttpApi'));
    expect(linesOf(template)).toEqual([]);
    expect(unresolvedOf(template)).toEqual([
      'TeamApi: its routes are in a document that is not in the template',
    ]);
  });
});

describe('a WebSocket API of SAM', () => {
  const chat = (auth: string, routes = '$connect: { FunctionArn: !GetAtt F.Arn }, say: {}') => `
Resources:
  F: { Type: AWS::Serverless::Function }
  Chat: { Type: AWS::Serverless::WebSocketApi, Properties: { Routes: { ${routes} }${auth} } }
`;

  it.each([
    ['', 'none'],
    [', Auth: { AuthType: NONE }', 'none'],
    [', Auth: { AuthType: aws_iam }', 'iam'],
    [', Auth: { AuthType: CUSTOM, AuthArn: a }', 'CUSTOM'],
    [', Auth: { AuthType: !Ref Type }', 'unknown'],
  ])('with %j authorizes every route by %s', (auth, name) => {
    expect(linesOf(chat(auth))).toEqual([`$connect ${name} [F]`, `say ${name} [?]`]);
  });

  it('is written in the way of SAM, and says which type of its authorizer is unknown', () => {
    const { routes } = deploymentOf(chat(', Auth: { AuthType: !Ref Type }'));
    const authorizer = { kind: 'unknown', why: 'AuthType is !Ref Type' };
    expect(routes).toMatchObject([
      { path: '$connect', dialect: 'sam', authorizer },
      { path: 'say', dialect: 'sam', authorizer },
    ]);
  });

  it('has routes with names like those of an intrinsic function', () => {
    const template = chat('', 'Refresh: { FunctionArn: !GetAtt F.Arn }, CrossRef: {}');
    expect(unresolvedOf(template)).toEqual([]);
    expect(linesOf(template)).toEqual(['Refresh none [F]', 'CrossRef none [?]']);
  });

  it('is unresolved if a loop makes its routes', () => {
    expect(unresolvedOf(chat('', 'Fn::ForEach::R: [A, [a], {}]'))).toEqual([
      'Chat: Routes is not a map; its value is known only at deployment',
    ]);
  });

  it('without `$connect` authorizes nobody', () => {
    expect(linesOf(chat(', Auth: { AuthType: CUSTOM }', 'say: {}'))).toEqual(['say none [?]']);
  });
});
