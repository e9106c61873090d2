import { claimFormatError } from '../lib/errors.js';
import { type Fields, ownField } from '../lib/own-fields.js';
import type { SourceName } from './source.js';

/** Where a list is read from, so that the operator can find the claim. */
export interface ClaimPlace {
  readonly source: SourceName;
  /** The object that holds the claim, as a path from the event. */
  readonly path: string;
  readonly claim: string;
}

/** The names of a native array, verbatim. A name may contain any character; nothing is split. */
export function verbatim(list: readonly unknown[], place: ClaimPlace): string[] {
  for (let index = 0; index < list.length; index += 1) {
    if (!Object.hasOwn(list, index) || typeof list[index] !== 'string') {
      reject(place, `element ${index} of the array is not a string`);
    }
  }
  return [...(list as readonly string[])];
}

/**
 * The names of `"a,b"` or `"a b"`. An empty name means a different format, so the list is rejected.
 */
export function separated(list: string, separator: ',' | ' ', place: ClaimPlace): string[] {
  if (list === '') return [];
  const names = list.split(separator);
  if (names.includes('')) reject(place, 'it holds an empty group name');
  return names;
}

/** Decodes the string that a source writes for a list. */
export type Decode = (list: string, place: ClaimPlace, claims: Fields) => string[];

/**
 * The names that the claim lists. Every source accepts an array. Without the claim, the caller is
 * in no group.
 *
 * @param decode decodes a string, for sources that write a list as a string
 */
export function listOf(claims: Fields, place: ClaimPlace, decode?: Decode): string[] {
  const value = ownField(claims, place.claim);
  if (value === undefined) return [];
  if (Array.isArray(value)) return verbatim(value, place);
  if (typeof value === 'string' && decode !== undefined) return decode(value, place, claims);
  return reject(
    place,
    `it is ${kindOf(value)}, not ${decode === undefined ? 'an array' : 'a list'}`,
  );
}

/** @throws `ERR_CLAIM_FORMAT`, 500 */
export function reject({ source, path, claim }: ClaimPlace, problem: string): never {
  throw claimFormatError(source, `${path}['${claim}']`, problem);
}

/**
 * The type of a value that is not a list of groups: enough to find the mistake, without the value.
 */
export function kindOf(value: unknown): string {
  return value === null ? 'null' : `of type ${typeof value}`;
}
