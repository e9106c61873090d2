import type { Rule } from './rule.js';

/** What an operator reads in the log of a denial; a client never sees it. */
export interface DenialCause {
  /** The rule, as data; `undefined` for a route that has none. */
  readonly rule: Rule | undefined;
  /** The groups that the rule names and the caller is not in. */
  readonly missing: readonly string[];
  readonly reason: string;
  /** The route, as in a table. */
  readonly route: string | undefined;
  /** Where the identity was read from; `undefined` for a caller without one. */
  readonly source: string | undefined;
}

/** What an operator reads of a verifier that failed. */
export interface VerifierCause {
  readonly source: string;
  readonly problem: string;
}

/** The error of a caller who is not let in: an `HttpError` of `http-errors`, whose message is the bare status text. */
export interface Denial extends Error {
  /** 503 when a token could not be verified for a reason that is not the caller's. */
  readonly status: 401 | 403 | 503;
  readonly statusCode: 401 | 403 | 503;
  readonly expose: true;
  readonly code: 'ERR_UNAUTHENTICATED' | 'ERR_FORBIDDEN' | 'ERR_VERIFIER';
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause: DenialCause | VerifierCause;
}

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
export function verifierError(cause: VerifierCause): Fault {
  return new Fault(503, 'ERR_VERIFIER', 'Service Unavailable', cause);
}

/** What is used of `http-errors`: naming its own type here would ask every user for `@types/http-errors`. */
interface HttpErrors {
  (status: number, message: string, properties: object): Error;
  readonly 401: { readonly prototype: object };
  readonly 403: { readonly prototype: object };
}

/** `null` where it cannot be loaded: a bundle of ES modules has no `require`, which its dependencies call. */
type CreateError = HttpErrors | null;

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

/** 401 for a request that carries no identity, with a challenge (RFC 6750, section 3); 403 for a caller who may not do this. */
export function denialError(
  createError: CreateError,
  status: 401 | 403,
  cause: DenialCause,
  challenge: string,
): Denial {
  const denial = stackless(createError, status, cause) as { -readonly [TKey in keyof Denial]: Denial[TKey] };
  denial.code = status === 401 ? 'ERR_UNAUTHENTICATED' : 'ERR_FORBIDDEN';
  if (status === 401) denial.headers = { 'WWW-Authenticate': challenge };
  return denial;
}

/** With `--frozen-intrinsics` it cannot be set, and a denial has a stack. */
function limitStackTraces(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {}
}

const TEXTS = { 401: 'Unauthorized', 403: 'Forbidden' } as const;

const prototypes = new Map<401 | 403, object>();

/**
 * An error of `createError[status]` without its constructor, which walks the stack twice and costs ten times the request. A denial is an answer, not a
 * fault: where it was made says nothing. `cause` is not enumerable, so an error handler that sends the error as JSON does not send the rule.
 */
function stackless(createError: CreateError, status: 401 | 403, cause: DenialCause): Error {
  const { stackTraceLimit } = Error;
  limitStackTraces(0);
  const error = new Error(TEXTS[status], { cause });
  limitStackTraces(stackTraceLimit);
  return Object.setPrototypeOf(error, prototypeOf(createError, status));
}

/** Made at the first denial of a status. */
function prototypeOf(createError: CreateError, status: 401 | 403): object {
  const known = prototypes.get(status);
  if (known !== undefined) return known;
  const made: object = Object.create((createError?.[status] ?? Error).prototype, {
    name: fixed(`${TEXTS[status]}Error`),
    status: fixed(status),
    statusCode: fixed(status),
    expose: fixed(true),
  });
  prototypes.set(status, made);
  return made;
}

/** The descriptor of a field that no enumeration shows. It inherits nothing: a polluted `Object.prototype.get` would make it an invalid one. */
function fixed(value: unknown): PropertyDescriptor {
  return { __proto__: null, value } as PropertyDescriptor;
}
