import { own } from './own.js';

/** Where an identity was read from. */
export type SourceName = 'rest-api' | 'http-api' | 'appsync';

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

/** Reads one kind of event. Nothing but the event decides whether a source recognises it. */
export interface IdentitySource {
  readonly name: SourceName;
  /**
   * @param claim the name of the claim that lists the groups
   * @returns `undefined` when the event is of another kind or carries no verified caller, so that the next source is asked
   * @throws `ERR_CLAIM_FORMAT`, 500, when the event is of this kind but its claim has a form that AWS does not send
   */
  identify(event: unknown, claim: string): Identity | undefined;
}

/** The sources of this package. A look-alike may return groups of any shape, and a text has `includes` too. */
const sources = new WeakSet<object>();

export function defineSource(source: IdentitySource): IdentitySource {
  sources.add(source);
  return Object.freeze(source);
}

export function isSource(value: unknown): value is IdentitySource {
  return sources.has(value as object);
}

export function toIdentity(source: SourceName, claims: unknown, groups: readonly string[]): Identity {
  return {
    groups,
    subject: text(own(claims, 'sub')),
    username: text(own(claims, 'cognito:username')) ?? text(own(claims, 'username')),
    source,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
