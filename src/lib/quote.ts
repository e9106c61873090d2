/**
 * Formats a wrong value for a message, on one line and in at most 200 characters. It does not use
 * `util.inspect`, because importing `node:util` adds more to a cold start than this file.
 */
export function quote(value: unknown): string {
  let text: string = typeof value;
  try {
    text = text === 'number' ? String(value) : (JSON.stringify(value) ?? text);
    if (typeof value === 'string') text = `'${text.slice(1, -1).replaceAll("'", "\\'")}'`;
  } catch {
    // A circular value and a bigint have no JSON, so only the type is named.
  }
  return text.slice(0, 200);
}
