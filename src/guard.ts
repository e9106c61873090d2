import type { Request } from '@middy/core';
import { callerOf } from './auth.js';
import type { CompiledRule } from './compile-rule.js';
import { type Denial, denialError, wiringError } from './errors.js';
import { type Decision, decide, meets } from './evaluate.js';
import { report } from './report.js';
import { type Respond, speaksHttp } from './respond.js';
import { routeOf, routeText } from './route-key.js';
import { secretField } from './secret-field.js';

/** The denials thrown by guards and how each is to be answered. Other 401s and 403s in the chain are not ours to answer. */
const responders = secretField<Respond>();

/**
 * Decides one request.
 *
 * @param guard who asks, for the developer whose chain is wired wrongly
 * @param rule what to decide by, or a decision that stands already
 * @param route the route that was matched, where the event does not say it
 * @returns the error to throw, or `undefined` for a caller who may pass
 * @throws `ERR_AUTH_MISSING`, 500: `cognitoGroups()` has not run on this event
 */
export function denialOf(
  guard: string,
  event: unknown,
  rule: CompiledRule | Decision,
  route?: string,
): Denial | undefined {
  const caller = callerOf(event);
  if (caller === undefined) throw wiringError(`${guard}: no caller is known; attach .use(cognitoGroups()) before it`);
  const { identity, facts, settings, challenge } = caller;
  const undecided = 'kind' in rule;
  if (undecided && settings.onDecision === undefined && meets(rule, facts, event)) return undefined;

  // Frozen, because `onDecision` is shown it before it is acted on.
  const decision = Object.freeze(undecided ? decide(rule, facts, event) : rule);
  const matched = route === undefined ? routeOf(event) : undefined;
  const at = matched === undefined ? route : routeText(matched);
  const source = identity?.source;
  if (settings.onDecision !== undefined) {
    report(settings.onDecision, { decision, route: at, subject: identity?.subject, source });
  }
  if (decision.status === 200) return undefined;

  const { rule: data, missing, reason } = decision;
  const denial = denialError(decision.status, { rule: data, missing, reason, route: at, source }, challenge);
  if (source !== 'appsync') answerable(denial, settings.respond);
  return denial;
}

/** Marks an error as one of ours, to be answered in this way. */
export function answerable(error: Denial, respond: Respond): void {
  responders.set(error, respond);
}

/** Answers a denial that a guard has thrown and nobody has answered. On AppSync it stays an error. */
export async function answer(request: Request<unknown, unknown>): Promise<void> {
  const respond = responders.get(request.error);
  if (respond === undefined || request.response !== undefined || !speaksHttp(request.event)) return;
  request.response = await respond(request.error as Denial, request);
}
