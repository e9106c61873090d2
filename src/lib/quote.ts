const MAX_LENGTH = 200;

/**
 * A wrong value as a message shows it: on one line, at most 200 characters. It is not
 * `util.inspect`, because importing `node:util` costs every cold start more than this file.
 */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? quoteString(value) : describe(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

/** JSON escapes control characters and lone surrogates. Half of a huge string is no clearer. */
function quoteString(value: string): string {
  const escaped = JSON.stringify(value.slice(0, MAX_LENGTH)).slice(1, -1).replaceAll('\\"', '"');
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

/** JSON throws for a circle. */
function describe(value: unknown): string {
  try {
    if (typeof value === 'object') return JSON.stringify(value);
  } catch {}
  return typeof value === 'function' || typeof value === 'object'
    ? `[${typeof value}]`
    : String(value);
}
