import type { MiddlewareObj } from '@middy/core';
import type { Auth } from './guard/auth-context.js';
import type { OnDecision } from './guard/decision-log.js';
import { createReader } from './guard/reader.js';
import type { RespondOption } from './guard/response.js';
import type { ClaimName } from './lib/claim-name.js';
import { PACKAGE } from './lib/package.js';
import type { Implies } from './rules/hierarchy.js';
import type { IdentitySource } from './sources/source.js';
import type { TokenPins } from './sources/token-policy.js';

/** What `cognitoGroups()` reads, whose tokens it accepts, and how guards answer. */
export interface CognitoGroupsOptions extends TokenPins {
  /**
   * Where the caller is read from. Default: `restApi`, `httpApi` or `appSync`, detected from the
   * event. Set it to the source of the API that you deploy. In a list, a source that reads what the
   * caller sent comes last.
   */
  readonly source?: IdentitySource | readonly IdentitySource[] | undefined;
  /**
   * The claim that lists the groups. Default: `'cognito:groups'`. With any other claim, set
   * `issuer` or `userPoolId`, because there is no default check of the issuer.
   */
  readonly claim?: ClaimName | undefined;
  /**
   * Groups whose members count as members of other groups. `event.auth.groups` remains the token's
   * list.
   */
  readonly implies?: Implies | undefined;
  /** The response for a 401 or 403. Default: `'json'`. */
  readonly respond?: RespondOption | undefined;
  /** Receives every decision of the guards after this middleware, for audit logs. */
  readonly onDecision?: OnDecision | undefined;
}

/**
 * Reads the caller from what AWS has already verified, and sets `event.auth`. It does not deny
 * access; the guards after it do.
 *
 * It does not verify tokens or read headers, unless a configured source does. For an
 * unauthenticated request, `event.auth.groups` is `[]`. A token from an issuer that is not accepted
 * makes the request unauthenticated. Without `userPoolId` or `issuer`, only Cognito's issuers and
 * loopback addresses are accepted. If a chain has two `cognitoGroups()`, the later one applies to
 * the guards after it.
 *
 * @throws TypeError at construction: an unknown or wrong option
 * @throws `ERR_CLAIM_FORMAT`, 500, in the chain: the claim has a format that its source does not
 *   send. The error stays thrown, so that alarms see it, and is logged with `console.error`.
 * @throws `ERR_VERIFIER`, 503, in the chain: the verifier of a configured source failed. The error
 *   is answered and logged with `console.error`.
 * @throws `ERR_AUTH_MISSING`, 500, in the chain: the event is frozen or not an object
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 * @example middy().use(cognitoGroups()).use(requireGroup('team_manager')).handler(handler)
 */
export function cognitoGroups(
  options: CognitoGroupsOptions = {},
): MiddlewareObj<{ auth: Auth }, unknown> {
  return createReader(options);
}

/**
 * Checks the options of `cognitoGroups()` without creating the middleware, like the
 * `...ValidateOptions` functions of Middy's own middleware.
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
