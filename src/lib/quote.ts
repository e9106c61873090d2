const MAX_LENGTH = 200;

/**
 * Formats a wrong value for a message, on one line and in at most 200 characters. It does not use
 * `util.inspect`, because importing `node:util` adds more to a cold start than this file.
 */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? quoteString(value) : describe(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

/** JSON escapes control characters and lone surrogates. A huge string is shortened. */
function quoteString(value: string): string {
  const escaped = JSON.stringify(value.slice(0, MAX_LENGTH)).slice(1, -1).replaceAll('\\"', '"');
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

/** JSON throws for a circular value. */
function describe(value: unknown): string {
  try {
    if (typeof value === 'object') return JSON.stringify(value);
  } catch {}
  return typeof value === 'function' || typeof value === 'object'
    ? `[${typeof value}]`
    : String(value);
}
