import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

const TIME_LIMIT_MS = 3000;

/** The second argument of a Lambda function. */
export function lambdaContext(): Context {
  const start = Date.now();
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'local',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:local',
    memoryLimitInMB: '128',
    awsRequestId: randomUUID(),
    logGroupName: '/aws/lambda/local',
    logStreamName: 'local',
    getRemainingTimeInMillis: () => start + TIME_LIMIT_MS - Date.now(),
    done: noCallback,
    fail: noCallback,
    succeed: noCallback,
  };
}

function noCallback(): never {
  throw new Error('return a promise: Lambda has no callbacks any more');
}
