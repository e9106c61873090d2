import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { authenticated, defineGroups } from 'middy-cognito-groups';
import { httpApi } from 'middy-cognito-groups/sources';

type Result = APIGatewayProxyStructuredResultV2;

/** The names of the groups and who counts as what. Put it into a module of its own. */
const groups = defineGroups(['admin', 'team_manager', 'member'], {
  implies: { admin: ['team_manager'], team_manager: ['member'] },
});

/** One place for the whole API: who may call which route. A route that is not here is a 403. */
const access = groups.routePolicy({
  'GET /teams': 'member',
  'PUT /teams/{teamId}': 'team_manager',
  'DELETE /teams/{teamId}': 'admin',
  'GET /me': authenticated,
});

/** What every function of the API begins with. */
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

/** Outside of a chain that guards, the same rules decide about single records. */
export const me = team().handler(async ({ auth }) => ({
  statusCode: 200,
  body: JSON.stringify({ groups: auth.groups, mayDelete: groups.evaluate('admin', auth).allowed }),
}));

/** Not in the table: nobody gets in until it is. */
export const forgotten = team().handler(async () => ({ statusCode: 200 }));
