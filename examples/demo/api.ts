import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouterHandler, { type Route } from '@middy/http-router';
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, APIGatewayProxyResult } from 'aws-lambda';
import { cognitoGroups, requireGroup, type WithAuth } from 'middy-cognito-groups';

/** One function serves every kind of API: `cognitoGroups()` knows them apart. */
type ApiEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2;
type TeamEvent = WithAuth<ApiEvent>;

const health = middy<TeamEvent, APIGatewayProxyResult>().handler(async (event) => ok(event, { healthy: true }));

const listTeams = middy<TeamEvent, APIGatewayProxyResult>()
  .use(requireGroup('member'))
  .handler(async (event) => ok(event, { teams: ['red', 'blue'] }));

const renameTeam = middy<TeamEvent, APIGatewayProxyResult>()
  .use(requireGroup('team_manager'))
  .handler(async (event) => ok(event, { renamed: event.pathParameters?.teamId }));

const deleteTeam = middy<TeamEvent, APIGatewayProxyResult>()
  .use(requireGroup('admin'))
  .handler(async (event) => ok(event, { deleted: event.pathParameters?.teamId }));

const readAudit = middy<TeamEvent, APIGatewayProxyResult>()
  .use(requireGroup('admin'))
  .handler(async (event) => ok(event, { entries: [] }));

const routes: Route<TeamEvent, APIGatewayProxyResult>[] = [
  { method: 'GET', path: '/health', handler: health },
  { method: 'GET', path: '/teams', handler: listTeams },
  { method: 'PUT', path: '/teams/{teamId}', handler: renameTeam },
  { method: 'DELETE', path: '/teams/{teamId}', handler: deleteTeam },
  { method: 'GET', path: '/audit', handler: readAudit },
];

/** The Lambda function behind the team API. CORS comes first, so that browsers can read the 401s and 403s too. */
export const handler = middy<ApiEvent, APIGatewayProxyResult>()
  .use(
    httpCors({
      disableBeforePreflightResponse: false,
      origin: 'https://teams.example',
      headers: 'authorization',
      methods: 'GET,PUT,DELETE',
    }),
  )
  .use(httpErrorHandler())
  .use(cognitoGroups())
  .handler(httpRouterHandler(routes));

function ok(event: TeamEvent, content: object): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...content, groups: event.auth.groups }),
  };
}
