import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { restApi } from 'middy-cognito-groups/sources';
import { access } from './api-access.ts';
import { answer } from './api-routes.ts';
import { groups } from './groups.ts';

/**
 * All routes of the REST API. Its authorizer accepts ID tokens. The function itself adds the CORS
 * headers to each of its responses; `http-cors` therefore comes before the guard.
 */
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpCors({ origin: process.env.ALLOWED_ORIGIN }))
  .use(groups.cognitoGroups({ source: restApi, tokenUse: 'id' }))
  .use(access)
  .handler(async (event) => answer(`${event.httpMethod} ${event.resource}`, event));
