import { quote } from '../lib/quote.js';
import type { CompiledRule } from '../rules/compile.js';
import { valuesFor } from './template-values.js';

type Operator = 'and' | 'or';

/** A condition in words: its parts, and what stands between them. */
export interface Words {
  readonly operator: Operator;
  readonly parts: readonly string[];
}

/** Each part once, and in brackets if the other operator joins what is in it. */
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
 * When a rule without rules inside is true or, if negated, false.
 *
 * @param groups of the caller, at least one of which a template that is not negated can name
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

/** As written in the rule. */
function writtenIn({ kind, data }: CompiledRule): string {
  return String((data as Readonly<Record<string, unknown>>)[kind]);
}
