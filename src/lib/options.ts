import { inspect } from 'node:util';
import { isRecord } from './own-fields.js';

const LONGEST_QUOTE = 200;

/** How a wrong value is shown in a construction error: on one line, and never a page of it. */
export function quote(value: unknown): string {
  const text = inspect(value, {
    depth: 2,
    breakLength: Number.POSITIVE_INFINITY,
    maxStringLength: 140,
    maxArrayLength: 10,
  });
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

/**
 * Options over their defaults. A misspelt option would be a check that is silently off, so no key but those of the defaults is taken.
 *
 * @throws TypeError that quotes what was given and lists the options there are
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
      throw new TypeError(
        `${label}: unknown option ${quote(key)}; the options are ${Object.keys(defaults).join(', ')}`,
      );
    }
    if (options[key] === undefined) {
      throw new TypeError(`${label}: option ${quote(key)} is undefined; leave it out for its default`);
    }
  }
  return { ...defaults, ...options };
}

/** An object whose keys are all its own: an inherited option would be overlooked. `Object.prototype` differs between realms. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'isPrototypeOf'))
  );
}
