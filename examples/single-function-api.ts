import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouterHandler from '@middy/http-router';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { defineGroups } from 'middy-cognito-groups';
import { restApi } from 'middy-cognito-groups/sources';

/** A misspelt group name below does not compile. */
const { anyOf, authenticated, cognitoGroups, everyone, groupTemplate, guardRoutes, owner } =
  defineGroups(['admin', 'support']);

export const routes = guardRoutes<APIGatewayProxyEvent, APIGatewayProxyResult>([
  {
    method: 'GET',
    path: '/health',
    access: everyone,
    handler: async () => json({ healthy: true }),
  },
  {
    method: 'GET',
    path: '/me',
    access: authenticated,
    handler: async ({ auth }) => json({ groups: auth.groups }),
  },
  {
    method: 'GET',
    path: '/users/{userId}',
    access: anyOf('admin', 'support', owner('userId')),
    handler: async ({ pathParameters }) => json({ user: pathParameters?.userId }),
  },
  {
    method: 'PUT',
    path: '/teams/{teamId}',
    access: anyOf('admin', groupTemplate('team-{teamId}-manager')),
    handler: async ({ pathParameters }) => json({ renamed: pathParameters?.teamId }),
  },
]);

/**
 * One function on `ANY /{proxy+}` of a REST API. The router dispatches each request to a route, which
 * has its own rule.
 */
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(
    httpCors({
      origin: 'https://app.example',
      headers: 'authorization',
      methods: 'GET,PUT',
      disableBeforePreflightResponse: false,
    }),
  )
  .use(httpErrorHandler({ logger: false }))
  .use(cognitoGroups({ source: restApi }))
  .handler(httpRouterHandler(routes));

function json(content: object): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(content),
  };
}
