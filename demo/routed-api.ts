import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouterHandler, { type Route } from '@middy/http-router';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import {
  type ApiEvent,
  CORS,
  deleteTeam,
  health,
  listTeams,
  readAudit,
  renameTeam,
  type TeamEvent,
  type TeamHandler,
} from './team-handlers.js';

const onlyFor = (group: string, handle: TeamHandler) =>
  middy<TeamEvent, APIGatewayProxyResult>()
    .use(requireGroup(group))
    .handler(async (event) => handle(event));

const routes: Route<TeamEvent, APIGatewayProxyResult>[] = [
  { method: 'GET', path: '/health', handler: health },
  { method: 'GET', path: '/teams', handler: onlyFor('member', listTeams) },
  { method: 'PUT', path: '/teams/{teamId}', handler: onlyFor('team_manager', renameTeam) },
  { method: 'DELETE', path: '/teams/{teamId}', handler: onlyFor('admin', deleteTeam) },
  { method: 'GET', path: '/audit', handler: onlyFor('admin', readAudit) },
];

/** The team API with a guard in the chain of each route. */
export const handler = middy<ApiEvent, APIGatewayProxyResult>()
  .use(httpCors(CORS))
  .use(httpErrorHandler())
  .use(cognitoGroups())
  .handler(httpRouterHandler(routes));
