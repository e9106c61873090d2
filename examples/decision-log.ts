import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';

const logger = new Logger({ serviceName: 'teams' });

/** Logs every decision, denials as warnings with rule and reason. No claims, no token. */
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(
    cognitoGroups({
      onDecision({ decision, route, subject, source }) {
        const { allowed, status, rule, missing, reason } = decision;
        logger[allowed ? 'info' : 'warn']('access decision', { status, rule, missing, reason, route, subject, source });
      },
    }),
  )
  .use(requireGroup('team_manager'))
  .handler(async () => ({ statusCode: 200, body: '' }));
