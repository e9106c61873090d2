import { quote } from '../lib/quote.js';
import type { CompiledRule } from '../rules/compile.js';
import { valuesFor } from './template-values.js';

type Operator = 'and' | 'or';

/** A condition in words: its parts, and the operator between them. */
export interface Words {
  readonly operator: Operator;
  readonly parts: readonly string[];
}

/** Joins conditions, each once. A condition with the other operator is put in parentheses. */
export function joinWords(operator: Operator, all: readonly Words[]): Words {
  const [only, ...others] = new Map(all.map((words) => [textOf(words), words])).values();
  if (only !== undefined && others.length === 0) return only;
  const parts = all.flatMap((words) =>
    words.operator === operator || words.parts.length === 1 ? words.parts : [`(${textOf(words)})`],
  );
  return { operator, parts: [...new Set(parts)] };
}

export function textOf({ operator, parts }: Words): string {
  return parts.join(` ${operator} `);
}

/**
 * When a rule that contains no other rule is true or, if negated, false.
 *
 * @param groups the groups of the caller; a template that is not negated can name at least one
 */
export function wordsOf(rule: CompiledRule, groups: readonly string[], isNegated: boolean): Words {
  if (rule.kind !== 'groupTemplate' || isNegated) return phrase(phraseOf(rule, isNegated));
  const sets = valuesFor(rule, groups).map((values) =>
    [...values].map(([name, value]) => phrase(`{${name}} is ${quote(value)}`)),
  );
  return joinWords(
    'or',
    sets.map((set) => joinWords('and', set)),
  );
}

function phrase(text: string): Words {
  return { operator: 'or', parts: [text] };
}

function phraseOf(rule: CompiledRule, isNegated: boolean): string {
  const is = isNegated ? 'is not' : 'is';
  const age = isNegated ? 'over' : 'at most';
  switch (rule.kind) {
    case 'owner': {
      const claim = rule.claim === 'sub' ? 'sub' : quote(rule.claim);
      return `{${rule.value}} ${is} the caller's ${claim}`;
    }
    case 'groupTemplate':
      return `${quote(writtenIn(rule))} ${is} a group of the caller`;
    case 'scope':
      return `the token has ${isNegated ? 'scopes but not' : 'the scope'} ${rule.value}`;
    case 'issuedWithin':
      return `the token is ${age} ${writtenIn(rule)} old`;
    case 'signedInWithin':
      return `the sign-in is ${age} ${writtenIn(rule)} old`;
    default:
      return isNegated ? `not ${rule.text}` : rule.text;
  }
}

/** The value as written in the rule. */
function writtenIn({ kind, data }: CompiledRule): string {
  return String((data as Readonly<Record<string, unknown>>)[kind]);
}
