import { ownField, ownFields } from '../lib/own-fields.js';
import type { CompiledRule } from './compile.js';
import { nameFrom } from './group-template.js';
import type { Principal } from './principal.js';

/**
 * Whether a rule grants access. `undefined` is unknown: something that the rule compares is missing
 * or malformed. Unknown propagates through every operator, including `noneOf`, and denies (Kleene
 * logic).
 */
export type Truth = boolean | undefined;

/** A part of a rule that did not grant access. */
export interface Failure {
  readonly rule: CompiledRule;
  /** The group that would have granted access, if any. */
  readonly group?: string | undefined;
  /** Why it is unknown whether the part grants access. */
  readonly unknown?: string | undefined;
  /** A new token would not be too old. */
  readonly isStale?: boolean;
}

/** How far an issuer's clock may be ahead. */
const CLOCK_SKEW_SECONDS = 60;

const IN_NO_GROUP: Principal = { groups: [] };

/**
 * Whether a caller satisfies a rule. An unauthenticated request satisfies only `everyone`.
 *
 * @param failures receives the parts that did not grant access
 */
export function satisfies(
  rule: CompiledRule,
  principal: Principal | undefined,
  event: unknown,
  failures: Failure[],
): Truth {
  const truth = truthOf(rule, principal ?? IN_NO_GROUP, event, failures);
  return principal === undefined ? rule.kind === 'everyone' : truth;
}

/** A rule kind without a case does not compile, and denies under every operator. */
function truthOf(
  rule: CompiledRule,
  principal: Principal,
  event: unknown,
  failures: Failure[],
): Truth {
  switch (rule.kind) {
    case 'group':
      return isMember(rule, rule.group, principal, failures);
    case 'anyOf':
      return anyTruth(rule.rules, principal, event, failures);
    case 'allOf':
      return allTruth(rule.rules, principal, event, failures);
    case 'noneOf':
      return noneTruth(rule, rule.rules, principal, event, failures);
    case 'authenticated':
    case 'everyone':
      return true;
    case 'user':
      if (principal.type === undefined) return fail(rule, failures, NO_TYPE);
      return principal.type === 'user' || fail(rule, failures);
    case 'scope':
      if (!principal.scopes?.length) return fail(rule, failures, 'the token has no scope');
      return principal.scopes.includes(rule.scope) || fail(rule, failures);
    case 'issuedWithin':
      return isWithin(rule, rule.seconds, 'iat', principal.issuedAt, failures);
    case 'signedInWithin':
      return isWithin(rule, rule.seconds, 'auth_time', principal.signedInAt, failures);
    case 'owner': {
      const owner = parameterValue(event, rule.parameter);
      const own = rule.claim === 'sub' ? principal.subject : ownField(principal.claims, rule.claim);
      if (owner === undefined) return fail(rule, failures, problemOf(event, [rule.parameter]));
      if (typeof own !== 'string' || own === '') {
        return fail(rule, failures, `the token has no ${rule.claim}`);
      }
      return own === owner || fail(rule, failures);
    }
    case 'groupTemplate': {
      const { template } = rule;
      const group = nameFrom(template, (name) => parameterValue(event, name));
      return group === undefined
        ? fail(rule, failures, problemOf(event, template.parameters))
        : isMember(rule, group, principal, failures);
    }
    default:
      return fail(rule satisfies never, failures, 'the kind of the rule is not known');
  }
}

const NO_TYPE = 'the source does not tell a person from a machine';

function isMember(
  rule: CompiledRule,
  group: string,
  { groups }: Principal,
  failures: Failure[],
): boolean {
  if (groups.includes(group)) return true;
  failures.push({ rule, group });
  return false;
}

/** The clock is `Date.now`, which tests can set. */
function isWithin(
  rule: CompiledRule,
  seconds: number,
  claim: string,
  since: number | undefined,
  failures: Failure[],
): Truth {
  if (since === undefined) return fail(rule, failures, `the token has no valid ${claim}`);
  const age = Date.now() / 1000 - since;
  if (age < -CLOCK_SKEW_SECONDS) {
    failures.push({ rule, unknown: `${claim} lies in the future`, isStale: true });
    return undefined;
  }
  if (age <= seconds) return true;
  failures.push({ rule, isStale: true });
  return false;
}

function anyTruth(
  rules: readonly CompiledRule[],
  principal: Principal,
  event: unknown,
  failures: Failure[],
): Truth {
  const before = failures.length;
  let truth: Truth = false;
  for (const rule of rules) {
    const one = truthOf(rule, principal, event, failures);
    if (one === true) {
      failures.length = before;
      return true;
    }
    if (one === undefined) truth = undefined;
  }
  return truth;
}

/** Evaluates every rule, so that all missing groups are named. */
function allTruth(
  rules: readonly CompiledRule[],
  principal: Principal,
  event: unknown,
  failures: Failure[],
): Truth {
  let truth: Truth = true;
  for (const rule of rules) {
    const one = truthOf(rule, principal, event, failures);
    if (one === false || (one === undefined && truth === true)) truth = one;
  }
  return truth;
}

/** `noneOf` fails as a whole: no additional group and no newer token can satisfy it. */
function noneTruth(
  rule: CompiledRule,
  members: readonly CompiledRule[],
  principal: Principal,
  event: unknown,
  failures: Failure[],
): Truth {
  const inner: Failure[] = [];
  const any = anyTruth(members, principal, event, inner);
  if (any === false) return true;
  return fail(rule, failures, any === true ? undefined : reasonUnknown(inner));
}

export function reasonUnknown(failures: readonly Failure[]): string | undefined {
  return failures.find(({ unknown }) => unknown !== undefined)?.unknown;
}

/** @returns `undefined` if the rule is unknown for a reason, otherwise `false` */
function fail(rule: CompiledRule, failures: Failure[], unknown?: string): false | undefined {
  failures.push({ rule, unknown });
  return unknown === undefined ? false : undefined;
}

/** A REST API passes `%31` on as the client wrote it, and the handler might decode it. */
function parameterValue(event: unknown, name: string): string | undefined {
  const value = ownField(ownFields(event).pathParameters, name);
  return typeof value === 'string' && value !== '' && !value.includes('%') ? value : undefined;
}

/** If each parameter has a value, one of them holds a separator of the template. */
function problemOf(event: unknown, names: readonly string[]): string {
  const name =
    names.find((one) => parameterValue(event, one) === undefined) ?? names.join('} or {');
  const value = ownField(ownFields(event).pathParameters, name);
  return typeof value === 'string' && value.includes('%')
    ? `path parameter {${name}} holds a %; attach @middy/http-urlencode-path-parser before`
    : `path parameter {${name}} is missing or invalid`;
}
