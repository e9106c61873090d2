import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { restApi } from 'middy-cognito-groups/sources';

/** `PUT /teams/{teamId}` of a REST API with a Cognito authorizer, for team managers. */
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(cognitoGroups({ source: restApi }))
  .use(requireGroup('team_manager'))
  .handler(async (event) => ({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ teamId: event.pathParameters?.teamId, groups: event.auth.groups }),
  }));
