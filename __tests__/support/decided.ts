import middy from '@middy/core';
import {
  type CognitoGroupsOptions,
  cognitoGroups,
  type Rule,
  requireGroup,
} from 'middy-cognito-groups';
import { invoke, type ThrownError } from './chain.js';

/** What the client and the operator see of one decision. */
export interface Outcome {
  readonly status: number;
  readonly challenge: string | undefined;
  readonly reason: string;
}

/** What a chain with this rule does with an event. */
export async function outcomeOf(
  rule: Rule,
  event: unknown,
  options: CognitoGroupsOptions = {},
): Promise<Outcome> {
  const reasons: string[] = [];
  const handler = middy()
    .use(
      cognitoGroups({
        ...options,
        onDecision: ({ decision }) => void reasons.push(decision.reason),
      }),
    )
    .use(requireGroup(rule))
    .handler(async () => ({ statusCode: 200 }));
  const { statusCode, headers } = await invoke(handler, event).catch(
    (error: ThrownError): Pick<ThrownError, 'statusCode' | 'headers'> => error,
  );
  return { status: statusCode, challenge: headers?.['WWW-Authenticate'], reason: reasons.join() };
}
