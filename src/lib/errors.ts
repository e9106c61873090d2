/** A fault, as the code that finds it throws it: a plain error in the shape of an `HttpError`, which the hooks make into one. */
export class Fault extends Error {
  readonly status: 500 | 503;
  readonly statusCode: 500 | 503;
  readonly expose: boolean;
  readonly code: string;

  constructor(status: 500 | 503, code: string, message: string, cause: unknown) {
    super(message, { cause });
    this.status = status;
    this.statusCode = status;
    // The message of a 503 is the bare status text.
    this.expose = status === 503;
    this.code = code;
  }
}

/**
 * 500: a claim has a form that its source does not send, so nobody is let in. `cause` says which claim and what is wrong with its
 * shape; it never quotes the value.
 */
export function claimFormatError(source: string | undefined, claim: string, problem: string): Fault {
  return new Fault(500, 'ERR_CLAIM_FORMAT', 'Internal Server Error', { source, claim, problem });
}

/** 500: the chain is wired wrongly. The message is for the developer; a 500 is not exposed. */
export function wiringError(message: string, cause?: unknown): Fault {
  return new Fault(500, 'ERR_AUTH_MISSING', message, cause);
}

/** 503: nothing is known of the caller, because the verifier failed. */
export function verifierError(cause: { readonly source: string; readonly problem: string }): Fault {
  return new Fault(503, 'ERR_VERIFIER', 'Service Unavailable', cause);
}

/** What is used of `http-errors`: naming its own type here would ask every user for `@types/http-errors`. */
export interface HttpErrors {
  (status: number, message: string, properties: object): Error;
  readonly 401: { readonly prototype: object };
  readonly 403: { readonly prototype: object };
}

/** `null` where it cannot be loaded: a bundle of ES modules has no `require`, which its dependencies call. */
export type CreateError = HttpErrors | null;

let loaded: CreateError | undefined;

/**
 * Throws an `HttpError`. `http-errors` is loaded with the first one, because a cold start whose callers may all pass needs none: so the first is a promise
 * that rejects, and Middy waits for it. Without the library it is a plain error in the same shape: no caller gets in, or a 502, for that.
 */
export function raise(make: (createError: CreateError) => Error): Promise<never> {
  if (loaded !== undefined) throw make(loaded);
  return load().then((createError) => {
    throw make(createError);
  });
}

async function load(): Promise<CreateError> {
  loaded = await import('http-errors').then(
    (library) => library.default,
    () => null,
  );
  return loaded;
}

/** The `HttpError` of a fault, with the stack of the place that found it. */
export function faultError(createError: CreateError, fault: Fault): Error {
  if (createError === null) return fault;
  const { status, code, expose, message, cause, stack } = fault;
  const error = createError(status, message, { code, expose, stack });
  return Object.defineProperty(error, 'cause', Object.assign(fixed(cause), { configurable: true, writable: true }));
}

/** The descriptor of a field that no enumeration shows. It inherits nothing: a polluted `Object.prototype.get` would make it an invalid one. */
export function fixed(value: unknown): PropertyDescriptor {
  return { __proto__: null, value } as PropertyDescriptor;
}
