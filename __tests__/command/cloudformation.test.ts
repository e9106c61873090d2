import { describe, expect, it } from '@jest/globals';
import { deploymentOf, linesOf, unresolvedOf } from '../support/deployment.js';

const FUNCTION = 'F: { Type: AWS::Lambda::Function }';
const LAMBDA = '{ Type: AWS_PROXY, Uri: !GetAtt F.Arn }';

/** A REST API with one method at `/teams/{teamId}`. */
const withMethod = (properties: string, rest = '') => `
Resources:
  ${FUNCTION}
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: teams } }
  Teams:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: teams }
  Team:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: !Ref Teams, PathPart: '{teamId}' }
  M:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ${properties} }
${rest}`;

describe('a method of a REST API', () => {
  it.each([
    [
      `ResourceId: !Ref Team, HttpMethod: PUT, Integration: ${LAMBDA}`,
      'PUT /teams/{teamId} none [F]',
    ],
    [`ResourceId: !Ref Teams, HttpMethod: ANY, Integration: ${LAMBDA}`, 'ANY /teams none [F]'],
    [
      `ResourceId: !GetAtt Api.RootResourceId, HttpMethod: get, Integration: ${LAMBDA}`,
      'GET / none [F]',
    ],
    [
      `ResourceId: !GetAtt [Api, RootResourceId], HttpMethod: GET, Integration: ${LAMBDA}`,
      'GET / none [F]',
    ],
    [
      `ResourceId: !GetAtt Teams.ResourceId, HttpMethod: GET, Integration: ${LAMBDA}`,
      'GET /teams none [F]',
    ],
  ])('%s is deployed as %j', (properties, line) => {
    expect(linesOf(withMethod(properties))).toEqual([line]);
  });

  it.each([
    ['AuthorizationType: NONE', 'none'],
    ['AuthorizationType: AWS_IAM', 'iam'],
    ['AuthorizationType: COGNITO_USER_POOLS, AuthorizerId: !Ref Pool', 'Pool'],
    ['AuthorizationType: CUSTOM, AuthorizerId: abc123', 'CUSTOM'],
    ['AuthorizationType: !ImportValue type', 'unknown'],
  ])('with %s has the authorizer %s', (properties, name) => {
    const method = `ResourceId: !Ref Teams, HttpMethod: GET, Integration: ${LAMBDA}, ${properties}`;
    expect(linesOf(withMethod(method))).toEqual([`GET /teams ${name} [F]`]);
  });

  it('says which type of an authorizer is unknown', () => {
    const method = 'ResourceId: !Ref Teams, HttpMethod: GET, AuthorizationType: !Ref Type';
    expect(deploymentOf(withMethod(method)).routes).toMatchObject([
      { authorizer: { kind: 'unknown', why: 'AuthorizationType is !Ref Type' } },
    ]);
  });

  it.each([
    ['{ Type: MOCK }', ''],
    ['{ Type: HTTP_PROXY, Uri: https://example.com }', ''],
    ['{ Type: AWS, Uri: !Sub "arn:aws:apigateway:eu-west-1:sqs:path/queue" }', ''],
    ['{ Type: AWS, Uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/x" }', '?'],
    ['{ Type: AWS, Uri: !GetAtt F.Arn }', 'F'],
    ['{ Type: AWS }', ''],
    ['{ Type: AWS, Uri: !ImportValue uri }', '?'],
    ['{ Type: AWS, Uri: !Join [":", [arn, aws, apigateway, !Ref R, lambda, path/x]] }', '?'],
    ['{ Type: AWS, Uri: !Join [":", [arn, aws, apigateway, !Ref R, sqs, path/x]] }', ''],
    ['!Transform { Name: AWS::Include }', '?'],
    ['{ Fn::Transform: { Name: AWS::Include } }', '?'],
    ['{ Type: AWS_PROXY, Uri: !ImportValue uri }', '?'],
    ['{ Type: AWS_PROXY }', '?'],
    ['{ Type: AWS_PROXY, Uri: !Sub "arn:aws:apigateway:eu-west-1:sqs:path/queue" }', '?'],
    ['{ Type: !Ref Type, Uri: !ImportValue uri }', '?'],
    ['{}', ''],
  ])('with the integration %s reaches [%s]', (integration, functions) => {
    const method = `ResourceId: !Ref Teams, HttpMethod: GET, Integration: ${integration}`;
    expect(linesOf(withMethod(method))).toEqual([`GET /teams none [${functions}]`]);
  });

  it.each([
    ['ResourceId: !Ref Teams, HttpMethod: !Ref Method', 'M: HttpMethod is !Ref Method'],
    ['ResourceId: !ImportValue id, HttpMethod: GET', 'M: ResourceId is !ImportValue id'],
    ['ResourceId: abc123, HttpMethod: GET', 'M: ResourceId is abc123'],
    ['ResourceId: !Ref F, HttpMethod: GET', 'M: ResourceId is !Ref F'],
    [
      'ResourceId: !GetAtt N.Outputs.RootResourceIdOfStage, HttpMethod: GET',
      'M: ResourceId is !GetAtt N.Outputs.RootResourceIdOfStage',
    ],
    ['ResourceId: !Ref Loop, HttpMethod: GET', 'M: ResourceId is !Ref Loop'],
    ['ResourceId: !Ref Hidden, HttpMethod: GET', 'M: ResourceId is !ImportValue part'],
    ['ResourceId: !Ref Below, HttpMethod: GET', 'M: ResourceId is !ImportValue part'],
    ['ResourceId: !Ref Empty, HttpMethod: GET', 'M: ResourceId is missing'],
    ['HttpMethod: GET', 'M: ResourceId is missing'],
  ])('with %s is unresolved: %s', (properties, sentence) => {
    const template = withMethod(
      `${properties}, Integration: ${LAMBDA}`,
      `
  Loop: { Type: AWS::ApiGateway::Resource, Properties: { ParentId: !Ref Loop2, PathPart: a } }
  Loop2: { Type: AWS::ApiGateway::Resource, Properties: { ParentId: !Ref Loop, PathPart: b } }
  Hidden:
    Type: AWS::ApiGateway::Resource
    Properties: { ParentId: !GetAtt Api.RootResourceId, PathPart: !ImportValue part }
  Empty:
    Type: AWS::ApiGateway::Resource
    Properties: { ParentId: !GetAtt Api.RootResourceId }
  Below: { Type: AWS::ApiGateway::Resource, Properties: { ParentId: !Ref Hidden, PathPart: a } }
`,
    );
    expect(linesOf(template)).toEqual([]);
    expect(unresolvedOf(template)).toEqual([`${sentence}; its value is known only at deployment`]);
  });

  it('without a method deploys no route', () => {
    expect(linesOf(withMethod('ResourceId: !Ref Teams'))).toEqual([]);
  });

  it('names a parameter to give a Default, or asks for a resource', () => {
    const [part] = deploymentOf(
      withMethod('ResourceId: !Ref Teams, HttpMethod: !Ref Method'),
    ).unresolved;
    expect(part?.fix).toBe('write HttpMethod as a string, or give the parameter Method a Default');
    const [path] = deploymentOf(withMethod('ResourceId: !Ref Id, HttpMethod: GET')).unresolved;
    expect(path?.fix).toBe('set ResourceId to a resource of this template');
  });

  it.each(['!Ref AWS::Region', `!Sub "\${A}!Ref B"`])(
    'names no parameter to give a Default for %s',
    (method) => {
      const [part] = deploymentOf(
        withMethod(`ResourceId: !Ref Teams, HttpMethod: ${method}`),
      ).unresolved;
      expect(part?.fix).toBe('write HttpMethod as a string');
    },
  );

  it('is unresolved with more conditions than can be listed', () => {
    const many = ['A', 'B', 'C', 'D', 'E'].map((name) => `${name}: !If [${name}, 1, 2]`).join(', ');
    const method = `ResourceId: !Ref Teams, HttpMethod: GET, RequestParameters: { ${many} }`;
    expect(deploymentOf(withMethod(method))).toMatchObject({
      routes: [],
      unresolved: [{ at: 'M', fix: 'write it with at most 4 conditions', functions: undefined }],
    });
  });

  it('has a path that is looked up once, however deep', () => {
    const resources = Array.from(
      { length: 500 },
      (_, index) =>
        `  R${index + 1}: { Type: AWS::ApiGateway::Resource, Properties: { ParentId: !Ref R${index}, PathPart: a } }
  M${index + 1}: { Type: AWS::ApiGateway::Method, Properties: { ResourceId: !Ref R${index + 1}, HttpMethod: GET } }`,
    );
    const root =
      '  R0: { Type: AWS::ApiGateway::Resource, Properties: { ParentId: !GetAtt A.RootResourceId, PathPart: a } }';
    const lines = linesOf(`Resources:\n${[root, ...resources].join('\n')}`);
    expect(lines.at(-1)).toBe(`GET ${'/a'.repeat(501)} none []`);
  });
});

describe('a REST API', () => {
  it('has its authorizers and its gateway responses', () => {
    const { apis, responses, notes } = deploymentOf(
      withMethod(
        'ResourceId: !Ref Teams, HttpMethod: GET',
        `
  Pool: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref Api, Type: COGNITO_USER_POOLS } }
  Token: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref Api, Type: TOKEN } }
  Other: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref Other, Type: TOKEN } }
  Open:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: UNAUTHORIZED
      ResponseParameters: { gatewayresponse.header.access-control-allow-origin: a }
  Closed:
    Type: AWS::ApiGateway::GatewayResponse
    Condition: C
    Properties: { RestApiId: !Ref Api, ResponseType: ACCESS_DENIED }
  Hidden:
    Type: AWS::ApiGateway::GatewayResponse
    Properties: { RestApiId: !Ref Api, ResponseType: !ImportValue type }
`,
      ),
    );
    expect(apis).toMatchObject([
      {
        id: 'Api',
        kind: 'rest',
        dialect: 'resource',
        authorizers: [
          { name: 'Pool', type: 'COGNITO_USER_POOLS' },
          { name: 'Token', type: 'CUSTOM' },
        ],
      },
    ]);
    expect(responses).toEqual([
      { api: 'Api', type: 'UNAUTHORIZED', allowsOrigin: true, when: new Map() },
      { api: 'Api', type: 'ACCESS_DENIED', allowsOrigin: false, when: new Map([['C', true]]) },
    ]);
    expect(notes).toEqual(['Hidden is not checked: its type is known only at deployment']);
  });
});

describe('a gateway response', () => {
  const response = (properties: string) =>
    deploymentOf(`
Resources:
  Response: { Type: AWS::ApiGateway::GatewayResponse, Properties: { ${properties} } }
`);
  const ORIGIN = 'gatewayresponse.header.Access-Control-Allow-Origin';

  it.each([
    [`{ ${ORIGIN}: a }`, true],
    [`{ ${ORIGIN}: a, gatewayresponse.header.Vary: b }`, true],
    [`{ ${ORIGIN}-Old: a }`, false],
    [`{ x.${ORIGIN}: a }`, false],
    ['{}', false],
  ])('with the parameters %s allows an origin: %s', (parameters, allowsOrigin) => {
    const properties = `RestApiId: !Ref Api, ResponseType: X, ResponseParameters: ${parameters}`;
    expect(response(properties).responses).toMatchObject([{ api: 'Api', allowsOrigin }]);
  });

  it('of an API that is not in the template is said not to be checked', () => {
    expect(response('RestApiId: abc, ResponseType: UNAUTHORIZED')).toMatchObject({
      responses: [],
      notes: ['Response is not checked: its type is known only at deployment'],
    });
  });
});

/** An API of version 2 with one route. */
const withRoute = (properties: string, api = 'ProtocolType: HTTP', rest = '') => `
Resources:
  ${FUNCTION}
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ${api} } }
  I:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn }
  R:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, ${properties} }
${rest}`;
const TARGET = 'Target: !Join [/, [integrations, !Ref I]]';

describe('a route of an HTTP API', () => {
  it.each([
    [`RouteKey: GET /teams, ${TARGET}`, 'GET /teams none [F]'],
    ['RouteKey: $default, Target: !Join ["", [integrations/, !Ref I]]', '$default none [F]'],
    [
      `RouteKey: 'ANY /{proxy+}', ${TARGET}, AuthorizationType: JWT, AuthorizerId: !Ref Jwt`,
      'ANY /{proxy+} Jwt [F]',
    ],
    [`RouteKey: GET /teams, ${TARGET}, AuthorizationType: AWS_IAM`, 'GET /teams iam [F]'],
    ['RouteKey: GET /teams, Target: !ImportValue target', 'GET /teams none [?]'],
    ['RouteKey: GET /teams', 'GET /teams none [?]'],
    ['RouteKey: GET /teams, Target: !Join ["", [!Ref F, !Ref Missing]]', 'GET /teams none [?]'],
    ['RouteKey: get', 'GET  none [?]'],
    [`RouteKey: GET /teams, Target: !Sub "integrations/\${I}\${Suffix}"`, 'GET /teams none [F]'],
  ])('%s is deployed as %j', (properties, line) => {
    expect(linesOf(withRoute(properties))).toEqual([line]);
  });

  it.each([
    ['IntegrationType: HTTP_PROXY, IntegrationUri: https://example.com', ''],
    ['IntegrationType: AWS_PROXY, IntegrationSubtype: SQS-SendMessage', ''],
    ['IntegrationType: AWS_PROXY, IntegrationUri: !ImportValue uri', '?'],
    ['IntegrationType: AWS, IntegrationUri: !ImportValue uri', '?'],
    ['IntegrationType: !Ref Type, IntegrationUri: !ImportValue uri', '?'],
  ])('with the integration %s reaches [%s]', (properties, functions) => {
    const other = `  Other: { Type: AWS::ApiGatewayV2::Integration, Properties: { ${properties} } }`;
    const route = `RouteKey: GET /teams, Target: !Sub "integrations/\${Other}"`;
    expect(linesOf(withRoute(route, 'ProtocolType: HTTP', other))).toEqual([
      `GET /teams none [${functions}]`,
    ]);
  });

  it('is unresolved if its key is, and missing without one', () => {
    expect(unresolvedOf(withRoute(`RouteKey: !Ref Key, ${TARGET}`))).toEqual([
      'R: RouteKey is !Ref Key; its value is known only at deployment',
    ]);
    expect(linesOf(withRoute(TARGET))).toEqual([]);
  });

  it('has a key without the part that is AWS::NoValue', () => {
    const key = '!Join ["", [GET /a, !If [C, b, !Ref AWS::NoValue]]]';
    expect(linesOf(withRoute(`RouteKey: ${key}, ${TARGET}`))).toEqual([
      'GET /ab none [F] {C: true}',
      'GET /a none [F] {C: false}',
    ]);
  });

  it.each([
    ['ProtocolType: !Ref Protocol', '$connect none [F]'],
    ['ProtocolType: !ImportValue protocol', '$connect none [F]'],
  ])('is one of a WebSocket API with %s', (api, line) => {
    const parameters = 'Parameters: { Protocol: { Type: String, Default: WEBSOCKET } }';
    const text = withRoute(`RouteKey: $connect, ${TARGET}`, api, parameters);
    expect(linesOf(text)).toEqual([line]);
    expect(deploymentOf(text).routes).toMatchObject([{ apiKind: 'websocket' }]);
  });

  it('is deployed under the condition of the API that it is a part of', () => {
    const quick = (target: string, more = '') => `
Resources:
  ${FUNCTION}
  Api: { Type: AWS::ApiGatewayV2::Api, ${more} Properties: { ProtocolType: HTTP, Target: ${target} } }
`;
    expect(linesOf(quick('!GetAtt F.Arn', 'Condition: C,'))).toEqual([
      '$default none [F] {C: true}',
    ]);
    expect(linesOf(quick('!If [C, !GetAtt F.Arn, !Ref AWS::NoValue]'))).toEqual([
      '$default none [F] {C: true}',
    ]);
  });

  it('may be a part of its API', () => {
    const quick = (more: string) => `
Resources:
  ${FUNCTION}
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP, Target: ${more} } }
`;
    expect(linesOf(quick('!GetAtt F.Arn'))).toEqual(['$default none [F]']);
    expect(deploymentOf(quick('!GetAtt F.Arn')).routes).toMatchObject([
      { apiKind: 'http', isProxy: true, dialect: 'resource' },
    ]);
    expect(linesOf(quick('arn:aws:lambda:x, RouteKey: GET /teams'))).toEqual([
      'GET /teams none [?]',
    ]);
    const unknown = quick('!GetAtt F.Arn, RouteKey: !ImportValue key');
    expect(deploymentOf(unknown).routes).toEqual([]);
    expect(unresolvedOf(unknown)).toEqual([
      'Api: RouteKey is !ImportValue key; its value is known only at deployment',
    ]);
  });
});

describe('a route of API Gateway v2', () => {
  const route = (api: string, key: string, more = '', condition = '') =>
    `{ Type: AWS::ApiGatewayV2::Route, ${condition} Properties: { ApiId: ${api}, RouteKey: ${key}, ${more} } }`;
  const routesOf = (routes: readonly string[]) =>
    deploymentOf(`
Resources:
  A: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }
  B: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }
${routes.map((text, at) => `  R${at}: ${text}`).join('\n')}
`).routes;
  const SIGNED = 'AuthorizationType: AWS_IAM';

  it.each([
    [
      'the `$connect` of its own API',
      [
        route('!Ref A', '$connect', SIGNED),
        route('!Ref B', '$connect'),
        route('!Ref A', 'say'),
        route('!Ref B', 'hear'),
      ],
      ['say iam {}', 'hear none {}'],
    ],
    [
      'a `$connect` that can be deployed with it',
      [
        route('!Ref A', '$connect', 'AuthorizationType: !If [C, AWS_IAM, NONE]'),
        route('!Ref A', 'say', '', 'Condition: C,'),
      ],
      ['say iam {"C":true}'],
    ],
    [
      'two of `$connect` that agree',
      [
        route('!Ref A', '$connect', SIGNED, 'Condition: C,'),
        route('!Ref A', '$connect', SIGNED, 'Condition: D,'),
        route('!Ref A', 'say'),
      ],
      ['say iam {}'],
    ],
  ])('has the authorizer of %s', (_, routes, expected) => {
    const messages = routesOf(routes).filter(({ path }) => path !== '$connect');
    const lines = messages.map(({ path, authorizer, when }) => {
      return `${path} ${authorizer.kind} ${JSON.stringify(Object.fromEntries(when))}`;
    });
    expect(lines).toEqual(expected);
  });

  it('has the kind of the other routes of its API, if its API is outside of the template', () => {
    const routes = routesOf([
      route('!ImportValue chat', '$default'),
      route('!ImportValue chat', 'say'),
      route('!ImportValue teams', '$default'),
      route('!ImportValue teams', 'GET /teams'),
    ]);
    expect(routes.map(({ apiKind }) => apiKind)).toEqual([
      'websocket',
      'websocket',
      'http',
      'http',
    ]);
  });
});

describe('an HTTP API', () => {
  it.each([
    ['CorsConfiguration: { AllowOrigins: [a] }', true, 'resource'],
    ['Body: { x-amazon-apigateway-cors: { allowOrigins: [a] }, paths: {} }', true, 'openapi'],
    ['Name: teams', false, 'resource'],
  ])('with %s answers preflights: %s, and is written as %s', (properties, hasCors, dialect) => {
    const { apis } = deploymentOf(
      withRoute('RouteKey: GET /', `ProtocolType: HTTP, ${properties}`),
    );
    expect(apis).toMatchObject([{ id: 'Api', kind: 'http', hasCors, dialect }]);
  });

  it('has its authorizers', () => {
    const { apis } = deploymentOf(
      withRoute(
        'RouteKey: GET /',
        'ProtocolType: HTTP',
        `
  Jwt: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: !Ref Api, AuthorizerType: JWT } }
  Own: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: !Ref Api, AuthorizerType: REQUEST } }
`,
      ),
    );
    expect(apis[0]?.authorizers).toEqual([
      { name: 'Jwt', type: 'JWT' },
      { name: 'Own', type: 'CUSTOM' },
    ]);
  });

  it('is what an API of the template without a protocol is, whatever its route keys', () => {
    const { routes } = deploymentOf(withRoute(`RouteKey: say, ${TARGET}`, 'Name: teams'));
    expect(routes).toMatchObject([{ api: 'Api', apiKind: 'http' }]);
  });

  it('that is imported is of the kind that its route keys have', () => {
    const imported = (key: string) => {
      const template = withRoute(`RouteKey: ${key}, ${TARGET}`).replace(
        '!Ref Api, RouteKey',
        'abc, RouteKey',
      );
      return deploymentOf(template).routes.map(({ api, apiKind }) => [api, apiKind]);
    };
    expect(imported('GET /teams')).toEqual([['abc', 'http']]);
    expect(imported('$default')).toEqual([['abc', 'http']]);
    expect(imported('sendMessage')).toEqual([['abc', 'websocket']]);
  });
});

describe('a WebSocket API', () => {
  const API = 'ProtocolType: WEBSOCKET';
  const say = `
  Say: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: say, ${TARGET} } }
`;

  it('authorizes every route when a connection is made', () => {
    const connect = `RouteKey: $connect, ${TARGET}, AuthorizationType: CUSTOM, AuthorizerId: !Ref Own`;
    expect(linesOf(withRoute(connect, API, say))).toEqual(['$connect Own [F]', 'say Own [F]']);
  });

  it('authorizes nobody without `$connect`', () => {
    expect(linesOf(withRoute(`RouteKey: $default, ${TARGET}`, API, say))).toEqual([
      '$default none [F]',
      'say none [F]',
    ]);
  });
});

describe('what is not looked at', () => {
  it('is said: another template', () => {
    const { notes } = deploymentOf(`
Resources:
  Inner: { Type: AWS::CloudFormation::Stack }
  Shared: { Type: AWS::Serverless::Application, Metadata: { aws:cdk:path: Stack/Shared } }
`);
    expect(notes).toEqual([
      'Inner (AWS::CloudFormation::Stack) is another template, which is not checked',
      'Shared (Stack/Shared) (AWS::Serverless::Application) is another template, which is not checked',
    ]);
  });

  it('is said: a macro of somebody else', () => {
    const notes = (transform: string) =>
      deploymentOf(`Transform: ${transform}\nResources: { ${FUNCTION} }`).notes;
    expect(notes('[AWS::Serverless-2016-10-31, Own]')).toEqual([
      'the macro Own may change the template',
    ]);
    expect(notes('Own')).toEqual(['the macro Own may change the template']);
    expect(notes('[AWS::Serverless-2016-10-31, { Name: Own }]')).toEqual([
      'the macro Own may change the template',
    ]);
    expect(notes('{ Name: AWS::Include }')).toEqual([]);
  });

  it.each([
    ['Transform', '{ Name: AWS::Include, Parameters: { Location: s3://a/b } }'],
    ['Transform', '[AWS::Serverless-2016-10-31, { Name: AWS::Include }]'],
    ['Fn::Transform', '{ Name: AWS::Include }'],
    ['Fn::Transform', '[{ Name: AWS::Include }]'],
  ])('is unresolved: a file that is included, as %s: %s', (name, value) => {
    expect(unresolvedOf(`${name}: ${value}\nResources: { ${FUNCTION} }`)).toEqual([
      'AWS::Include: it adds what only a deployment knows',
    ]);
  });

  it.each([
    'AWS::Serverless::Function',
    'AWS::Serverless::Api',
    'AWS::Serverless::HttpApi',
    'AWS::Serverless::WebSocketApi',
    'AWS::ApiGateway::RestApi',
    'AWS::ApiGateway::Method',
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Route',
  ])('is unresolved: what is included into a resource of type %s', (type) => {
    const transform = 'Fn::Transform: { Name: AWS::Include }';
    for (const parts of [`Properties: { ${transform} }`, `${transform}, Properties: {}`]) {
      expect(unresolvedOf(`Resources: { A: { Type: ${type}, ${parts} } }`)).toContain(
        'A: it adds what only a deployment knows',
      );
    }
  });

  it('says which template to check instead, and which function it concerns', () => {
    const transform = 'Fn::Transform: { Name: AWS::Include }';
    const api = `A: { Type: AWS::ApiGateway::RestApi, Properties: { ${transform} } }`;
    const fn = `G: { Type: AWS::Serverless::Function, Properties: { ${transform} } }`;
    const fix = 'check the template that it is expanded to';
    expect(deploymentOf(`Resources: { ${transform}, ${api}, ${fn} }`).unresolved).toMatchObject([
      { fix: 'check the expanded template', functions: undefined },
      { at: 'A', fix, functions: undefined },
      { at: 'G', fix, functions: ['G'] },
    ]);
  });

  it('is not unresolved: what is included into another resource', () => {
    const properties = '{ Fn::Transform: { Name: AWS::Include } }';
    for (const type of ['AWS::S3::Bucket', 'MyAWS::ApiGateway::Domain']) {
      const resources = `{ A: { Type: ${type}, Properties: ${properties} } }`;
      expect(unresolvedOf(`Resources: ${resources}`)).toEqual([]);
    }
  });

  it('is unresolved: a loop or a macro that makes resources', () => {
    const template = `
Resources:
  Fn::ForEach::Routes: [Name, [a, b], {}]
  Fn::Transform: { Name: AWS::Include }
  ${FUNCTION}
`;
    expect(unresolvedOf(template)).toEqual([
      'Resources.Fn::ForEach::Routes: it creates resources that are known only at deployment',
      'Resources.Fn::Transform: it creates resources that are known only at deployment',
    ]);
  });
});

describe('several templates', () => {
  it('are one deployment', () => {
    const one = withRoute(`RouteKey: GET /a, ${TARGET}`);
    const other = withMethod(`ResourceId: !Ref Teams, HttpMethod: GET, Integration: ${LAMBDA}`);
    expect(linesOf(one, other)).toEqual(['GET /a none [F]', 'GET /teams none [F]']);
    expect(deploymentOf(one, other).functions).toEqual(['F', 'F']);
  });
});
