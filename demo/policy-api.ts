import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouterHandler, { type Route } from '@middy/http-router';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { cognitoGroups, everyone, routePolicy } from 'middy-cognito-groups';
import {
  type ApiEvent,
  CORS,
  deleteTeam,
  health,
  listTeams,
  readAudit,
  renameTeam,
  type TeamEvent,
} from './team-handlers.js';

const routes: Route<TeamEvent, APIGatewayProxyResult>[] = [
  { method: 'GET', path: '/health', handler: health },
  { method: 'GET', path: '/teams', handler: listTeams },
  { method: 'PUT', path: '/teams/{teamId}', handler: renameTeam },
  { method: 'DELETE', path: '/teams/{teamId}', handler: deleteTeam },
  { method: 'GET', path: '/audit', handler: readAudit },
];

/** Who may call each route. */
export const access = routePolicy({
  'GET /health': everyone,
  'GET /teams': 'member',
  'PUT /teams/{teamId}': 'team_manager',
  'DELETE /teams/{teamId}': 'admin',
  'GET /audit': 'admin',
});

/** The team API with one table for all its routes. */
export const handler = middy<ApiEvent, APIGatewayProxyResult>()
  .use(httpCors(CORS))
  .use(httpErrorHandler())
  .use(cognitoGroups())
  .use(access)
  .handler(httpRouterHandler(routes));
