import { fileURLToPath } from 'node:url';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { OAuthScope, ResourceServerScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { routes } from '../functions/api-access.ts';
import { groups } from '../functions/groups.ts';

interface TeamsStackProps extends StackProps {
  /** The origin of the web page that calls the API. */
  readonly allowedOrigin: string;
}

const inFunctions = (path: string) =>
  fileURLToPath(new URL(`../functions/${path}`, import.meta.url));

/** An HTTP API for people and machines of a user pool. Its routes are those of the access table. */
export class TeamsStack extends Stack {
  constructor(scope: Construct, id: string, { allowedOrigin, ...props }: TeamsStackProps) {
    super(scope, id, props);

    const userPool = new UserPool(this, 'UserPool', { selfSignUpEnabled: false });
    for (const groupName of groups.names) userPool.addGroup(`Group-${groupName}`, { groupName });

    const people = userPool.addClient('People', {
      authFlows: { userPassword: true, userSrp: true },
      disableOAuth: true,
    });

    const read = new ResourceServerScope({ scopeName: 'read', scopeDescription: 'List the teams' });
    const teams = userPool.addResourceServer('Teams', { identifier: 'teams', scopes: [read] });
    const machine = userPool.addClient('Machine', {
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [OAuthScope.resourceServer(teams, read)],
      },
    });
    // The token endpoint of this domain issues the tokens for machines.
    const domain = userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `teams-${this.account}` },
    });

    const handler = new NodejsFunction(this, 'Function', {
      entry: inFunctions('http-api.ts'),
      projectRoot: inFunctions('.'),
      depsLockFilePath: inFunctions('package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
    });

    const api = new HttpApi(this, 'Api', {
      corsPreflight: {
        allowOrigins: [allowedOrigin],
        allowHeaders: ['Authorization', 'Content-Type'],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
      },
    });
    const integration = new HttpLambdaIntegration('Integration', handler);
    const authorizer = new HttpUserPoolAuthorizer('Authorizer', userPool, {
      userPoolClients: [people, machine],
    });
    for (const [route, rule] of Object.entries(routes)) {
      const [method, path] = route.split(' ') as [keyof typeof HttpMethod, string];
      const isPublic = groups.evaluate(rule, undefined).allowed;
      api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration,
        ...(isPublic ? {} : { authorizer }),
      });
    }

    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: userPool.userPoolId });
    new CfnOutput(this, 'PeopleClientId', { value: people.userPoolClientId });
    new CfnOutput(this, 'MachineClientId', { value: machine.userPoolClientId });
    new CfnOutput(this, 'TokenUrl', { value: `${domain.baseUrl()}/oauth2/token` });
  }
}
