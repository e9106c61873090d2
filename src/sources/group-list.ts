import { distinct } from '../lib/distinct.js';
import { claimFormatError } from '../lib/errors.js';
import { type Fields, own } from '../lib/own-fields.js';
import type { SourceName } from './source.js';

/** Which claim a list was read from, for the operator who has to find it. */
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
      refuse(place, `element ${index} of the array is not a string`);
    }
  }
  return distinct([...(list as readonly string[])]);
}

/** The names of `"a,b"` or `"a b"`. An empty name means that the text is not a list of this form, so none of it is believed. */
export function separated(text: string, separator: ',' | ' ', place: ClaimPlace): string[] {
  if (text === '') return [];
  const names = text.split(separator);
  if (names.includes('')) refuse(place, 'it holds an empty group name');
  return distinct(names);
}

/** The claim where JSON types are kept: an array, or absent for a caller in no group. */
export function nativeList(claims: Fields, place: ClaimPlace): string[] {
  const value = own(claims, place.claim);
  if (value === undefined) return [];
  return Array.isArray(value) ? verbatim(value, place) : refuse(place, `it is ${kindOf(value)}, not an array`);
}

export function refuse({ source, path, claim }: ClaimPlace, problem: string): never {
  throw claimFormatError(source, `${path}['${claim}']`, problem);
}

/** The kind of a value that is no group list: enough to find the fault, without the value. */
export function kindOf(value: unknown): string {
  return value === null ? 'null' : `of type ${typeof value}`;
}
