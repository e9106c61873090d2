import { distinct } from '../lib/distinct.js';
import { isPlain, quote } from '../lib/options.js';
import { fields, isRecord, own } from '../lib/own-fields.js';
import { type CompiledRule, compileRule, parametersOf } from './compile.js';
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

/** What was decided, and why. For programs and for the operator's log; nothing of it is meant for the client. */
export interface Decision {
  readonly allowed: boolean;
  /** 401 only for nobody: to a caller with an identity, a new sign-in would not help. */
  readonly status: 200 | 401 | 403;
  /** The rule, as data; `undefined` for a route that has none. */
  readonly rule: Rule | undefined;
  /** The groups named by the part of the rule that failed, that the caller is not in. */
  readonly missing: readonly string[];
  /** A sentence for the operator. */
  readonly reason: string;
}

/**
 * Whether a rule holds. `undefined`: it cannot be told, because a path parameter or a subject that it compares is not there. What cannot be told lets
 * nobody in, under `noneOf` either: it stays untold at every depth, as in Kleene's logic.
 */
type Truth = boolean | undefined;

/** Whether a caller meets a rule. Names are compared with `===`; `undefined` is nobody, who meets nothing but `everyone`. */
export function satisfies(rule: CompiledRule, principal: Principal | undefined, event: unknown): boolean {
  if (rule.kind === 'everyone') return true;
  return principal !== undefined && truthOf(rule, principal, event) === true;
}

function truthOf(rule: CompiledRule, principal: Principal, event: unknown): Truth {
  switch (rule.kind) {
    case 'group':
      return principal.groups.includes(rule.group);
    case 'anyOf':
      return anyHolds(rule.rules, principal, event);
    case 'allOf':
      return allHold(rule.rules, principal, event);
    case 'noneOf': {
      const any = anyHolds(rule.rules, principal, event);
      return any === undefined ? undefined : !any;
    }
    case 'owner': {
      const owner = pathParameter(event, rule.parameter);
      return principal.subject && typeof owner === 'string' && owner !== '' ? principal.subject === owner : undefined;
    }
    case 'groupTemplate': {
      const name = nameFrom(rule.template, (parameter) => pathParameter(event, parameter));
      return name === undefined ? undefined : principal.groups.includes(name);
    }
    default:
      return rule.kind === 'authenticated';
  }
}

function anyHolds(rules: readonly CompiledRule[], principal: Principal, event: unknown): Truth {
  let truth: Truth = false;
  for (const rule of rules) {
    const one = truthOf(rule, principal, event);
    if (one === true) return true;
    if (one === undefined) truth = undefined;
  }
  return truth;
}

function allHold(rules: readonly CompiledRule[], principal: Principal, event: unknown): Truth {
  let truth: Truth = true;
  for (const rule of rules) {
    const one = truthOf(rule, principal, event);
    if (one === false) return false;
    if (one === undefined) truth = undefined;
  }
  return truth;
}

function pathParameter(event: unknown, name: string): unknown {
  return own(fields(event).pathParameters, name);
}

/** @param tokenError why the token of nobody is worth nothing, where one was sent */
export function decide(
  rule: CompiledRule,
  principal: Principal | undefined,
  event: unknown,
  tokenError?: string,
): Decision {
  const { data, text } = rule;
  const allowed = satisfies(rule, principal, event);
  if (allowed) return { allowed, status: 200, rule: data, missing: [], reason: `the rule allows ${text}` };
  const missing = distinct(missingFrom(rule, principal ?? { groups: [] }, event));
  const status = principal === undefined ? 401 : 403;
  const why = principal === undefined ? whyNobody(event, tokenError) : whyRefused(rule, principal, event);
  return { allowed, status, rule: data, missing, reason: `${why}; the rule allows ${text}` };
}

/** A rule that cannot be told refuses everybody, whatever groups they are in. */
function whyRefused(rule: CompiledRule, principal: Principal, event: unknown): string {
  if (truthOf(rule, principal, event) === false) return 'the caller is refused';
  const absent = parametersOf(rule).find((name) => pathParameter(event, name) === undefined);
  return absent === undefined
    ? 'the rule cannot be told: a path parameter holds no value that it takes, or the token has no sub'
    : `the rule cannot be told: the event has no path parameter {${absent}}`;
}

/** A source that is missing looks like a caller who is: the event tells them apart. Payload 1.0 has `claims: null` where there is no authorizer. */
function whyNobody(event: unknown, tokenError: string | undefined): string {
  if (tokenError !== undefined) return `a token was sent and refused: ${quote(tokenError)}`;
  const { requestContext, identity } = fields(event);
  const { authorizer } = fields(requestContext);
  const isKnownToAws = isRecord(identity) || (isRecord(authorizer) && authorizer.claims !== null);
  return isKnownToAws
    ? 'AWS has written an identity that no source of cognitoGroups() recognises'
    : 'nobody is signed in';
}

/** The groups that a caller whom this rule refuses would need. Being in an excluded group is cured by no other, so `noneOf` lacks none. */
function missingFrom(rule: CompiledRule, principal: Principal, event: unknown): string[] {
  if (rule.kind === 'group') return [rule.group];
  if (rule.kind === 'anyOf' || rule.kind === 'allOf') {
    return rule.rules
      .filter((nested) => !truthOf(nested, principal, event))
      .flatMap((nested) => missingFrom(nested, principal, event));
  }
  if (rule.kind !== 'groupTemplate') return [];
  const name = nameFrom(rule.template, (parameter) => pathParameter(event, parameter));
  return name === undefined ? [] : [name];
}

/**
 * Decides without Middy: in a handler, for one record of many, or in a test.
 *
 * @param identity `{ groups, subject }`, or `event.auth`; `undefined`, or the `event.auth` of nobody, is nobody
 * @param event its `pathParameters` are what `owner` and `groupTemplate` read
 * @throws TypeError for a rule or an identity of a wrong form
 */
export function evaluate(rule: Rule, identity: Principal | undefined, event?: unknown): Decision {
  return decide(compileRule('evaluate', rule), toPrincipal(identity), event);
}

/** @throws TypeError for an identity of a wrong form */
export function toPrincipal(identity: unknown): Principal | undefined {
  if (identity === undefined) return undefined;
  const { groups, subject } = fields(identity);
  // A string has `includes` too, and finds `admin` in `not_admin`.
  if (!isPlain(identity) || !Array.isArray(groups) || !groups.every((name) => typeof name === 'string')) {
    throw new TypeError(
      `evaluate: an identity is { groups: string[], subject?: string } or undefined, got ${quote(identity)}`,
    );
  }
  if (subject !== undefined && typeof subject !== 'string') {
    throw new TypeError(`evaluate: a subject is a string, got ${quote(subject)}`);
  }
  // `cognitoGroups()` gives nobody an `event.auth` too: the one whose source is undefined.
  return Object.hasOwn(identity, 'source') && identity.source === undefined ? undefined : { groups, subject };
}
