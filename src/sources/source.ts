import type { Fields } from '../lib/own-fields.js';

/** Where an identity was read from. */
export type SourceName =
  | 'rest-api'
  | 'http-api'
  | 'appsync'
  | 'lambda-authorizer'
  | 'verified-token'
  | 'alb'
  | 'http-jwt';

/** A caller whom AWS has verified. Immutable: guards decide from this fact, never from the event. */
export interface Identity {
  /** As in the token, in its order, each name once; empty for a caller in no group. */
  readonly groups: readonly string[];
  /** `sub`, the stable id of the user (or of the client, for client-credentials tokens). */
  readonly subject?: string | undefined;
  /** `cognito:username` of an ID token, `username` of an access token. */
  readonly username?: string | undefined;
  readonly source: SourceName;
}

/** A token was sent, and it is worth nothing: the caller is nobody, and no other source is asked. RFC 6750, section 3.1. */
export class InvalidToken {
  /** For the operator, without a part of the token: why a caller who sends one is nobody. */
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/** What a source says of an event; `undefined`: the event is of another kind or carries no caller, so the next source is asked. */
export type SourceResult = Identity | InvalidToken | undefined;

/** Reads one kind of event. Nothing but the event, or a middleware that has verified a token, decides whether it is recognised. */
export interface IdentitySource {
  readonly name: SourceName;
  /** Verifies something first, so that `identify` returns a promise. */
  readonly waits?: true;
  /**
   * @param claim the name of the claim that lists the groups
   * @param internal what earlier middleware of the chain has left in `request.internal`
   * @throws `ERR_CLAIM_FORMAT`, 500, when the event is of this kind but its claim has a form that its writer does not send
   */
  identify(event: unknown, claim: string, internal: unknown): SourceResult | Promise<SourceResult>;
}

/** A source that knows its events by their own fields and reads what AWS has verified. */
export interface DetectedSource extends IdentitySource {
  identify(event: unknown, claim: string): Identity | undefined;
}

/** The sources of this package. A look-alike may return groups of any shape, and a text has `includes` too. */
const sources = new WeakSet<object>();

export function defineSource<TSource extends IdentitySource>(source: TSource): TSource {
  sources.add(source);
  return Object.freeze(source);
}

export function isSource(value: unknown): value is IdentitySource {
  return sources.has(value as object);
}

export function toIdentity(source: SourceName, claims: Fields, groups: readonly string[]): Identity {
  const { sub, 'cognito:username': idName, username: accessName } = claims;
  return { groups, subject: text(sub), username: text(idName) ?? text(accessName), source };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
