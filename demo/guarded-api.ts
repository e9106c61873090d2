import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouterHandler from '@middy/http-router';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { cognitoGroups, everyone, guardRoutes } from 'middy-cognito-groups';
import {
  type ApiEvent,
  CORS,
  deleteTeam,
  health,
  listTeams,
  readAudit,
  renameTeam,
} from './team-handlers.js';

const routes = guardRoutes<ApiEvent, APIGatewayProxyResult>([
  { method: 'GET', path: '/health', access: everyone, handler: health },
  { method: 'GET', path: '/teams', access: 'member', handler: listTeams },
  { method: 'PUT', path: '/teams/{teamId}', access: 'team_manager', handler: renameTeam },
  { method: 'DELETE', path: '/teams/{teamId}', access: 'admin', handler: deleteTeam },
  { method: 'GET', path: '/audit', access: 'admin', handler: readAudit },
]);

/** The team API with the rule of each route next to its handler. */
export const handler = middy<ApiEvent, APIGatewayProxyResult>()
  .use(httpCors(CORS))
  .use(httpErrorHandler())
  .use(cognitoGroups())
  .handler(httpRouterHandler(routes));
