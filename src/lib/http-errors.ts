import { type AuthError, type ErrorStatus, STATUS_TEXTS } from './auth-error.js';

/**
 * The part of `http-errors` in use. Its own types would require users to install
 * `@types/http-errors`.
 */
type HttpErrors = { readonly [TStatus in ErrorStatus]: { readonly prototype: object } };

const prototypes = new Map<ErrorStatus, object>();

/**
 * Rejects with an error converted to the `HttpError` of a status: the same class, name and fields,
 * and as writable as those of `createError`.
 *
 * `http-errors` is loaded at the first error, because it adds more to a cold start than this
 * package. If a bundle lacks it, the error has the same shape but is not an instance of its
 * classes.
 */
export async function rejectAs(error: AuthError, status: ErrorStatus): Promise<never> {
  // Always waits, because Node reports a promise that rejects before a handler is attached to it.
  const prototype = await (prototypes.get(status) ?? createPrototype(status));
  throw Object.setPrototypeOf(error, prototype);
}

/** A denial stays a denial even if the library cannot be loaded. */
async function createPrototype(status: ErrorStatus): Promise<object> {
  let parent: unknown;
  try {
    const library = (await import('http-errors')) as unknown as { default: HttpErrors };
    parent = library.default[status].prototype;
  } catch {}
  const prototype = {
    __proto__: parent instanceof Error ? parent : Error.prototype,
    // `InternalServerError`, not `InternalServerErrorError`.
    name: `${STATUS_TEXTS[status].replace(/ |Error/gu, '')}Error`,
    status,
    statusCode: status,
    // Except for a 500, the message is only the status text.
    expose: status !== 500,
  };
  prototypes.set(status, prototype);
  return prototype;
}
