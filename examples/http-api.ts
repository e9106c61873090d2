import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { httpApi } from 'middy-cognito-groups/sources';

/** `PUT /teams/{teamId}` of an HTTP API with a JWT authorizer, for team managers. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(cognitoGroups({ source: httpApi }))
  .use(requireGroup('team_manager'))
  .handler(async (event) => ({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ teamId: event.pathParameters?.teamId, groups: event.auth.groups }),
  }));
