import { nearestName } from '../lib/nearest-name.js';
import { isPlain, quote } from '../lib/options.js';
import { checkGroupName } from './group-name.js';
import { type GroupTemplate, parseTemplate } from './group-template.js';
import type { Rule } from './rule.js';

/** Far more than a person can follow; a rule this deep was built by a fault. */
const DEEPEST = 16;

/** A checked copy of a rule that nothing outside can reach. For logs, `data` is the rule itself again, frozen, and `text` says it in words. */
export type CompiledRule = { readonly data: Rule; readonly text: string } & (
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'anyOf' | 'allOf' | 'noneOf'; readonly rules: readonly CompiledRule[] }
  | { readonly kind: 'authenticated' | 'everyone' }
  | { readonly kind: 'owner'; readonly parameter: string }
  | { readonly kind: 'groupTemplate'; readonly template: GroupTemplate }
);

/** What API Gateway allows as the name of a path parameter; a colon before it is how Express writes one. */
const PARAMETER = /^[\w.-][\w.:-]*$/u;

const IN_WORDS = {
  anyOf: 'any of',
  allOf: 'all of',
  noneOf: 'callers who are none of',
  authenticated: 'any signed-in caller',
  everyone: 'everyone',
  owner: 'the subject in path parameter',
  groupTemplate: 'the group of',
} as const;

type Kind = keyof typeof IN_WORDS;

const KINDS = Object.keys(IN_WORDS) as readonly Kind[];

/**
 * @param label what the message starts with
 * @throws TypeError that quotes what is wrong and says the way out
 */
export function compileRule(label: string, rule: unknown): CompiledRule {
  return compile(label, rule, []);
}

function compile(label: string, rule: unknown, above: readonly unknown[]): CompiledRule {
  if (typeof rule === 'string') {
    return { kind: 'group', group: checkGroupName(label, rule), data: rule, text: `group ${quote(rule)}` };
  }
  if (Array.isArray(rule))
    throw new TypeError(
      `${label}: a list is no rule; write its rules one by one, as in anyOf('a', 'b'), or { anyOf: list }; got ${quote(rule)}`,
    );
  if (!isPlain(rule))
    throw new TypeError(`${label}: a rule is a group name or one of ${KINDS.join(', ')}, got ${quote(rule)}`);
  if (above.includes(rule)) throw new TypeError(`${label}: the rule contains itself: ${quote(rule)}`);
  if (above.length >= DEEPEST) throw new TypeError(`${label}: the rule is deeper than ${DEEPEST} levels; split it`);

  const kind = kindOf(label, rule);
  const value = rule[kind];
  switch (kind) {
    case 'anyOf':
    case 'allOf':
    case 'noneOf': {
      const rules = listOf(label, kind, value).map((nested) => compile(label, nested, [...above, rule]));
      const data = freeze({ [kind]: Object.freeze(rules.map((nested) => nested.data)) });
      return { kind, rules, data, text: `${IN_WORDS[kind]} (${rules.map(({ text }) => text).join(', ')})` };
    }
    case 'authenticated':
    case 'everyone':
      if (value !== true) throw new TypeError(`${label}: write { ${kind}: true }, got ${quote(rule)}`);
      if (kind === 'everyone' && above.length > 0) {
        throw new TypeError(
          `${label}: everyone cannot stand inside another rule: it would let everybody pass or nobody`,
        );
      }
      return { kind, data: freeze({ [kind]: true }), text: IN_WORDS[kind] };
    case 'owner':
      if (typeof value !== 'string' || !PARAMETER.test(value)) {
        throw new TypeError(
          `${label}: owner takes the name of a path parameter, such as 'userId', got ${quote(value)}`,
        );
      }
      return { kind, parameter: value, data: freeze({ owner: value }), text: `${IN_WORDS[kind]} ${quote(value)}` };
    case 'groupTemplate':
      return {
        kind,
        template: parseTemplate(value),
        data: freeze({ groupTemplate: value }),
        text: `${IN_WORDS[kind]} ${quote(value)}`,
      };
  }
}

function kindOf(label: string, rule: Record<string, unknown>): Kind {
  const [key, ...others] = Object.keys(rule);
  const kind = KINDS.find((known) => known === key);
  if (kind === undefined || others.length > 0) {
    const nearest = kind === undefined && key !== undefined ? nearestName(key, KINDS) : undefined;
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    throw new TypeError(`${label}: a rule has exactly one key of ${KINDS.join(', ')}, got ${quote(rule)}${hint}`);
  }
  return kind;
}

function listOf(label: string, kind: Kind, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${label}: ${kind} takes a list of rules, got ${quote(value)}`);
  if (value.length === 0) throw new TypeError(`${label}: ${kind} of nothing decides nothing; name at least one rule`);
  // A copy, so that holes are seen as `undefined` and refused.
  return [...value];
}

function freeze(data: object): Rule {
  return Object.freeze(data) as Rule;
}

/** Every group that a rule names. */
export function groupsOf(rule: CompiledRule): string[] {
  if (rule.kind === 'group') return [rule.group];
  return rulesIn(rule).flatMap(groupsOf);
}

function rulesIn(rule: CompiledRule): readonly CompiledRule[] {
  return rule.kind === 'anyOf' || rule.kind === 'allOf' || rule.kind === 'noneOf' ? rule.rules : [];
}

/**
 * A request has the path parameters of the route that matched, and no others: a rule that reads another could let nobody in.
 *
 * @throws TypeError for such a rule
 */
export function checkParameters(label: string, path: string, rule: CompiledRule): void {
  const absent = parametersOf(rule).find((name) => !path.includes(`{${name}}`) && !path.includes(`{${name}+}`));
  if (absent === undefined) return;
  throw new TypeError(`${label} has no path parameter {${absent}}, which its rule reads`);
}

/** Every path parameter that a rule reads. */
export function parametersOf(rule: CompiledRule): readonly string[] {
  if (rule.kind === 'owner') return [rule.parameter];
  if (rule.kind === 'groupTemplate') return rule.template.parameters;
  return rulesIn(rule).flatMap(parametersOf);
}
