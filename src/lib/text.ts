/** Whether a value is a string that a pattern matches. */
export function isMatch(pattern: RegExp, value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** A name, without white space around it, which would be a mistake. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value === value.trim();
}
