import { claimFormatError } from '../lib/errors.js';
import { type Fields, ownField } from '../lib/own-fields.js';

/** The names of a native array, verbatim. A name may hold any character; nothing is split. */
export function verbatim(list: readonly unknown[], claim: string): string[] {
  // An element that is not its own could come from a polluted `Array.prototype`.
  const at = list.findIndex((_, index) => typeof ownField(list, index) !== 'string');
  return at < 0 ? [...(list as string[])] : reject(claim, `element ${at} is not a string`);
}

/** The names of `"a,b"` or `"a b"`. An empty name means another format, so the list is rejected. */
export function separated(list: string, separator: ',' | ' ', claim: string): string[] {
  let names: string[] = [];
  if (list === '') return names;
  // `split` would add a quarter to the cost of a request.
  for (let from = 0, to = 0; to >= 0; from = to + 1) {
    to = list.indexOf(separator, from);
    const name = list.slice(from, to < 0 ? undefined : to) || reject(claim, 'a name is empty');
    // An accessor of the same index on a prototype would take what is pushed.
    if (names.length in names) names = [...names, name];
    else names.push(name);
  }
  return names;
}

export function isBracketed(list: string): boolean {
  return list.startsWith('[') && list.endsWith(']');
}

/** Decodes the string that a source writes for a list. */
export type Decode = (list: string, claim: string) => string[];

/**
 * The names that the claim lists. Every source accepts an array. Without the claim, the caller is
 * in no group.
 *
 * @param decode decodes a string, for sources that write a list as a string
 */
export function listOf(claims: Fields, claim: string, decode?: Decode): string[] {
  const value = ownField(claims, claim);
  if (value === undefined) return [];
  return typeof value === 'string' && decode ? decode(value, claim) : listIn(value, claim);
}

/** The names of a value that must be a native array. */
export function listIn(value: unknown, claim: string): string[] {
  if (Array.isArray(value)) return verbatim(value, claim);
  return reject(claim, `it is ${kindOf(value)}, not a list`);
}

/** @throws `ERR_CLAIM_FORMAT`, 500 */
export function reject(claim: string, problem: string): never {
  throw claimFormatError(claim, problem);
}

/**
 * The type of a value that is not a list of groups: enough to find the mistake, without the value.
 */
export function kindOf(value: unknown): string {
  return `of type ${value === null ? value : typeof value}`;
}
