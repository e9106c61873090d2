/** Whether a value is a string that a pattern matches. */
export function isMatch(pattern: RegExp, value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** A name, without white space around it, which would be a mistake. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value === value.trim();
}

/** Two strings in one; `undefined` if either is anything else. */
export function joined(one: unknown, separator: string, other: unknown): string | undefined {
  return typeof one === 'string' && typeof other === 'string' ? one + separator + other : undefined;
}
