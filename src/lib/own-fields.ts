/** Narrows to an object that is not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type Fields = Readonly<Record<string, unknown>>;

const NONE = { __proto__: null } as object as Fields;

const { prototype } = Object;

/**
 * The own fields of an untrusted value, to be read by name:
 * `const { claims } = ownFields(context)`. Inherited fields may come from a polluted
 * `Object.prototype`, not from API Gateway.
 *
 * An object made from JSON is returned as it is while `Object.prototype` is clean, because a copy
 * would double the cost of a request. Any other object is copied. Any other value has no fields.
 */
export function ownFields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) return NONE;
  const inherited: unknown = Object.getPrototypeOf(value);
  let isOwn = inherited === null || inherited === prototype;
  // The built-in names of `Object.prototype` are not enumerable; assigned names are.
  for (const _ in prototype) isOwn = inherited === null;
  return isOwn ? (value as Fields) : { __proto__: null, ...value };
}

/**
 * A copy of an object's own fields, to be read before anything is awaited. It has no prototype if
 * `Object.prototype` is polluted now. A plain copy is cheaper.
 */
export function ownCopy(value: object): Fields {
  for (const _ in prototype) return { __proto__: null, ...value };
  return { ...value };
}

/** A copy of an object's own fields; `undefined` for an array and for any other value. */
export function ownRecord(value: unknown): Fields | undefined {
  return isRecord(value) ? ownCopy(value) : undefined;
}

/**
 * One own field. Its name may be a symbol, or `constructor`, which `ownFields` would read from
 * `Object.prototype`.
 */
export function ownField(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<PropertyKey, unknown>)[name]
    : undefined;
}
