import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';

const logger = new Logger({ serviceName: 'teams' });

/**
 * Logs every decision, denials as warnings, with the request id, the rule, its failed parts and the
 * reason. The log contains no token, and no claims except the subject and the groups.
 */
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(
    cognitoGroups({
      onDecision({ decision, failed, route, subject, groups, source, awsRequestId }) {
        const { allowed, status, rule, reason } = decision;
        logger[allowed ? 'info' : 'warn']('access decision', {
          status,
          rule,
          failed,
          reason,
          route,
          subject,
          groups,
          source,
          awsRequestId,
        });
      },
    }),
  )
  .use(requireGroup('team_manager'))
  .handler(async () => ({ statusCode: 200, body: '' }));
