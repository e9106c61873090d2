import { misuse } from '../lib/misuse.js';

/**
 * An option of `cognitoGroups()` that is one value or a list of them, as a list.
 *
 * @returns `undefined` if the option is not given
 * @throws TypeError for an empty list, and for a value that does not pass the check
 */
export function listOption<TItem>(
  given: { readonly [name: string]: unknown },
  name: string,
  check: (item: unknown) => item is TItem,
  example: string,
): readonly TItem[] | undefined {
  if (!Object.hasOwn(given, name)) return undefined;
  const value = given[name];
  const list: readonly unknown[] = Array.isArray(value) ? [...value] : [value];
  return list.length > 0 && list.every(check)
    ? list
    : misuse(`cognitoGroups: option ${name}`, value, `${example}, or a list of them`);
}
