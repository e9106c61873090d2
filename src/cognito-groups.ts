import type { MiddlewareObj } from '@middy/core';
import type { Auth } from './guard/auth-context.js';
import type { OnDecision } from './guard/decision-log.js';
import { checkReaderOptions, createReader } from './guard/reader.js';
import type { RespondOption } from './guard/response.js';
import type { ClaimName } from './lib/claim-name.js';
import { PACKAGE } from './lib/errors.js';
import { type Implies, toHierarchy } from './rules/hierarchy.js';
import type { IdentitySource } from './sources/source.js';
import type { TokenPins } from './sources/token-policy.js';

export interface CognitoGroupsOptions extends TokenPins {
  /**
   * Where identities come from. By default the event says which API sent it; name the source of
   * the API that you deploy. In a list, a source that reads what the caller sent stands last.
   */
  readonly source?: IdentitySource | readonly IdentitySource[] | undefined;
  /** The claim that lists the groups. Default: `'cognito:groups'`. */
  readonly claim?: ClaimName | undefined;
  /** Groups whose members count as members of others. `event.auth.groups` stays the token's. */
  readonly implies?: Implies | undefined;
  /** The body of a 401 or 403. Default: `'json'`. */
  readonly respond?: RespondOption | undefined;
  /** Receives every decision of the guards after it, for audit logs. */
  readonly onDecision?: OnDecision | undefined;
}

/**
 * Reads the caller from what AWS has already verified, and sets `event.auth`. It denies no caller:
 * guards decide.
 *
 * It verifies no token and reads no header, unless a configured source does. An event without a
 * verified caller is unauthenticated and gets `{ groups: [] }`. A token of an issuer that is not
 * accepted makes the request unauthenticated: without `userPoolId` or `issuer` that is any issuer
 * but Cognito and a loopback address. Of two on one event, the later one counts.
 *
 * @throws TypeError at construction: an unknown or wrong option
 * @throws `ERR_CLAIM_FORMAT`, 500, in the chain: the claim has a form that its source does not
 *   send. It stays thrown, for alarms, and is written to the error console.
 * @throws `ERR_VERIFIER`, 503, in the chain: the verifier of a configured source failed. It is
 *   answered and written to the error console.
 * @example middy().use(cognitoGroups()).use(requireGroup('team_manager')).handler(handler)
 */
export function cognitoGroups(
  options: CognitoGroupsOptions = {},
): MiddlewareObj<{ auth: Auth }, unknown> {
  const { implies, ...given } = checkReaderOptions(options, { implies: {} });
  return createReader(given, { hierarchy: toHierarchy(implies), knownGroups: undefined });
}

/**
 * Checks the options of `cognitoGroups()` without using the middleware, as the `…ValidateOptions`
 * of Middy's own middlewares do.
 *
 * @throws TypeError as `cognitoGroups()` does, with `{ package }` as its `cause`
 * @example cognitoGroupsValidateOptions({ userPoolId: process.env.USER_POOL_ID })
 */
export function cognitoGroupsValidateOptions(options: unknown = {}): void {
  try {
    cognitoGroups(options as CognitoGroupsOptions);
  } catch (error) {
    throw Object.assign(error as Error, { cause: { package: PACKAGE } });
  }
}
