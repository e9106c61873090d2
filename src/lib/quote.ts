/**
 * Formats a wrong value for a message, on one line and in at most 200 characters. It does not use
 * `util.inspect`, because importing `node:util` adds more to a cold start than this file.
 */
export function quote(value: unknown): string {
  return textOf(value).slice(0, 200);
}

/** JSON escapes control characters and lone surrogates. It throws for a circular value. */
function textOf(value: unknown): string {
  const type = typeof value;
  try {
    const json = type === 'number' ? String(value) : (JSON.stringify(value) ?? type);
    return type === 'string' ? `'${json.slice(1, -1).replaceAll("'", "\\'")}'` : json;
  } catch {
    return type;
  }
}
