import { misuse } from './misuse.js';
import { isRecord } from './own-fields.js';

/**
 * Merges options with their defaults. Only the keys of `defaults` are accepted, because a misspelt
 * option would silently turn a check off. An option that is `undefined` counts as omitted.
 *
 * @param label what the message starts with
 * @throws TypeError that quotes the unknown option and lists the known ones
 */
export function checkOptions<TDefaults extends object>(
  label: string,
  options: unknown,
  defaults: TDefaults,
): { readonly [TKey in keyof TDefaults]: unknown } {
  const known = Object.keys(defaults);
  const names = known.join(', ');
  if (!isPlain(options))
    misuse(`${label}: the options argument`, options, `a plain object of ${names}`);
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) misuse(`${label}: the name of an option`, unknown, `one of ${names}`);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
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

/** @throws TypeError for anything but a string or a list of them, each of which passes `check` */
export function toStrings(
  label: string,
  value: unknown,
  check: (item: string) => boolean,
  example: string,
): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? [...value] : [value];
  return list.length > 0 && list.every((item) => typeof item === 'string' && check(item))
    ? (list as readonly string[])
    : misuse(label, value, `${example}, or a list of such`);
}
