/** The part of `http-errors` in use. Its own types would require `@types/http-errors` of users. */
type HttpErrors = { readonly [status: number]: { readonly prototype: object } };

const NAMES = {
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  500: 'InternalServerError',
  503: 'ServiceUnavailableError',
} as const;

type ErrorStatus = keyof typeof NAMES;

const prototypes = new Map<ErrorStatus, object>();

/**
 * Makes an error an `HttpError` of its status: the same class, name and fields, as writable as
 * `createError` makes them.
 *
 * `http-errors` is loaded at the first error, because importing it costs a cold start more than
 * this package. Where a bundle lacks it, the shape is the same and `instanceof` is not.
 */
export async function toHttpError<TError extends Error>(
  error: TError,
  status: ErrorStatus,
): Promise<TError> {
  let prototype = prototypes.get(status);
  if (prototype === undefined) {
    prototype = createPrototype(status, await loadParent(status));
    prototypes.set(status, prototype);
  }
  return Object.setPrototypeOf(error, prototype);
}

/** Whatever is wrong with the library, a denial stays a denial. */
async function loadParent(status: ErrorStatus): Promise<object> {
  try {
    const { default: library } = (await import('http-errors')) as unknown as {
      default: HttpErrors;
    };
    const parent = library[status]?.prototype;
    if (parent instanceof Error) return parent;
  } catch {}
  return Error.prototype;
}

function createPrototype(status: ErrorStatus, parent: object): object {
  return Object.create(parent, {
    name: hidden(NAMES[status]),
    status: hidden(status),
    statusCode: hidden(status),
    // The message of all but a 500 is the bare status text.
    expose: hidden(status !== 500),
  });
}

/** A writable field that is not enumerated. Its descriptor inherits no polluted `get`. */
export function hidden(value: unknown): PropertyDescriptor {
  return { __proto__: null, value, writable: true, configurable: true } as PropertyDescriptor;
}
