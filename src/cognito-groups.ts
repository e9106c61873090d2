import type { MiddlewareObj, Request } from '@middy/core';
import { type Auth, attachAuth, detachAuth, type Settings } from './auth.js';
import { type ClaimName, toClaim } from './claim-name.js';
import { claimFormatError, isHttpError } from './errors.js';
import { type Hierarchy, type Implies, toHierarchy } from './hierarchy.js';
import { type Identity, type IdentitySource, isSource } from './identity.js';
import { checkOptions, quote } from './options.js';
import type { OnDecision } from './report.js';
import { type RespondOption, toRespond } from './respond.js';
import { appSync } from './sources/app-sync.js';
import { httpApi } from './sources/http-api.js';
import { restApi } from './sources/rest-api.js';

/** Each knows its events by their own fields, and no event is known to two of them: the order does not matter. */
const DETECTED: readonly IdentitySource[] = [restApi, httpApi, appSync];

/** The options of a reader whose hierarchy is given elsewhere. */
export const READER_DEFAULTS = { source: DETECTED, claim: 'cognito:groups', respond: 'json', onDecision: undefined };

export interface CognitoGroupsOptions<TGroup extends string = string> {
  /** Where identities come from; without it the event says which API sent it. Pinning the one you deploy is recommended. */
  readonly source?: IdentitySource | readonly IdentitySource[];
  /** The claim that lists the groups, `'cognito:groups'` without it. */
  readonly claim?: ClaimName;
  /** Groups whose members count as members of others. `event.auth.groups` stays what the token says. */
  readonly implies?: Implies<TGroup>;
  /** The body of a 401 or 403 that nobody else answers, `'json'` without it. */
  readonly respond?: RespondOption;
  /** Told of every decision of the guards behind, for audit logs. */
  readonly onDecision?: OnDecision;
}

/**
 * Reads who the caller is from what AWS has already verified, and sets `event.auth`. It lets everybody pass: guards decide.
 *
 * It verifies no token and reads no header. An event without a verified caller gets `{ groups: [] }` and counts as nobody. Of two on
 * one event, the later one counts.
 *
 * @throws TypeError at construction: an unknown or wrong option
 * @throws `ERR_CLAIM_FORMAT`, 500, in the chain: the claim has a form that its source does not send. Rethrown, for alarms.
 */
export function cognitoGroups<TGroup extends string = string>(
  options: CognitoGroupsOptions<TGroup> = {},
): MiddlewareObj<{ auth: Auth }, unknown> {
  const { implies, ...given } = checkOptions('cognitoGroups', options, { ...READER_DEFAULTS, implies: {} });
  return reader(given, toHierarchy(implies), () => undefined);
}

/** @param objectionTo what is wrong with a token's groups, if anything; such a token is refused */
export function reader<TAuth = Auth>(
  given: { readonly [TKey in keyof typeof READER_DEFAULTS]: unknown },
  hierarchy: Hierarchy,
  objectionTo: (groups: readonly string[]) => string | undefined,
): MiddlewareObj<{ auth: TAuth }, unknown> {
  const sources = toSources(given.source);
  const claim = toClaim(given.claim);
  const settings: Settings = {
    respond: toRespond(given.respond),
    hierarchy,
    onDecision: toOnDecision(given.onDecision),
  };

  function cognitoGroupsBefore({ event }: Request<{ auth: TAuth }, unknown>): void {
    try {
      const identity = identify(sources, event, claim);
      const problem = identity && objectionTo(identity.groups);
      if (problem !== undefined) throw claimFormatError(identity?.source, claim, problem);
      attachAuth(event, identity, settings);
    } catch (error) {
      // Nothing of an earlier reading may be left for a later guard.
      detachAuth(event);
      throw error;
    }
  }

  return { before: cognitoGroupsBefore };
}

function identify(sources: readonly IdentitySource[], event: unknown, claim: string): Identity | undefined {
  for (const source of sources) {
    const identity = ask(source, event, claim);
    if (identity !== undefined) return identity;
  }
  return undefined;
}

function ask(source: IdentitySource, event: unknown, claim: string): Identity | undefined {
  try {
    return source.identify(event, claim);
  } catch (error) {
    // Only an event that was not made from JSON can throw while it is read: a getter, a proxy.
    throw isHttpError(error) ? error : claimFormatError(source.name, claim, 'reading it throws');
  }
}

function toSources(option: unknown): readonly IdentitySource[] {
  const sources: readonly unknown[] = Array.isArray(option) ? [...option] : [option];
  if (sources.length > 0 && sources.every(isSource)) return sources;
  throw new TypeError(
    `cognitoGroups: option source is ${quote(option)}; write one source or a list of sources ` +
      `of 'middy-cognito-groups/sources', such as restApi`,
  );
}

function toOnDecision(option: unknown): OnDecision | undefined {
  if (option === undefined || typeof option === 'function') return option as OnDecision | undefined;
  throw new TypeError(`cognitoGroups: option onDecision is ${quote(option)}; write a function of the decision`);
}
