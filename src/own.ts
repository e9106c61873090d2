/** A value that may hold claims: an object, and not a list of something. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads one property of an untrusted value. Only the value's own property counts: what a prototype answers (`constructor`, or a
 * polluted `Object.prototype.claims`) was not written by API Gateway.
 *
 * @returns `undefined` when `value` is no object or has no such property of its own.
 */
export function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[key];
  // Asked only where there is something to own: most keys that are looked for are not there.
  return found === undefined || Object.hasOwn(value, key) ? found : undefined;
}
