import { claimFormatError } from '../lib/errors.js';
import { type Fields, ownField } from '../lib/own-fields.js';
import type { SourceName } from './source.js';

/** Which claim a list is read from, for the operator who has to find it. */
export interface ClaimPlace {
  readonly source: SourceName;
  /** The object that holds the claim, as a path from the event. */
  readonly path: string;
  readonly claim: string;
}

/** The names of a native array, verbatim. A name may hold any character; nothing is split. */
export function verbatim(list: readonly unknown[], place: ClaimPlace): string[] {
  for (let index = 0; index < list.length; index += 1) {
    if (!Object.hasOwn(list, index) || typeof list[index] !== 'string') {
      reject(place, `element ${index} of the array is not a string`);
    }
  }
  return [...(list as readonly string[])];
}

/** The names of `"a,b"` or `"a b"`. An empty name means another format, so all is rejected. */
export function separated(list: string, separator: ',' | ' ', place: ClaimPlace): string[] {
  if (list === '') return [];
  const names = list.split(separator);
  if (names.includes('')) reject(place, 'it holds an empty group name');
  return names;
}

/** The claim where JSON types are kept: an array, or absent for a caller in no group. */
export function nativeList(claims: Fields, place: ClaimPlace): string[] {
  const value = ownField(claims, place.claim);
  if (value === undefined) return [];
  if (Array.isArray(value)) return verbatim(value, place);
  return reject(place, `it is ${kindOf(value)}, not an array`);
}

/** @throws `ERR_CLAIM_FORMAT`, 500 */
export function reject({ source, path, claim }: ClaimPlace, problem: string): never {
  throw claimFormatError(source, `${path}['${claim}']`, problem);
}

/** The kind of a value that is not a group list: enough to find the mistake without the value. */
export function kindOf(value: unknown): string {
  return value === null ? 'null' : `of type ${typeof value}`;
}
