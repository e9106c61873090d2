import { quote } from '../lib/quote.js';

/** Half a surrogate pair, which no Cedar string can contain, because it is not valid Unicode. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Characters that end a string, and characters that a reviewer cannot see: control, format and
 * unassigned characters, letters and marks without a shape, and every space except the ordinary
 * one.
 */
const ESCAPED = /["\\]|(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * A string literal in Cedar.
 *
 * @throws TypeError for a string that Cedar cannot contain
 * @see https://docs.cedarpolicy.com/policies/syntax-grammar.html
 */
export function cedarString(label: string, text: string): string {
  if (LONE_SURROGATE.test(text)) {
    throw new TypeError(`${label}: ${quote(text)} holds half a surrogate pair; rename it`);
  }
  return `"${text.replace(ESCAPED, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
