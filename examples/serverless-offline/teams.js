import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { httpApi, restApi } from 'middy-cognito-groups/sources';

const renamed = async ({ auth, pathParameters }) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ teamId: pathParameters.teamId, groups: auth.groups, source: auth.source }),
});

/** PUT /teams/{teamId} of the REST API. */
export const renameOverRest = middy()
  .use(cognitoGroups({ source: restApi }))
  .use(requireGroup('team_manager'))
  .handler(renamed);

/** PUT /teams/{teamId} of the HTTP API. */
export const renameOverHttp = middy()
  .use(cognitoGroups({ source: httpApi }))
  .use(requireGroup('team_manager'))
  .handler(renamed);
