import { isRecord } from './own-fields.js';
import { quote } from './quote.js';

/**
 * Options over their defaults. Only the keys of `defaults` are accepted, because a misspelt
 * option would silently turn a check off. An option that is `undefined` counts as omitted.
 *
 * @param label what the message starts with
 * @throws TypeError that quotes what was given and lists the known options
 */
export function checkOptions<TDefaults extends object>(
  label: string,
  options: unknown,
  defaults: TDefaults,
): { readonly [TKey in keyof TDefaults]: unknown } {
  if (!isPlain(options)) {
    throw new TypeError(`${label}: options must be a plain object, got ${quote(options)}`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(defaults, key));
  if (unknown === undefined) return { ...defaults, ...Object.fromEntries(given) };
  const known = Object.keys(defaults).join(', ');
  throw new TypeError(`${label}: unknown option ${quote(unknown)}; the options are ${known}`);
}

/** An object without inherited keys, from any realm. An inherited option would be overlooked. */
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
  if (list.length > 0 && list.every((item) => typeof item === 'string' && check(item))) {
    return list as readonly string[];
  }
  throw new TypeError(`${label} is ${quote(value)}; write ${example}, or a list of such`);
}
