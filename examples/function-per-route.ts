import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { authenticated, defineGroups } from 'middy-cognito-groups';
import { httpApi } from 'middy-cognito-groups/sources';

type Result = APIGatewayProxyStructuredResultV2;

/** The group names and their hierarchy. Put this in a module that all functions import. */
const groups = defineGroups(['admin', 'team_manager', 'member'], {
  implies: { admin: ['team_manager'], team_manager: ['member'] },
});

/** The rule of every route of the API. A route that is not in the table is a 403. */
export const access = groups.routePolicy({
  'GET /teams': 'member',
  'PUT /teams/{teamId}': 'team_manager',
  'DELETE /teams/{teamId}': 'admin',
  'GET /me': authenticated,
});

/** The chain that every function of the API starts with. */
const team = () =>
  middy<APIGatewayProxyEventV2, Result>()
    .use(groups.cognitoGroups({ source: httpApi }))
    .use(access);

export const listTeams = team().handler(async () => ({ statusCode: 200, body: '["red","blue"]' }));

export const renameTeam = team().handler(async (event) => ({
  statusCode: 200,
  body: `renamed ${event.pathParameters?.teamId}`,
}));

export const deleteTeam = team().handler(async (event) => ({
  statusCode: 200,
  body: `deleted ${event.pathParameters?.teamId}`,
}));

/** `evaluate` applies the same rules inside a handler, for example to a single record. */
export const me = team().handler(async ({ auth }) => ({
  statusCode: 200,
  body: JSON.stringify({ groups: auth.groups, mayDelete: groups.evaluate('admin', auth).allowed }),
}));

/** A route that is missing from the table: every request is a 403. */
export const forgotten = team().handler(async () => ({ statusCode: 200 }));
