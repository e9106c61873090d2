import middy from '@middy/core';
import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { restApi } from 'middy-cognito-groups/sources';

/** Response streaming, for team managers. */
export const handler = middy({ executionMode: executionModeStreamifyResponse })
  .use(cognitoGroups({ source: restApi }))
  .use(requireGroup('team_manager'))
  .handler(async (event) => ({
    statusCode: 200,
    headers: {},
    body: JSON.stringify({ groups: event.auth.groups }),
  }));
