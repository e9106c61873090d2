import { misuse } from './misuse.js';
import { isRecord } from './own-fields.js';

/**
 * Merges options with their defaults. Only the keys of `defaults` are accepted, because a misspelt
 * option would silently turn a check off. An option that is `undefined` counts as omitted.
 *
 * @param label what the message starts with
 * @param strict the keys of further options, which are kept although `undefined`
 * @throws TypeError that quotes what was given and lists the known options
 */
export function checkOptions<TDefaults extends object, TStrict extends string = never>(
  label: string,
  options: unknown,
  defaults: TDefaults,
  strict: readonly TStrict[] = [],
): { readonly [TKey in keyof TDefaults]: unknown } & { readonly [TKey in TStrict]?: unknown } {
  const given: Record<string, unknown> = { __proto__: null, ...defaults };
  const known = [...Object.keys(defaults), ...strict];
  const names = known.join(', ');
  if (!isPlain(options)) misuse(`${label}: options`, options, `an object of ${names}`);
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key)) misuse(`${label}: an option`, key, `one of ${names}`);
    if (value !== undefined || strict.includes(key as TStrict)) given[key] = value;
  }
  return given as { readonly [TKey in keyof TDefaults | TStrict]: unknown };
}

/** Whether a value is a plain object, of any realm. An inherited option would be overlooked. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null &&
      Object.hasOwn(prototype as object, 'isPrototypeOf'))
  );
}
