import type { Request } from '@middy/core';
import { logError } from '../lib/log-error.js';
import { ownField } from '../lib/own-fields.js';
import { stringOf } from '../lib/token-claims.js';
import type { Decision } from '../rules/evaluate.js';
import type { Rule } from '../rules/rule.js';
import type { Identity, SourceName } from '../sources/source.js';

/**
 * One decision, for an audit log. The only claims that it contains are the subject and the groups.
 */
export interface DecisionReport {
  readonly decision: Decision;
  /** The innermost parts of the rule that did not grant access. */
  readonly failed: readonly Rule[];
  /** The route as in a table: `PUT /teams/{teamId}`, `$connect`; `undefined` if it is unknown. */
  readonly route: string | undefined;
  /** The caller's `sub`. */
  readonly subject: string | undefined;
  /** The token's groups. */
  readonly groups: readonly string[];
  readonly source: SourceName | undefined;
  /** Lambda's id for the invocation. */
  readonly awsRequestId: string | undefined;
}

/**
 * Receives every decision, allowed or denied, and Middy's request. It is not awaited. If it throws
 * or rejects, the response is unchanged and the error is logged with `console.error`.
 */
export type OnDecision = (report: DecisionReport, request: Request) => unknown;

/** Changes to the report do not change the answer: a denial is made before it. */
export async function logDecision(
  onDecision: OnDecision,
  decision: Decision,
  route: string | undefined,
  identity: Identity | undefined,
  request: Request<unknown, unknown>,
): Promise<void> {
  try {
    await onDecision(
      {
        decision,
        failed: decision.failed,
        route,
        subject: identity?.subject,
        groups: [...(identity?.groups ?? [])],
        source: identity?.source,
        awsRequestId: stringOf(ownField(request.context, 'awsRequestId')),
      },
      request,
    );
  } catch (error) {
    logError('onDecision failed', error);
  }
}
