/** A value that may hold claims: an object, and not a list of something. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `fields` answers: reading it meets no prototype. */
export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = Object.freeze(Object.create(null) as Fields);

const { prototype } = Object;

/**
 * The fields of an untrusted value, to be read by name: `const { authorizer } = fields(context)`. Only the value's own count: what a prototype answers (a
 * polluted `Object.prototype.claims`) was not written by API Gateway.
 *
 * What JSON holds inherits from `Object.prototype` alone, so it is handed back as it is while nobody has put anything there: reading it is then as fast as
 * reading any object. Everything else is copied first. For a name that is not written in the code there is `own`.
 *
 * @returns no fields for what is no object
 */
export function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) return NONE;
  const inherited: unknown = Object.getPrototypeOf(value);
  return inherited === null || (inherited === prototype && isUntouched())
    ? (value as Fields)
    : { __proto__: null, ...value };
}

/** Its built-in names are not enumerable, and what an assignment adds is. */
function isUntouched(): boolean {
  for (const _ in prototype) return false;
  return true;
}

/** The fields of a value that may hold claims; `undefined` for anything else. */
export function record(value: unknown): Fields | undefined {
  return isRecord(value) ? fields(value) : undefined;
}

/**
 * One field whose name is given at run time: it may be `constructor`.
 *
 * @returns `undefined` when `value` is no object or has no such field of its own
 */
export function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Fields)[key] : undefined;
}
