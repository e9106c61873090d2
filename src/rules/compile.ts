import { toClaim } from '../lib/claim-name.js';
import { misuse } from '../lib/misuse.js';
import { onlyArgument } from '../lib/only-argument.js';
import { isPlain } from '../lib/options.js';
import { quote } from '../lib/quote.js';
import { isMatch } from '../lib/text.js';
import { toSeconds } from './duration.js';
import { checkGroupName } from './group-name.js';
import { type GroupTemplate, toTemplate } from './group-template.js';
import type { KnownGroups } from './known-groups.js';
import type { Rule } from './rule.js';

/**
 * A checked copy of a rule that no other code can reach.
 *
 * For logs and reports, `data` is the rule as frozen data, and `text` is the rule as written in
 * code.
 */
export type CompiledRule = {
  readonly data: Rule;
  readonly text: string;
  /** The number of levels of rules inside it. */
  readonly depth: number;
} & (
  | { readonly kind: 'group'; readonly value: string }
  | { readonly kind: 'anyOf' | 'allOf' | 'noneOf'; readonly value: readonly CompiledRule[] }
  | { readonly kind: 'authenticated' | 'everyone' | 'user'; readonly value: true }
  | { readonly kind: 'scope'; readonly value: string }
  | { readonly kind: 'issuedWithin' | 'signedInWithin'; readonly value: number }
  | { readonly kind: 'owner'; readonly value: string; readonly claim: string }
  | { readonly kind: 'groupTemplate'; readonly value: GroupTemplate }
);

type Kind = Exclude<CompiledRule['kind'], 'group'>;

type KindCheck = readonly [takes: string, check: (value: unknown) => unknown];

/** A copy, which shows holes as `undefined`: that is not a rule. */
const LIST: KindCheck = [
  'at least one rule',
  (value) => Array.isArray(value) && value.length > 0 && [...value],
];

const FLAG: KindCheck = ['true', (value) => value === true];

const AGE: KindCheck = ["'15m' or '7d'", toSeconds];

const matching = (pattern: RegExp) => (value: unknown) => isMatch(pattern, value) && value;

/** What each kind takes, and a check that returns what is evaluated, or else a falsy value. */
const KINDS: { readonly [TKind in Kind]: KindCheck } = {
  anyOf: LIST,
  allOf: LIST,
  noneOf: LIST,
  authenticated: FLAG,
  user: FLAG,
  everyone: FLAG,
  // A scope token of RFC 6749, section 3.3.
  scope: ["'orders/read'", matching(/^[!#-[\]-~]+$/u)],
  issuedWithin: AGE,
  signedInWithin: AGE,
  // What API Gateway allows as the name of a parameter; a leading colon is Express syntax.
  owner: ["'userId'", matching(/^[\w.-][\w.:-]*$/u)],
  groupTemplate: ["'tenant:{tenantId}:manager'", toTemplate],
};

const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

/** The rules that builders have compiled, by their frozen data. */
const compiledRules = new WeakMap<object, CompiledRule>();

/**
 * @param label what the message starts with
 * @param knownGroups the names of `defineGroups`, if the rule is for its guards
 * @throws TypeError that quotes the mistake and says what to write
 */
export function compileRule(label: string, rule: unknown, knownGroups?: KnownGroups): CompiledRule {
  const compiled = compile(label, rule, 0);
  knownGroups?.check(label, compiled);
  return compiled;
}

/** @throws TypeError for anything but one rule */
export function compileOnly(
  label: string,
  given: readonly unknown[],
  knownGroups: KnownGroups | undefined,
): CompiledRule {
  const rule = onlyArgument(`${label}: the list of rules`, given, 'one rule, such as anyOf(...)');
  return compileRule(label, rule, knownGroups);
}

function compile(label: string, rule: unknown, level: number): CompiledRule {
  const known = compiledRules.get(rule as object);
  // More levels than a person can follow. A circular rule also has them.
  if (level + (known?.depth ?? 0) > 16) {
    throw new TypeError(`${label}: the rule has over 16 levels`);
  }
  if (typeof rule === 'string') {
    const value = checkGroupName(label, rule);
    return { kind: 'group', value, data: rule, text: quote(rule), depth: 0 };
  }
  // A copy, so that a getter cannot return one rule to the guard and another to the log.
  const data = isPlain(rule) ? { ...rule } : {};
  const kind = known?.kind ?? kindOf(data);
  if (kind === undefined) {
    misuse(`${label}: the rule`, rule, `a group name, or one key of ${KIND_NAMES.join(', ')}`);
  }
  if (kind === 'everyone' && level > 0) misuse(`${label}: the rule`, rule, 'it alone');
  return known ?? compileKind(label, kind as Kind, data, level);
}

/** The only key of a rule. A rule with `owner` may have a second key, `claim`. */
function kindOf(rule: object): Kind | undefined {
  const keys = Object.keys(rule).filter((key) => key !== 'claim' || !Object.hasOwn(rule, 'owner'));
  return KIND_NAMES.find((kind) => kind === keys.join());
}

function compileKind(
  label: string,
  kind: Kind,
  data: Record<string, unknown>,
  level: number,
): CompiledRule {
  const [takes, check] = KINDS[kind];
  let value = check(data[kind]);
  if (!value) misuse(`${label}: ${kind}`, data[kind], takes);
  let claim = 'sub';
  let depth = 0;
  let texts: string[];
  if (Array.isArray(value)) {
    const rules = value.map((nested) => compile(label, nested, level + 1));
    value = rules;
    data[kind] = Object.freeze(rules.map((nested) => nested.data));
    texts = rules.map((nested) => nested.text);
    depth = Math.max(...rules.map((nested) => nested.depth + 1));
  } else {
    texts = [quote(data[kind])];
    if (Object.hasOwn(data, 'claim')) {
      claim = toClaim(`${label}: claim`, data.claim);
      if (data.claim !== claim) data.claim = Object.freeze({ dangerouslyUserWritable: claim });
      texts.push(`{ claim: ${quote(data.claim)} }`);
    }
  }
  const text = value === true ? kind : `${kind}(${texts.join(', ')})`;
  const compiled = { kind, value, claim, data: Object.freeze(data) as Rule, text, depth };
  compiledRules.set(data, compiled as CompiledRule);
  return compiled as CompiledRule;
}

export function membersOf({ value }: CompiledRule): readonly CompiledRule[] {
  return Array.isArray(value) ? value : [];
}

/** The parts of a rule that contain no other rule. */
export function leavesOf(rule: CompiledRule): readonly CompiledRule[] {
  const members = membersOf(rule);
  return members.length === 0 ? [rule] : members.flatMap(leavesOf);
}

/** Every path parameter that a rule reads. */
export function parametersOf(rule: CompiledRule): readonly string[] {
  return leavesOf(rule).flatMap((leaf) => {
    if (leaf.kind === 'owner') return leaf.value;
    return leaf.kind === 'groupTemplate' ? leaf.value.parameters : [];
  });
}

/**
 * A request has only the path parameters of its route. A rule that reads any other parameter could
 * never allow a caller.
 *
 * @throws TypeError for such a rule
 */
export function checkParameters(label: string, path: string, rule: CompiledRule): void {
  const missing = parametersOf(rule).find((name) => !hasParameter(path, name));
  if (missing === undefined) return;
  throw new TypeError(`${label} has no path parameter {${missing}}, which its rule reads`);
}

export function hasParameter(path: string, name: string): boolean {
  return path.includes(`{${name}}`) || path.includes(`{${name}+}`);
}
