import { stringOf } from '../lib/claim-value.js';
import { ownField, ownFields } from '../lib/own-fields.js';
import { isMatch } from '../lib/text.js';
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
  /** The token or the sign-in is too old, or its date lies in the future. */
  readonly isStale?: boolean;
}

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
  const truth = truthOf(rule, principal ?? { groups: [] }, event, failures);
  return principal === undefined ? rule.kind === 'everyone' : truth;
}

function truthOf(
  rule: CompiledRule,
  principal: Principal,
  event: unknown,
  failures: Failure[],
): Truth {
  const outcome = outcomeOf(rule, principal, event, failures);
  if (typeof outcome !== 'object') return outcome;
  failures.push(outcome);
  return outcome.unknown === undefined ? false : undefined;
}

/**
 * A kind of rule without a case is a compile error. At run time, it denies under every operator.
 */
function outcomeOf(
  rule: CompiledRule,
  principal: Principal,
  event: unknown,
  failures: Failure[],
): Truth | Failure {
  switch (rule.kind) {
    case 'group':
      return isMember(rule, rule.value, principal);
    case 'anyOf':
      return combine(rule.value, true, principal, event, failures);
    case 'allOf':
      return combine(rule.value, false, principal, event, failures);
    case 'noneOf': {
      // It fails as a whole: no additional group and no newer token can satisfy it.
      const inner: Failure[] = [];
      const any = combine(rule.value, true, principal, event, inner);
      return any === undefined ? { rule, unknown: `${reasonUnknown(inner)}` } : !any || { rule };
    }
    case 'authenticated':
    case 'everyone':
      return true;
    case 'user':
      if (principal.type === undefined) return { rule, unknown: 'the caller has no type' };
      return principal.type === 'user' || { rule };
    case 'scope':
      if (!principal.scopes?.length) return { rule, unknown: 'the token has no scope' };
      return principal.scopes.includes(rule.value) || { rule };
    case 'issuedWithin':
      return isWithin(rule, rule.value, 'iat', principal.issuedAt);
    case 'signedInWithin':
      return isWithin(rule, rule.value, 'auth_time', principal.signedInAt);
    case 'owner': {
      const owner = parameterValue(event, rule.value);
      if (owner === undefined) return { rule, unknown: problemOf(event, [rule.value]) };
      const own = rule.claim === 'sub' ? principal.subject : ownField(principal.claims, rule.claim);
      if (!stringOf(own)) return { rule, unknown: `the token has no ${rule.claim}` };
      return own === owner || { rule };
    }
    case 'groupTemplate': {
      const group = nameFrom(rule.value, (name) => parameterValue(event, name));
      return group === undefined
        ? { rule, unknown: problemOf(event, rule.value.parameters) }
        : isMember(rule, group, principal);
    }
    default:
      return { rule: rule satisfies never, unknown: 'its kind is unknown' };
  }
}

function isMember(rule: CompiledRule, group: string, { groups }: Principal): true | Failure {
  return groups.includes(group) || { rule, group };
}

/** The clock is `Date.now`, which tests can set. */
function isWithin(
  rule: CompiledRule,
  seconds: number,
  claim: string,
  since: number | undefined,
): true | Failure {
  if (since === undefined) return { rule, unknown: `the token has no valid ${claim}` };
  const age = Date.now() / 1000 - since;
  // The issuer's clock may be a minute ahead.
  if (age < -60) {
    return { rule, unknown: `${claim} lies in the future`, isStale: true };
  }
  return age <= seconds || { rule, isStale: true };
}

/**
 * Whether at least one rule (`decisive` is true) or every rule (`decisive` is false) grants access.
 * `anyOf` stops at the first rule that grants access; `allOf` evaluates every rule, to name all
 * missing groups.
 */
function combine(
  rules: readonly CompiledRule[],
  decisive: boolean,
  principal: Principal,
  event: unknown,
  failures: Failure[],
): Truth {
  const before = failures.length;
  let truth: Truth = !decisive;
  for (const rule of rules) {
    const one = truthOf(rule, principal, event, failures);
    if (one === decisive || (one === undefined && truth !== decisive)) truth = one;
    if (one && decisive) break;
  }
  if (truth) failures.length = before;
  return truth;
}

export function reasonUnknown(failures: readonly Failure[]): string | undefined {
  return failures.find((failure) => failure.unknown)?.unknown;
}

/** A REST API passes `%31` on as the client wrote it, and the handler might decode it. */
function parameterValue(event: unknown, name: string): string | undefined {
  const value = ownField(ownFields(event).pathParameters, name);
  return isMatch(/^[^%]+$/u, value) ? value : undefined;
}

/** Names the unusable path parameter. If each has a value, one contains a separator. */
function problemOf(event: unknown, names: readonly string[]): string {
  const isUnusable = (name: string) => parameterValue(event, name) === undefined;
  const name = names.find(isUnusable) ?? names.join('} or {');
  return `path parameter {${name}} is missing, invalid or holds a %, see docs/errors.md`;
}
