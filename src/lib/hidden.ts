/** A writable field that is not enumerated. Its descriptor inherits no polluted `get`. */
export function hidden(value: unknown): PropertyDescriptor {
  return { __proto__: null, value, writable: true, configurable: true } as PropertyDescriptor;
}
