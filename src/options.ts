import { inspect } from 'node:util';
import { isRecord } from './own.js';

/** How a wrong value is shown in a construction error: on one line, and never a page of it. */
export function quote(value: unknown): string {
  return inspect(value, { depth: 2, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 140, maxArrayLength: 10 });
}

/**
 * Options as an object with no key but the known ones: a misspelt option would otherwise be a check that is silently off.
 *
 * @throws TypeError that quotes what was given and lists the options there are
 */
export function checkOptions(caller: string, options: unknown, known: readonly string[]): Record<string, unknown> {
  if (!isPlain(options)) {
    throw new TypeError(`${caller}: options must be a plain object, got ${quote(options)}`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TypeError(`${caller}: unknown option ${quote(key)}; the options are ${known.join(', ')}`);
    }
    if (options[key] === undefined) {
      throw new TypeError(`${caller}: option ${quote(key)} is undefined; leave it out for its default`);
    }
  }
  return options;
}

/** An option that an object inherits would be overlooked. Two steps up, since `Object.prototype` differs between realms. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
