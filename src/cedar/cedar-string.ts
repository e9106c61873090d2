import { quote } from '../lib/quote.js';

/** Cedar's strings are Unicode text, which half a surrogate pair is not. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * What ends a string, and what a reviewer cannot see: control and format characters, unassigned
 * ones, letters and marks without a shape, and every space but the ordinary one.
 */
const ESCAPED = /["\\]|(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * A string as Cedar writes it.
 *
 * @throws TypeError for text that no Cedar string can hold
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
