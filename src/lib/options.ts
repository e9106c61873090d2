import { isRecord } from './own-fields.js';
import { quote } from './quote.js';

/**
 * Options over their defaults. Only the keys of `defaults` are taken, because a misspelt option
 * would be a check that is silently off.
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
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(defaults, key)) {
      const known = Object.keys(defaults).join(', ');
      throw new TypeError(`${label}: unknown option ${quote(key)}; the options are ${known}`);
    }
    if (options[key] === undefined) {
      throw new TypeError(`${label}: option ${quote(key)} is undefined; omit it for its default`);
    }
  }
  return { ...defaults, ...options };
}

/** An object without inherited keys, of any realm: an inherited option would be overlooked. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null &&
      Object.hasOwn(prototype as object, 'isPrototypeOf'))
  );
}
