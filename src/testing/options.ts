import { misuse } from '../lib/misuse.js';
import { checkOptions, isPlain } from '../lib/options.js';

/** Which values an option accepts. */
export interface Kind {
  readonly accepts: (value: unknown) => boolean;
  /** What to write instead, for the error message. */
  readonly write: string;
}

export type Kinds<TOptions> = { readonly [TKey in keyof TOptions]-?: Kind };

const isString = (value: unknown) => typeof value === 'string';

export const TEXT: Kind = { accepts: isString, write: 'a string' };
export const FLAG: Kind = {
  accepts: (value) => typeof value === 'boolean',
  write: 'true or omit it',
};
export const LIST: Kind = { accepts: Array.isArray, write: 'a list' };
export const FIELDS: Kind = { accepts: isPlain, write: 'a plain object' };
export const ANYTHING: Kind = { accepts: () => true, write: '' };

/** Path parameters, headers, a query. */
export const TEXTS: Kind = {
  accepts: (value) => isPlain(value) && Object.values(value).every(isString),
  write: 'an object of strings',
};

export function oneOf(words: readonly string[]): Kind {
  return { accepts: (value) => words.some((word) => word === value), write: words.join(' or ') };
}

export function like(pattern: RegExp, write: string): Kind {
  return { accepts: (value) => typeof value === 'string' && pattern.test(value), write };
}

/**
 * Checks options, because with a misspelt option a test that expects a denial would pass for the
 * wrong reason. An option that is `undefined` counts as omitted.
 *
 * @param builder what an error message starts with
 * @throws TypeError for an unknown option, and for a value of another kind
 */
export function checkBuilderOptions<TOptions extends object>(
  builder: string,
  options: TOptions,
  kinds: Kinds<TOptions>,
): void {
  checkOptions(builder, options, kinds);
  for (const [name, value] of Object.entries(options)) {
    const { accepts, write } = kinds[name as keyof TOptions];
    if (value !== undefined && !accepts(value)) misuse(`${builder}: option ${name}`, value, write);
  }
}
