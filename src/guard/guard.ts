import type { Request } from '@middy/core';
import { authError } from '../lib/auth-error.js';
import { wiringError } from '../lib/errors.js';
import { rejectAs } from '../lib/http-errors.js';
import { PACKAGE } from '../lib/package.js';
import type { CompiledRule } from '../rules/compile.js';
import { type Challenge, type Decision, decisionFor, decisionOf } from '../rules/evaluate.js';
import type { KnownGroups } from '../rules/known-groups.js';
import { contextOf } from '../rules/rule-context.js';
import { type Failure, satisfies } from '../rules/truth.js';
import { hasUnreadIdentity } from '../sources/unread-identity.js';
import type { AuthContext } from './auth-context.js';
import { logDecision } from './decision-log.js';
import type { DenialCause } from './denial.js';
import { routeOf } from './route.js';

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
  route?: string,
): Promise<never> | undefined {
  const { event } = request;
  const context = contextFor(guard, event);
  if (context === undefined) return failWiring(guard);
  const { principal, settings } = context;
  const failures: Failure[] = [];
  const truth = satisfies(rule, principal, event, failures);
  if (truth === true && settings.onDecision === undefined) return undefined;
  const challenge = principal ? undefined : challengeOf(context, event);
  const decision = decisionFor(rule, truth, failures, principal, challenge);
  return conclude(context, request, decision, route ?? routeOf(event)?.key);
}

/** Denies a request that no rule covers, with a 403 for every caller. */
export function refuse(
  guard: Guard,
  request: Request<unknown, unknown>,
  reason: string,
  route: string | undefined,
): Promise<never> | undefined {
  const context = contextFor(guard, request.event);
  if (context === undefined) return failWiring(guard);
  return conclude(context, request, decisionOf(403, reason), route);
}

/** Not that of another `cognitoGroups()`, which lacks this guard's hierarchy and names. */
function contextFor({ knownGroups }: Guard, event: unknown): AuthContext | undefined {
  const context = contextOf(event) as AuthContext | undefined;
  const isOwn = knownGroups === undefined || knownGroups === context?.settings.knownGroups;
  return isOwn ? context : undefined;
}

function failWiring({ name, knownGroups }: Guard): Promise<never> {
  const reader = knownGroups?.reader ?? 'cognitoGroups()';
  return rejectAs(wiringError(`${name}: attach ${reader} before it`), 500);
}

/** Logs a decision. A denial is thrown, and answered in `onError`. */
function conclude(
  { identity, settings }: AuthContext,
  request: Request<unknown, unknown>,
  decision: Decision,
  route: string | undefined,
): Promise<never> | undefined {
  const { respond, onDecision } = settings;
  if (onDecision !== undefined) void logDecision(onDecision, decision, route, identity, request);
  const { status, rule, missing, reason, challenge } = decision;
  if (status === 200) return undefined;
  const { source } = identity;
  const cause: DenialCause = { package: PACKAGE, rule, missing, reason, route, source };
  const denial = authError(status, status === 401 ? 'ERR_UNAUTHENTICATED' : 'ERR_FORBIDDEN', cause);
  if (challenge !== undefined) denial.headers = { 'WWW-Authenticate': challenge };
  // A resolver's answer would be data, even if other middleware has changed the event.
  if (source !== 'appsync') denial.answerWith(respond);
  return rejectAs(denial, status);
}

/** A missing source looks like a missing caller. Only the event distinguishes them. */
function challengeOf({ problem }: AuthContext, event: unknown): Challenge | undefined {
  if (problem !== undefined) {
    return [`the token was rejected: ${problem}`, 'Bearer error="invalid_token"'];
  }
  return hasUnreadIdentity(event)
    ? ['no source reads the identity of the event', 'Bearer']
    : undefined;
}
