import assert from 'node:assert/strict';
import { test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { routes } from '../functions/api-access.ts';
import { groups } from '../functions/groups.ts';
import { TeamsStack } from './stack.ts';

const template = Template.fromStack(
  new TeamsStack(new App(), 'Teams', { allowedOrigin: 'https://app.example' }),
);

const propertiesOf = (type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);

test('the routes of the API are those of the table', () => {
  const deployed = propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey);
  assert.deepEqual(deployed.sort(), Object.keys(routes).sort());
});

test('only the public route has no authorizer', () => {
  const open = propertiesOf('AWS::ApiGatewayV2::Route').filter(
    ({ AuthorizationType, AuthorizerId }) => AuthorizationType !== 'JWT' || !AuthorizerId,
  );
  assert.deepEqual(
    open.map(({ RouteKey }) => RouteKey),
    ['GET /health'],
  );
});

test('the authorizer accepts the tokens of both app clients of the user pool', () => {
  const [userPool] = Object.keys(template.findResources('AWS::Cognito::UserPool'));
  const clients = Object.keys(template.findResources('AWS::Cognito::UserPoolClient'));
  const [authorizer] = propertiesOf('AWS::ApiGatewayV2::Authorizer');
  const { Audience, Issuer } = authorizer?.JwtConfiguration ?? {};
  assert.equal(clients.length, 2);
  assert.deepEqual(Audience.map(({ Ref }: { Ref: string }) => Ref).sort(), clients.sort());
  assert.deepEqual(Issuer['Fn::Join'][1].at(-1), { Ref: userPool });
});

test('the groups of the user pool are those that the rules name', () => {
  const names = propertiesOf('AWS::Cognito::UserPoolGroup').map(({ GroupName }) => GroupName);
  assert.deepEqual(names.sort(), [...groups.names].sort());
});

test('a machine gets tokens for one scope, with a secret and no user', () => {
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [{ 'Fn::Join': ['', [Match.anyValue(), '/read']] }],
    GenerateSecret: true,
  });
  template.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
    Identifier: 'teams',
    Scopes: [{ ScopeName: 'read' }],
  });
});

test('the page of the allowed origin, and no other, may read the answers', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
    CorsConfiguration: {
      AllowOrigins: ['https://app.example'],
      AllowHeaders: Match.arrayWith(['Authorization']),
      AllowMethods: ['GET', 'PUT', 'DELETE'],
    },
  });
});

test('the function runs on Node 24', () => {
  template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x' });
});
