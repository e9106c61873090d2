import type { Request } from '@middy/core';
import { type Fault, faultError, raise, wiringError } from '../lib/errors.js';
import { secretField } from '../lib/secret-field.js';
import type { CompiledRule } from '../rules/compile.js';
import { type Decision, decide, satisfies } from '../rules/evaluate.js';
import { type AuthContext, authContextOf } from './auth-context.js';
import { logDecision } from './decision-log.js';
import { type Denial, denialError } from './denial.js';
import { expectsHttpResponse, type Respond } from './response.js';
import { routeOf, routeText } from './route.js';

/** How each of our own errors is to be answered. Other 401s and 403s in the chain are not ours to answer. */
const responders = secretField<Respond>();

/** What every guard of one kind has in common. */
export interface Guard {
  /** For the developer whose chain is wired wrongly: `requireGroup()`. */
  readonly name: string;
  /** The `defineGroups` whose guard this is: it believes no other reader, which knows neither its hierarchy nor its names. */
  readonly knownGroups: object | undefined;
}

/**
 * Decides one request, in the `before` hook of a guard.
 *
 * @param rule what to decide by, or a decision that stands already
 * @param route the route that was matched, where the event does not say it
 * @returns `undefined` for a caller who may pass
 * @throws (or rejects with) the denial, or `ERR_AUTH_MISSING`, 500, where `cognitoGroups()` has not run on this event
 */
export function authorize(
  guard: Guard,
  event: unknown,
  rule: CompiledRule | Decision,
  route?: string,
): Promise<never> | undefined {
  const caller = authContextOf(event);
  const miswired = faultOf(guard, caller);
  if (caller === undefined || miswired !== undefined) return fail(wiringError(`${guard.name}: ${miswired}`));
  const { identity, principal, settings, tokenError } = caller;
  const decided = isDecision(rule);
  if (!decided && settings.onDecision === undefined && satisfies(rule, principal, event)) return undefined;

  const decision = decided ? rule : decide(rule, principal, event, tokenError);
  const matched = route ?? matchedIn(event);
  if (settings.onDecision !== undefined) {
    // It is shown the decision before that is acted on.
    Object.freeze(decision);
    Object.freeze(decision.missing);
    logDecision(settings.onDecision, {
      decision,
      route: matched,
      subject: identity?.subject,
      source: identity?.source,
    });
  }
  return decision.status === 200 ? undefined : deny(caller, decision, decision.status, matched);
}

function isDecision(rule: CompiledRule | Decision): rule is Decision {
  return Object.hasOwn(rule, 'allowed');
}

function matchedIn(event: unknown): string | undefined {
  const route = routeOf(event);
  return route && routeText(route);
}

function faultOf(guard: Guard, caller: AuthContext | undefined): string | undefined {
  if (caller === undefined) return 'no caller is known; attach .use(cognitoGroups()) before it';
  return guard.knownGroups === undefined || guard.knownGroups === caller.settings.knownGroups
    ? undefined
    : 'the caller was read by another cognitoGroups(); attach the one that this defineGroups() returned';
}

function deny(caller: AuthContext, decision: Decision, status: 401 | 403, route: string | undefined): Promise<never> {
  const { rule, missing, reason } = decision;
  const source = caller.identity?.source;
  const challenge = caller.tokenError === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
  return raise((createError) => {
    const denial = denialError(createError, status, { rule, missing, reason, route, source }, challenge);
    if (source !== 'appsync') responders.set(denial, caller.settings.respond);
    return denial;
  });
}

/** Throws a fault as an `HttpError`. A failed verifier is the one fault that is answered. */
export function fail(fault: Fault, respond?: Respond): Promise<never> {
  return raise((createError) => {
    const error = faultError(createError, fault);
    if (fault.status === 503 && respond !== undefined) responders.set(error, respond);
    return error;
  });
}

/** Answers an error of ours that nobody has answered. On AppSync it stays an error. */
export function respondTo(request: Request<unknown, unknown>): Promise<void> | undefined {
  const respond = responders.get(request.error);
  if (respond === undefined || request.response !== undefined || !expectsHttpResponse(request.event)) return undefined;
  const response = respond(request.error as Denial, request);
  if (response instanceof Promise) {
    return response.then((awaited) => {
      request.response = awaited;
    });
  }
  request.response = response;
  return undefined;
}
