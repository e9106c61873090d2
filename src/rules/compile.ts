import { toClaim } from '../lib/claim-name.js';
import { isPlain } from '../lib/options.js';
import { quote } from '../lib/quote.js';
import { toSeconds } from './duration.js';
import { checkGroupName } from './group-name.js';
import { type GroupTemplate, parseTemplate } from './group-template.js';
import type { KnownGroups } from './known-groups.js';
import type { Rule } from './rule.js';

/** More levels than a person can follow. A circular rule exceeds it too. */
const MAX_DEPTH = 16;

/**
 * A checked copy of a rule that no other code can reach.
 *
 * For logs, `data` is the rule itself, frozen, and `text` is the rule as written in code.
 */
export type CompiledRule = {
  readonly data: Rule;
  readonly text: string;
  /** The number of levels of rules inside it. */
  readonly depth?: number;
} & (
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'anyOf' | 'allOf' | 'noneOf'; readonly rules: readonly CompiledRule[] }
  | { readonly kind: 'authenticated' | 'everyone' | 'user' }
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'issuedWithin' | 'signedInWithin'; readonly seconds: number }
  | { readonly kind: 'owner'; readonly parameter: string; readonly claim: string }
  | { readonly kind: 'groupTemplate'; readonly template: GroupTemplate }
);

type Kind = Exclude<CompiledRule['kind'], 'group'>;

const KINDS = [
  'anyOf',
  'allOf',
  'noneOf',
  'authenticated',
  'user',
  'everyone',
  'scope',
  'issuedWithin',
  'signedInWithin',
  'owner',
  'groupTemplate',
] as const satisfies readonly Kind[];

/** What API Gateway allows as the name of a path parameter; a leading colon is Express syntax. */
const PARAMETER = /^[\w.-][\w.:-]*$/u;

/** A scope token of RFC 6749, section 3.3. */
const SCOPE = /^[!#-[\]-~]+$/u;

/** The rules that builders have compiled, by their frozen data. */
const compiledRules = new WeakMap<object, CompiledRule>();

/**
 * @param label what the message starts with
 * @param knownGroups the names of `defineGroups`, if the rule is for its guards
 * @throws TypeError that quotes what is wrong and says what to write
 */
export function compileRule(label: string, rule: unknown, knownGroups?: KnownGroups): CompiledRule {
  const compiled = compile(label, rule, 0);
  knownGroups?.check(label, compiled);
  return compiled;
}

function compile(label: string, rule: unknown, level: number): CompiledRule {
  if (typeof rule === 'string') {
    const group = checkGroupName(label, rule);
    return { kind: 'group', group, data: rule, text: quote(rule) };
  }
  if (!isPlain(rule)) {
    const hint = Array.isArray(rule) ? '; write { anyOf: list }' : '';
    throw new TypeError(
      `${label}: a rule is a group name or one of ${KINDS.join(', ')}, got ${quote(rule)}${hint}`,
    );
  }
  const known = compiledRules.get(rule);
  if (level + (known?.depth ?? 0) >= MAX_DEPTH) {
    throw new TypeError(`${label}: the rule has over ${MAX_DEPTH} levels`);
  }
  const compiled = known ?? compileKind(label, kindOf(label, rule), rule, level);
  if (compiled.kind === 'everyone' && level > 0) {
    throw new TypeError(`${label}: everyone cannot stand inside another rule`);
  }
  compiledRules.set(compiled.data as object, compiled);
  return compiled;
}

function compileKind(
  label: string,
  kind: Kind,
  rule: Readonly<Record<string, unknown>>,
  level: number,
): CompiledRule {
  const value = rule[kind];
  switch (kind) {
    case 'anyOf':
    case 'allOf':
    case 'noneOf': {
      const rules = toList(label, kind, value).map((nested) => compile(label, nested, level + 1));
      const data = freeze({ [kind]: Object.freeze(rules.map((nested) => nested.data)) });
      const text = `${kind}(${rules.map((nested) => nested.text).join(', ')})`;
      return {
        kind,
        rules,
        data,
        text,
        depth: 1 + Math.max(...rules.map(({ depth = 0 }) => depth)),
      };
    }
    case 'authenticated':
    case 'user':
    case 'everyone':
      if (value !== true) {
        throw new TypeError(`${label}: write { ${kind}: true }, got ${quote(rule)}`);
      }
      return { kind, data: freeze({ [kind]: true }), text: kind };
    case 'scope':
      if (typeof value !== 'string' || !SCOPE.test(value)) {
        throw new TypeError(
          `${label}: scope takes one scope such as 'orders/read', got ${quote(value)}`,
        );
      }
      return { kind, scope: value, ...leaf(kind, value) };
    case 'issuedWithin':
    case 'signedInWithin':
      return { kind, seconds: toSeconds(`${label}: ${kind}`, value), ...leaf(kind, value) };
    case 'owner':
      if (typeof value !== 'string' || !PARAMETER.test(value)) {
        throw new TypeError(
          `${label}: owner takes a path parameter such as 'userId', got ${quote(value)}`,
        );
      }
      return { kind, parameter: value, ...compileOwner(label, value, rule) };
    case 'groupTemplate':
      return { kind, template: parseTemplate(value), ...leaf(kind, value) };
  }
}

/** The second key of an `owner` names another claim than `sub`. */
function compileOwner(label: string, parameter: string, rule: Readonly<Record<string, unknown>>) {
  if (!Object.hasOwn(rule, 'claim')) return { claim: 'sub', ...leaf('owner', parameter) };
  const claim = toClaim(`${label}: the claim of owner`, rule.claim);
  const data = freeze({ owner: parameter, claim: copyOf(rule.claim) });
  return { claim, data, text: `owner(${quote(parameter)}, { claim: ${quote(rule.claim)} })` };
}

function copyOf(claim: unknown): unknown {
  return typeof claim === 'object' ? Object.freeze({ ...claim }) : claim;
}

function leaf(kind: Kind, value: unknown) {
  return { data: freeze({ [kind]: value }), text: `${kind}(${quote(value)})` };
}

function kindOf(label: string, rule: Readonly<Record<string, unknown>>): Kind {
  const keys = Object.keys(rule);
  const kind = KINDS.find((known) => keys.includes(known));
  const others = keys.filter((key) => key !== kind && !(kind === 'owner' && key === 'claim'));
  if (kind !== undefined && others.length === 0) return kind;
  throw new TypeError(
    `${label}: a rule has exactly one key of ${KINDS.join(', ')}, got ${quote(rule)}`,
  );
}

function toList(label: string, kind: Kind, value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new TypeError(`${label}: ${kind} takes at least one rule, got ${quote(value)}`);
  }
  // A copy shows holes as `undefined`, which is not a rule.
  return [...value];
}

function freeze(data: object): Rule {
  return Object.freeze(data) as Rule;
}

/** Every path parameter that a rule reads. */
function parametersOf(rule: CompiledRule): readonly string[] {
  if (rule.kind === 'owner') return [rule.parameter];
  if (rule.kind === 'groupTemplate') return rule.template.parameters;
  return membersOf(rule).flatMap(parametersOf);
}

export function membersOf(rule: CompiledRule): readonly CompiledRule[] {
  return Object.hasOwn(rule, 'rules') ? (rule as { rules: readonly CompiledRule[] }).rules : [];
}

/**
 * A request has only the path parameters of its route. A rule that reads any other could not allow
 * any caller.
 *
 * @throws TypeError for such a rule
 */
export function checkParameters(label: string, path: string, rule: CompiledRule): void {
  const missing = parametersOf(rule).find(
    (name) => !path.includes(`{${name}}`) && !path.includes(`{${name}+}`),
  );
  if (missing === undefined) return;
  throw new TypeError(`${label} has no path parameter {${missing}}, which its rule reads`);
}
