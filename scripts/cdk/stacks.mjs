/** Team APIs as people write them with the CDK. Run in a folder where aws-cdk-lib is installed. */
import { App, Stack } from 'aws-cdk-lib';
import * as rest from 'aws-cdk-lib/aws-apigateway';
import * as http from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpUserPoolAuthorizer,
  WebSocketLambdaAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  HttpLambdaIntegration,
  WebSocketLambdaIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Alias, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

const ORIGIN = 'https://app.example';

const app = new App({
  outdir: process.argv[2],
  analyticsReporting: false,
  // As `cdk synth` sets it.
  context: { 'aws:cdk:enable-path-metadata': true },
});

function createStack(id) {
  const stack = new Stack(app, id);
  const createFunction = (name) =>
    new LambdaFunction(stack, name, {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
    });
  return { stack, createFunction };
}

function httpApi() {
  const { stack, createFunction } = createStack('cdk-http-api');
  const pool = new UserPool(stack, 'Users');
  const clients = [pool.addClient('Web')];
  const api = new http.HttpApi(stack, 'TeamApi', {
    corsPreflight: { allowOrigins: [ORIGIN], allowMethods: [http.CorsHttpMethod.ANY] },
  });
  const authorizer = new HttpUserPoolAuthorizer('Jwt', pool, { userPoolClients: clients });
  const integration = new HttpLambdaIntegration('Teams', createFunction('Teams'));
  const { GET, POST, PUT } = http.HttpMethod;
  api.addRoutes({ path: '/teams', methods: [GET, POST], integration, authorizer });
  api.addRoutes({ path: '/teams/{teamId}', methods: [PUT], integration, authorizer });
  const health = new HttpLambdaIntegration('Health', createFunction('Health'));
  api.addRoutes({ path: '/health', methods: [GET], integration: health });
}

function restApi() {
  const { stack, createFunction } = createStack('cdk-rest-api');
  const cognitoUserPools = [new UserPool(stack, 'Users')];
  const authorizer = new rest.CognitoUserPoolsAuthorizer(stack, 'Cognito', { cognitoUserPools });
  const api = new rest.RestApi(stack, 'TeamApi', {
    cloudWatchRole: false,
    defaultCorsPreflightOptions: { allowOrigins: [ORIGIN] },
  });
  api.addGatewayResponse('Refusals', {
    type: rest.ResponseType.DEFAULT_4XX,
    responseHeaders: { 'Access-Control-Allow-Origin': `'${ORIGIN}'` },
  });
  const teams = createFunction('Teams');
  const live = new Alias(stack, 'Live', { aliasName: 'live', version: teams.currentVersion });
  const collection = api.root.addResource('teams');
  collection.addMethod('GET', new rest.LambdaIntegration(teams), { authorizer });
  collection.addMethod('POST', new rest.LambdaIntegration(teams), { authorizer });
  const team = collection.addResource('{teamId}');
  team.addMethod('PUT', new rest.LambdaIntegration(live), { authorizer });
  const health = api.root.addResource('health');
  health.addMethod('GET', new rest.LambdaIntegration(createFunction('Health')));
}

function catchAlls() {
  const { stack, createFunction } = createStack('cdk-catch-alls');
  const handler = createFunction('Router');
  new rest.LambdaRestApi(stack, 'RestRouter', { handler, cloudWatchRole: false });
  const defaultIntegration = new HttpLambdaIntegration('All', handler);
  new http.HttpApi(stack, 'HttpRouter', { defaultIntegration });
}

function webSocketApi() {
  const { stack, createFunction } = createStack('cdk-web-socket-api');
  const integration = new WebSocketLambdaIntegration('All', createFunction('Chat'));
  const authorizer = new WebSocketLambdaAuthorizer('Token', createFunction('Authorizer'), {
    identitySource: ['route.request.querystring.token'],
  });
  const api = new http.WebSocketApi(stack, 'ChatApi', {
    connectRouteOptions: { integration, authorizer },
  });
  api.addRoute('sendMessage', { integration });
}

httpApi();
restApi();
catchAlls();
webSocketApi();
app.synth();
