/**
 * Hands back what it is given, so that a private field of a derived class is put onto that object. As it extends `null`, no `this` is made only to be
 * thrown away: a hundred bytes less for every field that is set.
 */
class Given extends (null as unknown as new () => object) {
  // @ts-expect-error Without a `this` there is nothing for `super()` to make.
  // biome-ignore lint/correctness/noUnreachableSuper: `super()` of `null` throws, so it must not be called
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is what the class is for
    return object;
  }
}

export interface SecretField<TValue> {
  /** @returns `undefined` for whatever has no such field, and for what is no object */
  get(object: unknown): TValue | undefined;
  set(object: object, value: TValue | undefined): void;
}

/**
 * A field that only its holder can read and write. No JSON, no look-alike and no prototype can carry it, and no copy takes it along. It does what a
 * `WeakMap` does, at a fiftieth of the price for objects that live as long as a request (the garbage collector walks a `WeakMap`).
 */
export function secretField<TValue>(): SecretField<TValue> {
  class Holder extends Given {
    #value: TValue | undefined;

    constructor(object: object, value: TValue | undefined) {
      super(object);
      this.#value = value;
    }

    static get(object: unknown): TValue | undefined {
      return typeof object === 'object' && object !== null && #value in object ? object.#value : undefined;
    }

    static set(object: object, value: TValue | undefined): void {
      // Most objects have none yet, and asking for one that is not there costs more than a request's whole rule.
      try {
        new Holder(object, value);
      } catch {
        (object as Holder).#value = value;
      }
    }
  }
  return Holder;
}
