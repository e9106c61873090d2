import type { MiddlewareObj, Request } from '@middy/core';
import { type Respond, type RespondOption, toRespond } from './answer.js';
import { type Auth, attachAuth } from './auth.js';
import { type ClaimName, toClaim } from './claim-name.js';
import { claimFormatError, isHttpError, wiringError } from './errors.js';
import type { Identity, IdentitySource } from './identity.js';
import { checkOptions, quote } from './options.js';
import { isRecord } from './own.js';
import { appSync } from './sources/app-sync.js';
import { httpApi } from './sources/http-api.js';
import { restApi } from './sources/rest-api.js';

const OPTIONS = ['source', 'claim', 'respond'] as const;

/** Each knows its events by their own fields, and no event is known to two of them: the order does not matter. */
const DETECTED: readonly IdentitySource[] = [restApi, httpApi, appSync];

export interface CognitoGroupsOptions {
  /** Where identities come from; without it the event says which API sent it. Pinning the one you deploy is recommended. */
  readonly source?: IdentitySource | readonly IdentitySource[];
  /** The claim that lists the groups, `'cognito:groups'` without it. */
  readonly claim?: ClaimName;
  /** The body of a 401 or 403 that nobody else answers, `'json'` without it. */
  readonly respond?: RespondOption;
}

/**
 * Reads who the caller is from what AWS has already verified, and sets `event.auth`. It lets everybody pass: guards decide.
 *
 * It verifies no token and reads no header. An event without a verified caller gets `{ groups: [] }` and counts as nobody.
 *
 * @throws TypeError at construction: an unknown or wrong option
 * @throws `ERR_CLAIM_FORMAT`, 500, in the chain: the claim has a form that its source does not send. Rethrown, for alarms.
 */
export function cognitoGroups(options: CognitoGroupsOptions = {}): MiddlewareObj<{ auth: Auth }, unknown> {
  const given = checkOptions('cognitoGroups', options, OPTIONS);
  const sources = Object.hasOwn(given, 'source') ? toSources(given.source) : DETECTED;
  const claim = toClaim(Object.hasOwn(given, 'claim') ? given.claim : 'cognito:groups');
  const respond: Respond = toRespond(Object.hasOwn(given, 'respond') ? given.respond : 'json');

  function cognitoGroupsBefore({ event }: Request<{ auth: Auth }, unknown>): void {
    const caller = { identity: identify(sources, event, claim), respond };
    try {
      attachAuth(event, caller);
    } catch (cause) {
      throw wiringError('cognitoGroups() cannot set event.auth: the event is not an object, or it is frozen', cause);
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
  if (sources.length === 0 || !sources.every(isSource)) {
    throw new TypeError(
      `cognitoGroups: option source is ${quote(option)}; write one source or a list of sources, ` +
        `such as restApi from 'middy-cognito-groups/sources'`,
    );
  }
  return sources;
}

function isSource(value: unknown): value is IdentitySource {
  return isRecord(value) && typeof value.name === 'string' && typeof value.identify === 'function';
}
