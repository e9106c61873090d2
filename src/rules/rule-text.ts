import { quote } from '../lib/quote.js';
import type { Rule } from './rule.js';

/** A rule as written in code: `anyOf('admin', owner('userId'))`. */
export function textOf(rule: Rule): string {
  if (typeof rule === 'string') return quote(rule);
  const [[kind, value], claim] = Object.entries(rule) as [
    [string, Rule | true],
    [string, unknown]?,
  ];
  if (value === true) return kind;
  const values = [value].flat().map(textOf);
  if (claim !== undefined) values.push(`{ claim: ${quote(claim[1])} }`);
  return `${kind}(${values.join(', ')})`;
}
