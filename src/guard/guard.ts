import type { Request } from '@middy/core';
import { wiringError } from '../lib/errors.js';
import { rejectAs } from '../lib/http-errors.js';
import type { CompiledRule } from '../rules/compile.js';
import { type Challenge, type Decision, decisionOf, denied, granted } from '../rules/evaluate.js';
import type { KnownGroups } from '../rules/known-groups.js';
import { type Failure, satisfies } from '../rules/truth.js';
import { hasUnreadIdentity } from '../sources/unread-identity.js';
import { type AuthContext, contextOf } from './auth-context.js';
import { logDecision, type OnDecision } from './decision-log.js';
import { createDenial } from './denial.js';
import { answerWith } from './response.js';
import { type Route, routeOf, routeText } from './route.js';

/** What `requireGroup`, `routePolicy` and `guardRoutes` have in common. */
export interface Guard {
  /** The name of the guard in messages: `requireGroup()`. */
  readonly name: string;
  /** The names of the `defineGroups` that this guard belongs to, if any. */
  readonly knownGroups: KnownGroups | undefined;
}

/**
 * Decides one request, in the `before` hook of a guard.
 *
 * @param route the matched route, if the guard knows it
 * @returns `undefined` if access is granted; otherwise a promise that rejects with the denial, or
 *   with `ERR_AUTH_MISSING`, 500, if `cognitoGroups()` has not run on this event
 */
export function authorize(
  guard: Guard,
  request: Request<unknown, unknown>,
  rule: CompiledRule,
  route?: Route,
): Promise<never> | undefined {
  const { event } = request;
  const context = contextOf(event);
  if (!isReadFor(guard, context)) return failWiring(guard, context);
  const { principal, settings } = context;
  const failures: Failure[] = [];
  const truth = satisfies(rule, principal, event, failures);
  if (truth === true) {
    if (settings.onDecision !== undefined) {
      log(context, settings.onDecision, request, granted(rule), routeTextOf(event, route));
    }
    return undefined;
  }
  const decision = denied(rule, truth, failures, principal, () => challengeOf(context, event));
  return deny(context, request, decision, routeTextOf(event, route));
}

/** Denies a request that no rule covers, with a 403 for every caller. */
export function refuse(
  guard: Guard,
  request: Request<unknown, unknown>,
  reason: string,
  route: Route | undefined,
): Promise<never> {
  const context = contextOf(request.event);
  if (!isReadFor(guard, context)) return failWiring(guard, context);
  const decision = decisionOf(403, reason, undefined, undefined);
  return deny(context, request, decision, route && routeText(route));
}

/** Rejects identities read by another `cognitoGroups()`, which lacks this hierarchy and names. */
function isReadFor(guard: Guard, context: AuthContext | undefined): context is AuthContext {
  if (context === undefined) return false;
  return guard.knownGroups === undefined || guard.knownGroups === context.settings.knownGroups;
}

function failWiring({ name }: Guard, context: AuthContext | undefined): Promise<never> {
  const problem =
    context === undefined
      ? 'attach .use(cognitoGroups()) before it; an event rebuilt from JSON has lost its caller'
      : 'attach the cognitoGroups() of the same defineGroups() before it';
  return rejectAs(wiringError(`${name}: ${problem}`), 500);
}

function deny(
  context: AuthContext,
  request: Request<unknown, unknown>,
  decision: Decision,
  route: string | undefined,
): Promise<never> {
  const { identity, settings } = context;
  if (settings.onDecision !== undefined) {
    log(context, settings.onDecision, request, decision, route);
  }
  const { rule, missing, challenge, reason } = decision;
  const source = identity?.source;
  const status = decision.status === 401 ? 401 : 403;
  const denial = createDenial(status, { rule, missing, reason, route, source }, challenge);
  if (source !== 'appsync') answerWith(denial, status, settings.answer);
  return rejectAs(denial, status);
}

function log(
  { identity }: AuthContext,
  onDecision: OnDecision,
  request: Request<unknown, unknown>,
  decision: Decision,
  route: string | undefined,
): void {
  const groups = identity === undefined ? [] : [...identity.groups];
  const report = { decision, route, groups, subject: identity?.subject, source: identity?.source };
  void logDecision(onDecision, report, request);
}

function routeTextOf(event: unknown, route: Route | undefined): string | undefined {
  const matched = route ?? routeOf(event);
  return matched && routeText(matched);
}

/**
 * Without the right source, a request looks unauthenticated. Only the event shows the difference.
 */
function challengeOf({ tokenError }: AuthContext, event: unknown): Challenge | undefined {
  if (tokenError !== undefined) {
    return [`the token was rejected: ${tokenError}`, 'Bearer error="invalid_token"'];
  }
  return hasUnreadIdentity(event) ? [UNREAD_IDENTITY, 'Bearer'] : undefined;
}

const UNREAD_IDENTITY = 'an identity is present that no source of cognitoGroups() recognises';
