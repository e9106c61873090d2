import { describe, expect, it } from '@jest/globals';
import { deploymentOf, linesOf, unresolvedOf } from '../support/deployment.js';

const INTEGRATION = 'x-amazon-apigateway-integration: { type: aws_proxy, uri: !GetAtt F.Arn }';

const withBody = (body: string, type = 'AWS::ApiGateway::RestApi', resource = '') => `
Resources:
  F: { Type: AWS::Lambda::Function }
  Api: { Type: ${type}, ${resource}Properties: { Body: ${body.replaceAll(/\s+/gu, ' ')} } }
`;

const SCHEMES = `{
  Pool: { x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: {} },
  Sigv4: { x-amazon-apigateway-authtype: awsSigv4 },
  Key: { type: apiKey },
  Macro: !Transform { Name: N } }`;

const operation = (more: string) => `{ paths: { /a: { get: { ${more}${INTEGRATION} } } }`;

describe('a document of OpenAPI in a template', () => {
  it('has a route for each method, and none for other keys', () => {
    const item = `get: { ${INTEGRATION} }, POST: { ${INTEGRATION} }, parameters: [], summary: a,
      x-amazon-apigateway-any-method: { ${INTEGRATION} }`;
    expect(linesOf(withBody(`{ paths: { /a: { ${item} } } }`))).toEqual([
      'GET /a none [F]',
      'POST /a none [F]',
      'ANY /a none [F]',
    ]);
  });

  it.each([
    ['AWS::ApiGateway::RestApi', 'rest'],
    ['AWS::ApiGatewayV2::Api', 'http'],
  ])('of %s is an API of the kind %s', (type, kind) => {
    expect(deploymentOf(withBody(`${operation('')} }`, type))).toMatchObject({
      apis: [{ id: 'Api', kind, dialect: 'openapi' }],
      routes: [{ api: 'Api', apiKind: kind, dialect: 'openapi' }],
    });
  });

  it('has a route for each method that a document can name', () => {
    const names = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];
    const item = names.map((name) => `${name}: { ${INTEGRATION} }`).join(', ');
    const methods = deploymentOf(withBody(`{ paths: { /a: { ${item} } } }`)).routes;
    expect(methods.map(({ method }) => method?.toLowerCase())).toEqual(names);
  });

  it.each(['/a/$default', '/$default/a'])('has %j as a path, which is no $default', (path) => {
    const body = `{ paths: { ${path}: { get: { ${INTEGRATION} } } } }`;
    expect(linesOf(withBody(body, 'AWS::ApiGatewayV2::Api'))).toEqual([`GET ${path} none [F]`]);
  });

  it('of a REST API reaches the function whatever its `integrationSubtype`', () => {
    const integration = INTEGRATION.replace(' type', ' integrationSubtype: SQS-SendMessage, type');
    const body = `{ paths: { /a: { get: { ${integration} } } } }`;
    expect(linesOf(withBody(body))).toEqual(['GET /a none [F]']);
    expect(linesOf(withBody(body, 'AWS::ApiGatewayV2::Api'))).toEqual(['GET /a none []']);
  });

  it.each([
    ['security: !Ref Security, ', 'its `security` is not a list'],
    ['security: [{ Other: [] }], ', '`security` names Other, which the document does not define'],
  ])('says with %j why the authorizer is unknown', (security, why) => {
    expect(deploymentOf(withBody(`${operation(security)} }`)).routes).toMatchObject([
      { authorizer: { kind: 'unknown', why } },
    ]);
  });

  it('may define an authorizer with the name of a signature', () => {
    const schemes = 'securityDefinitions: { AWS_IAM: { x-amazon-apigateway-authorizer: {} } }';
    const { routes } = deploymentOf(
      withBody(`${operation('security: [{ AWS_IAM: [] }], ')}, ${schemes} }`),
    );
    expect(routes).toMatchObject([{ authorizer: { kind: 'authorizer', name: 'AWS_IAM' } }]);
  });

  it.each(['$default', '/$default'])('has the route $default as %j', (path) => {
    const body = `{ paths: { ${path}: { x-amazon-apigateway-any-method: { ${INTEGRATION} } } } }`;
    expect(linesOf(withBody(body, 'AWS::ApiGatewayV2::Api'))).toEqual(['$default none [F]']);
  });

  it.each([
    ['{}', ''],
    ['{ x-amazon-apigateway-integration: { type: mock } }', ''],
    [
      '{ x-amazon-apigateway-integration: { type: aws, uri: "arn:aws:apigateway:x:sqs:path/q" } }',
      '',
    ],
    ['{ x-amazon-apigateway-integration: { $ref: "#/components/x" } }', '?'],
    ['{ x-amazon-apigateway-integration: { type: AWS_PROXY, uri: !ImportValue uri } }', '?'],
    [
      '{ x-amazon-apigateway-integration: { type: AWS_PROXY, integrationSubtype: SQS-SendMessage } }',
      '',
    ],
  ])('reaches by %s [%s]', (get, functions) => {
    const body = `{ paths: { /a: { get: ${get} } } }`;
    expect(linesOf(withBody(body, 'AWS::ApiGatewayV2::Api'))).toEqual([
      `GET /a none [${functions}]`,
    ]);
  });

  it.each([
    ['', 'none'],
    ['security: [], ', 'none'],
    ['security: [{ Pool: [] }], ', 'Pool'],
    ['security: [{ Key: [] }, { Pool: [] }], ', 'Pool'],
    ['security: [{ Key: [] }], ', 'none'],
    ['security: [{ Sigv4: [] }], ', 'iam'],
    ['security: [{ AWS_IAM: [] }], ', 'iam'],
    ['security: [{ NONE: [] }], ', 'none'],
    ['security: [a], ', 'none'],
    ['security: [{ Other: [] }], ', 'unknown'],
    ['security: [{ Macro: [] }], ', 'unknown'],
    ['security: [{ __proto__: [] }], ', 'unknown'],
    ['security: !Ref Security, ', 'unknown'],
  ])('with %j has the authorizer %s', (security, name) => {
    const three = `${operation(security)}, components: { securitySchemes: ${SCHEMES} } }`;
    const two = `${operation(security)}, securityDefinitions: ${SCHEMES} }`;
    expect(linesOf(withBody(three))).toEqual([`GET /a ${name} [F]`]);
    expect(linesOf(withBody(two))).toEqual([`GET /a ${name} [F]`]);
  });

  it('does not say what `security` at its root means to the gateway', () => {
    const root = `${operation('')}, security: [{ Pool: [] }] }`;
    expect(deploymentOf(withBody(root)).routes[0]?.authorizer).toEqual({
      kind: 'unknown',
      why: '`security` is only at the root of the document',
    });
    const both = `${operation('security: [], ')}, security: [{ Pool: [] }] }`;
    expect(linesOf(withBody(both))).toEqual(['GET /a none [F]']);
  });

  it('may depend on conditions: a path, a method, a part of it, and the API', () => {
    const body = `{ paths: {
      /a: !If [A, { get: { ${INTEGRATION} }, put: !If [B, { ${INTEGRATION} }, !Ref "AWS::NoValue"] }, !Ref "AWS::NoValue"],
      /b: { get: { security: !If [C, [{ Sigv4: [] }], []], ${INTEGRATION} } } },
      securityDefinitions: ${SCHEMES} }`;
    expect(unresolvedOf(withBody(body, undefined, 'Condition: D, '))).toEqual([]);
    expect(linesOf(withBody(body, undefined, 'Condition: D, '))).toEqual([
      'GET /a none [F] {D: true} {A: true}',
      'PUT /a none [F] {D: true} {A: true} {B: true}',
      'GET /b iam [F] {D: true} {C: true}',
      'GET /b none [F] {D: true} {C: false}',
    ]);
  });

  it('has gateway responses', () => {
    const body = `{ x-amazon-apigateway-gateway-responses: {
      UNAUTHORIZED: { responseParameters: { gatewayresponse.header.Access-Control-Allow-Origin: a } },
      DEFAULT_4XX: { responseParameters: { gatewayresponse.header.X-Other: a } },
      ACCESS_DENIED: {} } }`;
    const { responses } = deploymentOf(withBody(body));
    expect(responses.map(({ api, type, allowsOrigin }) => [api, type, allowsOrigin])).toEqual([
      ['Api', 'UNAUTHORIZED', true],
      ['Api', 'DEFAULT_4XX', false],
      ['Api', 'ACCESS_DENIED', false],
    ]);
  });

  it.each([
    ['!Transform { Name: AWS::Include }', 'Api'],
    ['{ Fn::Transform: { Name: AWS::Include }, info: {} }', 'Api'],
    ['text', 'Api'],
    ['{ paths: !Transform { Name: AWS::Include } }', 'Api'],
    ['{ paths: { /a: !Transform { Name: AWS::Include } } }', 'Api, path /a'],
    ['{ paths: { /a: { $ref: "a.yaml" } } }', 'Api, path /a'],
    ['{ paths: { Fn::Transform: { Name: a }, /b: {} } }', 'Api'],
    ['{ paths: { Fn::ForEach::P: [A, [a], {}], /b: {} } }', 'Api'],
    ['{ paths: { /a: { get: !Transform { Name: AWS::Include } } } }', 'Api, path /a, get'],
  ])('is unresolved where it is %s', (body, at) => {
    const sentence = `${at}: its routes are in a document that is not in the template`;
    expect(unresolvedOf(withBody(body))).toEqual([sentence]);
  });

  it('is unresolved, and asks to be in the template', () => {
    expect(deploymentOf(withBody('text')).unresolved).toMatchObject([
      { fix: 'include the document in the template', functions: undefined },
    ]);
  });

  it('is unresolved if it is in S3', () => {
    const template = withBody('a').replace('Body: a', 'BodyS3Location: { Bucket: a }');
    expect(unresolvedOf(template)).toEqual([
      'Api: its routes are in a document that is not in the template',
    ]);
  });
});
