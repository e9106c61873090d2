import { wiringError } from '../lib/errors.js';
import { rejectAs } from '../lib/http-errors.js';
import { quote } from '../lib/quote.js';
import type { CompiledRule } from '../rules/compile.js';
import {
  type Decision,
  denied,
  type Failure,
  granted,
  satisfies,
  UNAUTHENTICATED,
} from '../rules/evaluate.js';
import type { KnownGroups } from '../rules/known-groups.js';
import { hasUnreadIdentity } from '../sources/unread-identity.js';
import { type AuthContext, contextOf } from './auth-context.js';
import { logDecision, type OnDecision } from './decision-log.js';
import { createDenial } from './denial.js';
import { answerWith } from './response.js';
import { type Route, routeOf, routeText } from './route.js';

/** What every guard of one kind has in common. */
export interface Guard {
  /** Names the guard in a message: `requireGroup()`. */
  readonly name: string;
  /** The names of the `defineGroups` that this guard belongs to, if any. */
  readonly knownGroups: KnownGroups | undefined;
}

/**
 * Decides one request, in the `before` hook of a guard.
 *
 * @param route the route that was matched, where the guard knows it
 * @returns `undefined` if access is granted; otherwise a promise that rejects with the denial, or
 *   with `ERR_AUTH_MISSING`, 500, if `cognitoGroups()` has not run on this event
 */
export function authorize(
  guard: Guard,
  event: unknown,
  rule: CompiledRule,
  route?: Route,
): Promise<never> | undefined {
  const context = contextOf(event);
  if (!isReadFor(guard, context)) return failWiring(guard, context);
  const { principal, settings } = context;
  const failures: Failure[] = [];
  const truth = satisfies(rule, principal, event, failures);
  if (truth === true) {
    if (settings.onDecision !== undefined) {
      log(context, settings.onDecision, granted(rule), routeTextOf(event, route));
    }
    return undefined;
  }
  const why = principal === undefined ? reasonUnauthenticated(context, event) : undefined;
  const decision = denied(rule, truth, failures, why);
  return deny(context, decision, routeTextOf(event, route));
}

/** Denies a request that no rule covers, with 403 whoever the caller is. */
export function refuse(
  guard: Guard,
  event: unknown,
  reason: string,
  route: Route | undefined,
): Promise<never> {
  const context = contextOf(event);
  if (!isReadFor(guard, context)) return failWiring(guard, context);
  const decision = { allowed: false, status: 403, rule: undefined, missing: [], reason } as const;
  return deny(context, decision, route && routeText(route));
}

/** Rejects identities read by another `cognitoGroups()`, which lacks this hierarchy and names. */
function isReadFor(guard: Guard, context: AuthContext | undefined): context is AuthContext {
  if (context === undefined) return false;
  return guard.knownGroups === undefined || guard.knownGroups === context.settings.knownGroups;
}

function failWiring({ name }: Guard, context: AuthContext | undefined): Promise<never> {
  const problem =
    context === undefined
      ? 'attach .use(cognitoGroups()) before it'
      : 'attach the cognitoGroups() of the same defineGroups() before it';
  return rejectAs(wiringError(`${name}: ${problem}`), 500);
}

function deny(context: AuthContext, decision: Decision, route: string | undefined): Promise<never> {
  const { identity, tokenError, settings } = context;
  if (settings.onDecision !== undefined) log(context, settings.onDecision, decision, route);
  const { rule, missing, reason } = decision;
  const source = identity?.source;
  const challenge = tokenError === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
  const status = decision.status === 401 ? 401 : 403;
  const denial = createDenial(status, { rule, missing, reason, route, source }, challenge);
  if (source !== 'appsync') answerWith(denial, settings.answer);
  return rejectAs(denial, status);
}

function log(
  { identity }: AuthContext,
  onDecision: OnDecision,
  decision: Decision,
  route: string | undefined,
): void {
  const report = { decision, route, subject: identity?.subject, source: identity?.source };
  logDecision(onDecision, report);
}

function routeTextOf(event: unknown, route: Route | undefined): string | undefined {
  const matched = route ?? routeOf(event);
  return matched && routeText(matched);
}

/** A missing source looks like a missing caller. Only the event tells the operator which it is. */
function reasonUnauthenticated({ tokenError }: AuthContext, event: unknown): string {
  if (tokenError !== undefined) return `the token was rejected: ${quote(tokenError)}`;
  return hasUnreadIdentity(event)
    ? 'an identity is present that no source of cognitoGroups() recognises'
    : UNAUTHENTICATED;
}
