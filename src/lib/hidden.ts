/** A writable field that is not enumerable. The descriptor cannot inherit a polluted `get`. */
export function hidden(value: unknown): PropertyDescriptor {
  return { __proto__: null, value, writable: true, configurable: true } as PropertyDescriptor;
}
