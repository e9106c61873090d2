const MAX_LENGTH = 200;

/**
 * Formats a wrong value for a message: on one line, at most 200 characters. It does not use
 * `util.inspect`, because importing `node:util` costs every cold start more than this file.
 */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? quoteString(value) : describe(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

/** JSON escapes control characters, double quotes and lone surrogates. */
function quoteString(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'")}'`;
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
