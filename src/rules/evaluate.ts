import { isPlain } from '../lib/options.js';
import { ownField, ownFields } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import { type CompiledRule, compileRule } from './compile.js';
import { nameFrom } from './group-template.js';
import type { Rule } from './rule.js';

/** The caller, as far as a rule looks. `event.auth` is one. */
export interface Principal {
  readonly groups: readonly string[];
  /** The claim `sub`. */
  readonly subject?: string | undefined;
  /** Where it was read from. Present and `undefined`: the request is unauthenticated. */
  readonly source?: string | undefined;
}

/** What was decided, and why. For programs and for the operator's log, never for the client. */
export interface Decision {
  readonly allowed: boolean;
  /** 401 only for an unauthenticated request: another sign-in would not help a known caller. */
  readonly status: 200 | 401 | 403;
  /** The rule, as data; `undefined` for a route that has none. */
  readonly rule: Rule | undefined;
  /** The groups that the caller is not in and that the failed part of the rule names. */
  readonly missing: readonly string[];
  /** A sentence for the operator. */
  readonly reason: string;
}

/**
 * Whether a rule grants access. `undefined` is unknown: a path parameter or a subject that the rule
 * compares is missing. Unknown propagates through every operator, including `noneOf`, and denies
 * (Kleene logic).
 */
export type Truth = boolean | undefined;

/** A part of a rule that did not grant access. */
export interface Failure {
  readonly rule: CompiledRule;
  /** The group that would have granted access, if one could. */
  readonly group?: string | undefined;
  /** Why it is unknown whether the part grants access. */
  readonly unknown?: string | undefined;
}

/**
 * Decides without Middy: in a handler, for one record of many, or in a test.
 *
 * @param principal `{ groups, subject }` or `event.auth`; `undefined` is an unauthenticated request
 * @param event `owner` and `groupTemplate` read its `pathParameters`
 * @throws TypeError for a malformed rule or principal
 */
export function evaluate(rule: Rule, principal: Principal | undefined, event?: unknown): Decision {
  return decide(compileRule('evaluate', rule), toPrincipal(principal), event);
}

/** @throws TypeError for anything but a principal or `undefined` */
export function toPrincipal(value: unknown): Principal | undefined {
  if (value === undefined) return undefined;
  const { groups, subject } = ownFields(value);
  // A string has `includes` too, and finds `admin` in `not_admin`.
  const isList = Array.isArray(groups) && groups.every((name) => typeof name === 'string');
  if (!isPlain(value) || !isList) {
    throw new TypeError(
      'evaluate: a principal is { groups: string[], subject?: string } or undefined, ' +
        `got ${quote(value)}`,
    );
  }
  if (subject !== undefined && typeof subject !== 'string') {
    throw new TypeError(`evaluate: a subject is a string, got ${quote(subject)}`);
  }
  // The `event.auth` of an unauthenticated request has a `source` that is undefined.
  return Object.hasOwn(value, 'source') && value.source === undefined
    ? undefined
    : { groups, subject };
}

/** Decides, with a reason that names no request. */
export function decide(
  rule: CompiledRule,
  principal: Principal | undefined,
  event: unknown,
): Decision {
  const failures: Failure[] = [];
  const truth = satisfies(rule, principal, event, failures);
  if (truth === true) return granted(rule);
  return denied(rule, truth, failures, principal === undefined ? UNAUTHENTICATED : undefined);
}

export const UNAUTHENTICATED = 'the request is unauthenticated';

export function granted({ data, text }: CompiledRule): Decision {
  return {
    allowed: true,
    status: 200,
    rule: data,
    missing: [],
    reason: `access granted by ${text}`,
  };
}

/** @param unauthenticated why the request is, if it is */
export function denied(
  { data, text }: CompiledRule,
  truth: false | undefined,
  failures: readonly Failure[],
  unauthenticated?: string,
): Decision {
  const missing = failures.flatMap(({ group }) => (group === undefined ? [] : [group]));
  const why = unauthenticated ?? reasonDenied(truth, failures);
  return {
    allowed: false,
    status: unauthenticated === undefined ? 403 : 401,
    rule: data,
    missing: [...new Set(missing)],
    reason: `${why}; the rule is ${text}`,
  };
}

function reasonDenied(truth: false | undefined, failures: readonly Failure[]): string {
  return truth === false
    ? 'the caller does not satisfy the rule'
    : `cannot evaluate the rule: ${reasonUnknown(failures)}`;
}

function reasonUnknown(failures: readonly Failure[]): string | undefined {
  return failures.find(({ unknown }) => unknown !== undefined)?.unknown;
}

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
    case 'owner': {
      const owner = pathParameter(event, rule.parameter);
      if (owner === undefined) return unknown(rule, missingParameter(rule.parameter), failures);
      if (!principal.subject) return unknown(rule, 'the token has no sub', failures);
      return principal.subject === owner || fail(rule, failures);
    }
    case 'groupTemplate': {
      const { template } = rule;
      const group = nameFrom(template, (name) => pathParameter(event, name));
      return group === undefined
        ? unknown(rule, unusableParameter(template.parameters, event), failures)
        : isMember(rule, group, principal, failures);
    }
    default:
      return unknown(rule satisfies never, 'the kind of the rule is not known', failures);
  }
}

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

/** Looks at every rule, so that all the missing groups are named. */
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

/** `noneOf` contributes no missing group: no additional group can satisfy it. */
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
  if (any === true) return fail(rule, failures);
  return unknown(rule, reasonUnknown(inner), failures);
}

function fail(rule: CompiledRule, failures: Failure[]): false {
  failures.push({ rule });
  return false;
}

function unknown(rule: CompiledRule, why: string | undefined, failures: Failure[]): undefined {
  failures.push({ rule, unknown: why });
  return undefined;
}

function pathParameter(event: unknown, name: string): string | undefined {
  const value = ownField(ownFields(event).pathParameters, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function missingParameter(name: string): string {
  return `path parameter {${name}} is missing or invalid`;
}

/** If no parameter is missing, one holds a separator of the template. */
function unusableParameter(names: readonly string[], event: unknown): string {
  const missing = names.find((name) => pathParameter(event, name) === undefined);
  return missingParameter(missing ?? names.join('} or {'));
}
