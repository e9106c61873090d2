const MAX_LENGTH = 200;

/**
 * A wrong value as a message shows it: on one line, at most 200 characters. It is not
 * `util.inspect`, because importing `node:util` costs every cold start more than this file.
 */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? quoteString(value) : describe(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** JSON escapes control characters and lone surrogates. Half of a huge string is no clearer. */
function quoteString(value: string): string {
  const escaped = JSON.stringify(value.slice(0, MAX_LENGTH)).slice(1, -1).replaceAll('\\"', '"');
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

/** JSON leaves out functions and `undefined`, and throws for a circle or a `BigInt`. */
function describe(value: unknown): string {
  try {
    const json = JSON.stringify(value, (_, item) => (isJson(item) ? item : `[${typeof item}]`));
    return isJson(value) ? json : typeof value === 'function' ? 'a function' : String(value);
  } catch {
    return `[${typeof value}]`;
  }
}

function isJson(value: unknown): boolean {
  return ['string', 'number', 'boolean', 'object'].includes(typeof value);
}
