import type { MiddlewareObj, Request } from '@middy/core';
import { type Auth, attachAuth, detachAuth, type GuardSettings } from './guard/auth-context.js';
import type { OnDecision } from './guard/decision-log.js';
import { fail, respondTo } from './guard/guard.js';
import { type Respond, type RespondOption, toRespond } from './guard/response.js';
import { claimFormatError, Fault } from './lib/errors.js';
import { checkOptions, quote } from './lib/options.js';
import { type Hierarchy, type Implies, toHierarchy } from './rules/hierarchy.js';
import { appSync } from './sources/app-sync.js';
import { type ClaimName, toClaim } from './sources/claim-name.js';
import { httpApi } from './sources/http-api.js';
import { restApi } from './sources/rest-api.js';
import { type IdentitySource, InvalidToken, isSource, type SourceResult } from './sources/source.js';

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
 * @throws `ERR_CLAIM_FORMAT`, 500, in the chain: the claim has a form that its source does not send. Rethrown, for alarms, and written to the error
 *   console.
 * @throws `ERR_VERIFIER`, 503, in the chain: a verifier of a configured source failed. Answered, and written to the error console.
 */
export function cognitoGroups<TGroup extends string = string>(
  options: CognitoGroupsOptions<TGroup> = {},
): MiddlewareObj<{ auth: Auth }, unknown> {
  const { implies, ...given } = checkOptions('cognitoGroups', options, { ...READER_DEFAULTS, implies: {} });
  return createReader(given, {
    hierarchy: toHierarchy(implies),
    knownGroups: undefined,
    findUnknownGroup: () => undefined,
  });
}

/** What a reader knows of group names. */
interface KnownGroups {
  readonly hierarchy: Hierarchy;
  /** The `defineGroups` that the reader is of, if any. */
  readonly knownGroups: object | undefined;
  /** What is wrong with a token's groups, if anything; such a token is refused. */
  readonly findUnknownGroup: (groups: readonly string[]) => string | undefined;
}

export function createReader<TAuth = Auth>(
  given: { readonly [TKey in keyof typeof READER_DEFAULTS]: unknown },
  { hierarchy, knownGroups, findUnknownGroup }: KnownGroups,
): MiddlewareObj<{ auth: TAuth }, unknown> {
  const sources = toSources(given.source);
  const claim = toClaim(given.claim);
  const onDecision = toOnDecision(given.onDecision);
  const settings: GuardSettings = { respond: toRespond(given.respond), hierarchy, onDecision, knownGroups };

  function settle(event: unknown, reading: SourceResult): void {
    if (reading instanceof InvalidToken) {
      attachAuth(event, undefined, reading.problem, settings);
      return;
    }
    const problem = reading && findUnknownGroup(reading.groups);
    if (problem !== undefined) throw claimFormatError(reading?.source, claim, problem);
    attachAuth(event, reading, undefined, settings);
  }

  function cognitoGroupsBefore({ event, internal }: Request<{ auth: TAuth }, unknown>): Promise<never> | undefined {
    try {
      settle(event, identify(sources, event, claim, internal));
      return undefined;
    } catch (error) {
      return failed(event, error, settings.respond);
    }
  }

  async function cognitoGroupsBeforeVerified({ event, internal }: Request<{ auth: TAuth }, unknown>): Promise<void> {
    try {
      settle(event, await identifyVerified(sources, event, claim, internal));
    } catch (error) {
      await failed(event, error, settings.respond);
    }
  }

  function cognitoGroupsOnError(request: Request<{ auth: TAuth }, unknown>): Promise<void> | undefined {
    return respondTo(request);
  }

  return sources.some(({ waits }) => waits)
    ? { before: cognitoGroupsBeforeVerified, onError: cognitoGroupsOnError }
    : { before: cognitoGroupsBefore };
}

/** The first source that recognises the event decides. None of these waits. */
function identify(sources: readonly IdentitySource[], event: unknown, claim: string, internal: unknown): SourceResult {
  for (const source of sources) {
    try {
      const reading = source.identify(event, claim, internal) as SourceResult;
      if (reading !== undefined) return reading;
    } catch (error) {
      throw readable(error, source, claim);
    }
  }
  return undefined;
}

async function identifyVerified(
  sources: readonly IdentitySource[],
  event: unknown,
  claim: string,
  internal: unknown,
): Promise<SourceResult> {
  for (const source of sources) {
    try {
      const reading = await source.identify(event, claim, internal);
      if (reading !== undefined) return reading;
    } catch (error) {
      throw readable(error, source, claim);
    }
  }
  return undefined;
}

/** Only an event that was not made from JSON, or a function of the user's, can throw while it is read. */
function readable(error: unknown, source: IdentitySource, claim: string): Fault {
  return error instanceof Fault ? error : claimFormatError(source.name, claim, 'reading it throws');
}

/** Lambda logs the enumerable fields of an error, and `cause` is none: the operator would not learn what is wrong. */
const REPORTED: ReadonlyMap<string, string> = new Map([
  ['ERR_CLAIM_FORMAT', 'a claim cannot be read'],
  ['ERR_VERIFIER', 'no token can be verified'],
]);

/** Nothing of an earlier reading may be left for a later guard. */
function failed(event: unknown, error: unknown, respond: Respond): Promise<never> {
  detachAuth(event);
  // Such as a stack that overflows.
  if (!(error instanceof Fault)) throw error;
  const problem = REPORTED.get(error.code);
  if (problem !== undefined) console.error(`middy-cognito-groups: ${problem}`, error.cause);
  return fail(error, respond);
}

function toSources(option: unknown): readonly IdentitySource[] {
  const sources: readonly unknown[] = Array.isArray(option) ? [...option] : [option];
  if (sources.length > 0 && sources.every(isSource)) return sources;
  throw new TypeError(
    `cognitoGroups: option source is ${quote(option)}; write one source or a list of sources ` +
      `of 'middy-cognito-groups/sources', such as restApi or verifiedToken({ verifier })`,
  );
}

function toOnDecision(option: unknown): OnDecision | undefined {
  if (option === undefined || typeof option === 'function') return option as OnDecision | undefined;
  throw new TypeError(`cognitoGroups: option onDecision is ${quote(option)}; write a function of the decision`);
}
