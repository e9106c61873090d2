import type { MiddlewareObj, Request } from '@middy/core';
import { AuthError } from '../lib/auth-error.js';
import { claimFormatError } from '../lib/errors.js';
import { rejectAs } from '../lib/http-errors.js';
import { logError } from '../lib/log-error.js';
import { misuse } from '../lib/misuse.js';
import { checkOptions } from '../lib/options.js';
import { type Hierarchy, toHierarchy } from '../rules/hierarchy.js';
import type { KnownGroups } from '../rules/known-groups.js';
import { appSync } from '../sources/app-sync.js';
import { httpApi } from '../sources/http-api.js';
import { listOption } from '../sources/list-option.js';
import { restApi } from '../sources/rest-api.js';
import {
  type Identity,
  type IdentitySource,
  isSource,
  type SourceName,
  type SourceResult,
} from '../sources/source.js';
import { PINS, toTokenPolicy } from '../sources/token-policy.js';
import { type Auth, attachContext, type GuardSettings, revokeContext } from './auth-context.js';
import type { OnDecision } from './decision-log.js';
import { checkRespond, respondTo } from './response.js';

/** No event is recognised by two of them, so their order does not matter. */
const DETECTED: readonly IdentitySource[] = [restApi, httpApi, appSync];

const DEFAULTS = {
  source: DETECTED,
  claim: 'cognito:groups',
  implies: {},
  respond: 'json',
  onDecision: undefined,
};

/** What a reader knows about the groups of a `defineGroups`. */
export interface GroupSettings {
  readonly hierarchy: Hierarchy;
  readonly knownGroups: KnownGroups;
  /** @throws `ERR_CLAIM_FORMAT`, 500, for an identity that `defineGroups` rejects */
  readonly check: ((identity: Identity, claim: string) => void) | undefined;
}

/**
 * The `before` hook of `cognitoGroups()`, and its `onError` if a verifier can fail.
 *
 * @param defined without it, the hierarchy is an option
 * @throws TypeError for a wrong option
 */
export function createReader<TAuth = Auth>(
  options: unknown,
  defined?: GroupSettings,
): MiddlewareObj<{ auth: TAuth }, unknown> {
  const given = checkOptions('cognitoGroups', options, DEFAULTS, PINS);
  const sources = listOption(given, 'source', isSource, 'restApi') as readonly IdentitySource[];
  for (const [index, { check }] of sources.entries()) {
    const pin = PINS.find((name) => Object.hasOwn(given, name));
    check?.(index === sources.length - 1, pin);
  }
  const policy = toTokenPolicy(given);
  const settings: GuardSettings = {
    respond: checkRespond(given.respond),
    hierarchy: defined?.hierarchy ?? toHierarchy(given.implies),
    onDecision: toOnDecision(given.onDecision),
    knownGroups: defined?.knownGroups,
  };

  function accept(event: unknown, result: SourceResult): undefined {
    if (typeof result === 'object') defined?.check?.(result, policy.claim);
    attachContext(event, result, settings);
  }

  async function acceptVerified(
    event: unknown,
    source: SourceName,
    result: SourceResult | Promise<SourceResult>,
  ): Promise<void> {
    try {
      accept(event, await result);
    } catch (error) {
      await failReading(event, error, source);
    }
  }

  /** The first source that recognises the event decides. */
  function cognitoGroupsBefore(
    request: Request<{ auth: TAuth }, unknown>,
  ): Promise<void> | undefined {
    const { event, internal } = request;
    let asked: SourceName | undefined;
    try {
      for (const source of sources) {
        asked = source.name;
        const result = source.identify(event, policy, internal);
        if (result === undefined) continue;
        if (source.waits) return acceptVerified(event, asked, result);
        return accept(event, result as SourceResult);
      }
      return accept(event, undefined);
    } catch (error) {
      return failReading(event, error, asked);
    }
  }

  /**
   * Logs `cause`, which tells the operator what is wrong, because Lambda does not log it. Reading
   * an event that was not parsed from JSON can throw anything, and so can a user's function.
   */
  function failReading(event: unknown, error: unknown, source?: SourceName): Promise<never> {
    revokeContext(event);
    const fault =
      error instanceof AuthError ? error : claimFormatError(policy.claim, 'reading it throws');
    if (fault.code !== 'ERR_AUTH_MISSING') {
      Object.assign(fault.cause as object, { source });
      logError(`${fault.code}, see docs/errors.md`, fault.cause);
    }
    if (fault.code !== 'ERR_VERIFIER') return rejectAs(fault, 500);
    fault.answerWith(settings.respond);
    return rejectAs(fault, 503);
  }

  return sources.some(({ waits }) => waits)
    ? { before: cognitoGroupsBefore, onError: respondTo }
    : { before: cognitoGroupsBefore };
}

function toOnDecision(option: unknown): OnDecision | undefined {
  if (option === undefined || typeof option === 'function') return option as OnDecision | undefined;
  return misuse('cognitoGroups: option onDecision', option, 'a function');
}
