import { type Fields, ownFields } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import { type CompiledRule, compileRule } from './compile.js';
import { type Principal, TokenPrincipal } from './principal.js';
import type { Rule } from './rule.js';
import { type Failure, reasonUnknown, satisfies, type Truth } from './truth.js';

/** A decision and its reason, for programs and the operator's log. Never send it to the client. */
export interface Decision {
  readonly allowed: boolean;
  /**
   * 200 if access is granted. 401 if the request is unauthenticated, or if a newer token or sign-in
   * would help. Otherwise 403.
   */
  readonly status: 200 | 401 | 403;
  /** The rule, as data; `undefined` for a route that has none. */
  readonly rule: Rule | undefined;
  /** The innermost parts of the rule that did not grant access. */
  readonly failed: readonly Rule[];
  /** The groups that the failed parts require. */
  readonly missing: readonly string[];
  /**
   * The value of the `WWW-Authenticate` header (RFC 6750, RFC 9470); `undefined` if there is none.
   */
  readonly challenge: string | undefined;
  /** A sentence for the operator. */
  readonly reason: string;
}

/**
 * Decides without Middy: in a handler, for a single record, or in a test. It applies no hierarchy.
 *
 * @param principal `{ groups, subject, ... }` or `event.auth`; `undefined` for an unauthenticated
 *   request
 * @param event the event whose `pathParameters` `owner` and `groupTemplate` read
 * @returns the decision; a denial is not thrown
 * @throws TypeError for a malformed rule or principal
 * @example evaluate(anyOf('admin', owner('userId')), event.auth, event).allowed
 */
export function evaluate(rule: Rule, principal: Principal | undefined, event?: unknown): Decision {
  return decide(compileRule('evaluate', rule), toPrincipal(principal), event);
}

const isString = (value: unknown) => typeof value === 'string';

const isStrings = (value: unknown) => Array.isArray(value) && value.every(isString);

const PRINCIPAL_FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  groups: isStrings,
  subject: isString,
  scopes: isStrings,
  type: (value) => value === 'user' || value === 'client',
  issuedAt: (value) => Number.isFinite(value),
  signedInAt: (value) => Number.isFinite(value),
  claims: (value) => typeof value === 'object' && value !== null,
};

/** Why a request is unauthenticated, and the value of `WWW-Authenticate` (RFC 6750, section 3). */
export type Challenge = readonly [why: string, challenge: string];

/** @throws TypeError for anything but a principal or `undefined` */
export function toPrincipal(value: unknown): Principal | undefined {
  if (value === undefined) return undefined;
  const given: Fields = value instanceof TokenPrincipal ? { ...value.toJSON() } : ownFields(value);
  // A string also has an `includes` method, which finds `admin` in `not_admin`.
  const wrong = Object.entries(PRINCIPAL_FIELDS).find(
    ([name, check]) => (name === 'groups' || given[name] !== undefined) && !check(given[name]),
  );
  if (wrong !== undefined) {
    throw new TypeError(
      'evaluate: a principal is { groups: string[], subject?: string, ... } or undefined; ' +
        `its ${wrong[0]} is ${quote(given[wrong[0]])}`,
    );
  }
  // In the `event.auth` of an unauthenticated request, `source` is present and `undefined`, in JSON
  // `null`.
  return Object.hasOwn(given, 'source') && (given.source ?? undefined) === undefined
    ? undefined
    : (given as unknown as Principal);
}

/** Decides without the reasons that only the event can give, such as a rejected token. */
export function decide(
  rule: CompiledRule,
  principal: Principal | undefined,
  event: unknown,
): Decision {
  const failures: Failure[] = [];
  return decisionFor(rule, satisfies(rule, principal, event, failures), failures, principal);
}

/** @param challenge for a request without a principal */
export function decisionFor(
  rule: CompiledRule,
  truth: Truth,
  failures: readonly Failure[],
  principal: Principal | undefined,
  challenge: Challenge = ['the request is unauthenticated', 'Bearer'],
): Decision {
  if (truth) return decisionOf(200, `access granted by ${rule.text}`, rule);
  if (principal === undefined) {
    return decisionOf(401, challenge[0] + ending(rule), rule, failures, challenge[1]);
  }
  const why =
    truth === false
      ? `the caller does not satisfy ${distinct(failures.map(({ rule }) => rule.text)).join(', ')}`
      : `cannot evaluate the rule: ${reasonUnknown(failures)}`;
  const [status, help] = answerTo(failures, principal);
  return decisionOf(status, why + ending(rule), rule, failures, help);
}

/** A 401 if another token (RFC 6750) or another sign-in (RFC 9470) would help, otherwise a 403. */
function answerTo(
  failures: readonly Failure[],
  principal: Principal,
): [status: 401 | 403, challenge?: string] {
  if (failures.some(({ rule, isStale }) => isStale && rule.kind === 'issuedWithin')) {
    return [401, 'Bearer error="invalid_token"'];
  }
  if (failures.every(({ rule }) => rule.kind === 'scope')) {
    const scopes = distinct(failures.map(({ rule }) => rule.value)).join(' ');
    return [403, `Bearer error="insufficient_scope", scope="${scopes}"`];
  }
  const isOld = failures.every(({ rule, unknown }) => rule.kind === 'signedInWithin' && !unknown);
  if (!isOld || principal.type !== 'user') return [403];
  const maxAge = Math.min(...failures.map(({ rule }) => rule.value as number));
  return [401, `Bearer error="insufficient_user_authentication", max_age="${maxAge}"`];
}

function distinct<TItem>(items: readonly TItem[]): TItem[] {
  return [...new Set(items)];
}

/** The end of the reason for a denial. */
function ending({ text }: CompiledRule): string {
  return `; the rule is ${text}`;
}

/** The reason for a denial without the rule, for a reader who also sees the rule. */
export function whyDenied({ reason }: Decision, rule: CompiledRule): string {
  return reason.slice(0, -ending(rule).length);
}

/** @param rule `undefined` for a route that has none */
export function decisionOf(
  status: Decision['status'],
  reason: string,
  rule?: CompiledRule,
  failures: readonly Failure[] = [],
  challenge?: string,
): Decision {
  return {
    allowed: status === 200,
    status,
    rule: rule?.data,
    failed: failures.map(({ rule: part }) => part.data),
    missing: distinct(failures.map(({ group }) => group).filter((group) => group !== undefined)),
    challenge,
    reason,
  };
}
