import type { Decision } from '../rules/evaluate.js';
import type { SourceName } from '../sources/source.js';

/** One decision, for an audit log. It holds no claims. */
export interface DecisionReport {
  readonly decision: Decision;
  /** The route as in a table: `PUT /teams/{teamId}`, `$connect`; `undefined` if it is unknown. */
  readonly route: string | undefined;
  /** The caller's `sub`. */
  readonly subject: string | undefined;
  readonly source: SourceName | undefined;
}

/**
 * Receives every decision, allowed and denied. It is not awaited. What it throws or rejects with
 * changes no answer and is written to the error console.
 */
export type OnDecision = (report: DecisionReport) => unknown;

/** The report comes before the decision takes effect, so it is frozen. */
export function logDecision(onDecision: OnDecision, report: DecisionReport): void {
  Object.freeze(report.decision);
  Object.freeze(report.decision.missing);
  try {
    Promise.resolve(onDecision(report)).catch(logFailure);
  } catch (error) {
    logFailure(error);
  }
}

function logFailure(error: unknown): void {
  console.error('middy-cognito-groups: onDecision failed; the decision stands', error);
}
