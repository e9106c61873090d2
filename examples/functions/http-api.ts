import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { httpApi } from 'middy-cognito-groups/sources';
import { access } from './api-access.ts';
import { answer } from './api-routes.ts';
import { groups } from './groups.ts';

/**
 * All routes of the HTTP API. Only access tokens are accepted: they list the groups of people and
 * the scopes of machines. API Gateway adds the CORS headers.
 */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(groups.cognitoGroups({ source: httpApi, tokenUse: 'access' }))
  .use(access)
  .handler(async (event) => answer(event.routeKey, event));
