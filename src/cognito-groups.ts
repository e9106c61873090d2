import type { MiddlewareObj, Request } from '@middy/core';
import {
  type Auth,
  attachContext,
  type GuardSettings,
  revokeContext,
} from './guard/auth-context.js';
import type { OnDecision } from './guard/decision-log.js';
import { answerWith, type RespondOption, respondTo, toAnswer } from './guard/response.js';
import { claimFormatError, Fault } from './lib/errors.js';
import { rejectAs } from './lib/http-errors.js';
import { checkOptions } from './lib/options.js';
import { quote } from './lib/quote.js';
import { type Hierarchy, type Implies, toHierarchy } from './rules/hierarchy.js';
import type { KnownGroups } from './rules/known-groups.js';
import { appSync } from './sources/app-sync.js';
import { type ClaimName, toClaim } from './sources/claim-name.js';
import { httpApi } from './sources/http-api.js';
import { restApi } from './sources/rest-api.js';
import {
  type Identity,
  type IdentitySource,
  InvalidToken,
  isSource,
  type SourceName,
  type SourceResult,
} from './sources/source.js';

/** No event is recognised by two of them, so their order does not matter. */
const DETECTED: readonly IdentitySource[] = [restApi, httpApi, appSync];

/** The options of a reader whose hierarchy is given elsewhere. */
export const READER_DEFAULTS = {
  source: DETECTED,
  claim: 'cognito:groups',
  respond: 'json',
  onDecision: undefined,
};

export interface CognitoGroupsOptions<TGroup extends string = string> {
  /**
   * Where identities come from. By default the event says which API sent it; name the source of
   * the API that you deploy.
   */
  readonly source?: IdentitySource | readonly IdentitySource[];
  /** The claim that lists the groups. Default: `'cognito:groups'`. */
  readonly claim?: ClaimName;
  /** Groups whose members count as members of others. `event.auth.groups` stays the token's. */
  readonly implies?: Implies<TGroup>;
  /** The body of a 401 or 403 that no other middleware has answered. Default: `'json'`. */
  readonly respond?: RespondOption;
  /** Receives every decision of the guards after it, for audit logs. */
  readonly onDecision?: OnDecision;
}

/**
 * Reads the caller from what AWS has already verified, and sets `event.auth`. It denies no caller:
 * guards decide.
 *
 * It verifies no token and reads no header, unless a configured source does. An event without a
 * verified caller is unauthenticated and gets `{ groups: [] }`. Of two on one event, the later one
 * counts.
 *
 * @throws TypeError at construction: an unknown or wrong option
 * @throws `ERR_CLAIM_FORMAT`, 500, in the chain: the claim has a form that its source does not
 *   send. It stays thrown, for alarms, and is written to the error console.
 * @throws `ERR_VERIFIER`, 503, in the chain: the verifier of a configured source failed. It is
 *   answered and written to the error console.
 * @example middy().use(cognitoGroups()).use(requireGroup('team_manager')).handler(handler)
 */
export function cognitoGroups<TGroup extends string = string>(
  options: CognitoGroupsOptions<TGroup> = {},
): MiddlewareObj<{ auth: Auth }, unknown> {
  const defaults = { ...READER_DEFAULTS, implies: {} };
  const { implies, ...given } = checkOptions('cognitoGroups', options, defaults);
  return createReader(given, { hierarchy: toHierarchy(implies), knownGroups: undefined });
}

/** What a reader knows of groups. */
interface GroupSettings {
  readonly hierarchy: Hierarchy;
  readonly knownGroups: KnownGroups | undefined;
  /** @throws `ERR_CLAIM_FORMAT`, 500, for an identity that `defineGroups` rejects */
  readonly checkIdentity?: ((identity: Identity, claim: string) => void) | undefined;
}

export function createReader<TAuth = Auth>(
  given: { readonly [TKey in keyof typeof READER_DEFAULTS]: unknown },
  { hierarchy, knownGroups, checkIdentity }: GroupSettings,
): MiddlewareObj<{ auth: TAuth }, unknown> {
  const sources = toSources(given.source);
  const claim = toClaim(given.claim);
  const settings: GuardSettings = {
    answer: toAnswer(given.respond),
    hierarchy,
    onDecision: toOnDecision(given.onDecision),
    knownGroups,
  };

  function accept(event: unknown, result: SourceResult): void {
    if (result instanceof InvalidToken) {
      attachContext(event, undefined, result.problem, settings);
      return;
    }
    if (result !== undefined) checkIdentity?.(result, claim);
    attachContext(event, result, undefined, settings);
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
        const result = source.identify(event, claim, internal);
        asked = undefined;
        if (result === undefined) continue;
        if (source.waits) return acceptVerified(event, source.name, result);
        accept(event, result as SourceResult);
        return undefined;
      }
      accept(event, undefined);
      return undefined;
    } catch (error) {
      return failReading(event, error, asked);
    }
  }

  /** Lambda does not log `cause`, which tells the operator what is wrong. */
  async function failReading(
    event: unknown,
    error: unknown,
    source: SourceName | undefined,
  ): Promise<never> {
    revokeContext(event);
    let fault = error;
    // An event that was not made from JSON, or a function of the user's, can throw while read.
    if (source !== undefined && !(error instanceof Fault)) {
      fault = claimFormatError(source, claim, 'reading it throws');
    }
    if (!(fault instanceof Fault)) throw error;
    const isVerifier = fault.code === 'ERR_VERIFIER';
    if (fault.code !== 'ERR_AUTH_MISSING') {
      const problem = isVerifier ? 'no token can be verified' : 'a claim cannot be read';
      console.error(`middy-cognito-groups: ${problem}`, fault.cause);
    }
    if (isVerifier) answerWith(fault, settings.answer);
    return rejectAs(fault, isVerifier ? 503 : 500);
  }

  function cognitoGroupsOnError(request: Request<{ auth: TAuth }, unknown>): Promise<void> | void {
    return respondTo(request);
  }

  return sources.some(({ waits }) => waits)
    ? { before: cognitoGroupsBefore, onError: cognitoGroupsOnError }
    : { before: cognitoGroupsBefore };
}

function toSources(option: unknown): readonly IdentitySource[] {
  const sources: readonly unknown[] = Array.isArray(option) ? [...option] : [option];
  if (sources.length > 0 && sources.every(isSource)) return sources;
  throw new TypeError(
    `cognitoGroups: option source is ${quote(option)}; write one or a list of the sources ` +
      `of 'middy-cognito-groups/sources', such as restApi`,
  );
}

function toOnDecision(option: unknown): OnDecision | undefined {
  if (option === undefined || typeof option === 'function') return option as OnDecision | undefined;
  throw new TypeError(`cognitoGroups: option onDecision is ${quote(option)}; write a function`);
}
