import type { Decision } from '../rules/evaluate.js';
import type { SourceName } from '../sources/source.js';

/** One decision, for an audit log: what was decided, where, about whom. No claims. */
export interface DecisionReport {
  readonly decision: Decision;
  /** The route, as in a table: `PUT /teams/{teamId}`, `$connect`, `Query.teams`; `undefined` where the event names none. */
  readonly route: string | undefined;
  /** The caller's `sub`. */
  readonly subject: string | undefined;
  readonly source: SourceName | undefined;
}

/**
 * Told of every decision, allowed and denied. It is not waited for, and what it throws or rejects with changes no answer: each failure
 * is written to the error console, once.
 */
export type OnDecision = (report: DecisionReport) => unknown;

export function logDecision(onDecision: OnDecision, told: DecisionReport): void {
  try {
    Promise.resolve(onDecision(told)).catch(reportFailure);
  } catch (error) {
    reportFailure(error);
  }
}

function reportFailure(error: unknown): void {
  console.error('middy-cognito-groups: onDecision failed; the decision stands', error);
}
