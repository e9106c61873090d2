import type { Request } from '@middy/core';
import { stringOf } from '../lib/claim-value.js';
import { logError } from '../lib/log-error.js';
import { ownField } from '../lib/own-fields.js';
import type { Decision } from '../rules/evaluate.js';
import type { TokenPrincipal } from '../rules/principal.js';
import type { Rule } from '../rules/rule.js';
import type { SourceName } from '../sources/source.js';

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

/** The report is frozen, because the function receives it before the decision takes effect. */
export async function logDecision(
  onDecision: OnDecision,
  decision: Decision,
  route: string | undefined,
  identity: TokenPrincipal,
  request: Request<unknown, unknown>,
): Promise<void> {
  const { failed, missing } = decision;
  const groups = [...identity.groups];
  for (const part of [decision, failed, missing, groups]) Object.freeze(part);
  try {
    await onDecision(
      Object.freeze({
        decision,
        failed,
        route,
        subject: identity.subject,
        groups,
        source: identity.source as SourceName | undefined,
        awsRequestId: stringOf(ownField(request.context, 'awsRequestId')),
      }),
      request,
    );
  } catch (error) {
    logError('onDecision failed', error);
  }
}
