/** A field that is not enumerated or changed. Its descriptor inherits no polluted `get`. */
export function hidden(value: unknown): PropertyDescriptor {
  return { __proto__: null, value } as PropertyDescriptor;
}
