import { type Fields, ownFields, ownRecord } from '../lib/own-fields.js';
import { appSyncKeyOf } from './app-sync-key.js';
import { listIn, reject } from './group-list.js';
import {
  type DetectedSource,
  defineSource,
  type Identity,
  type InvalidToken,
  identityOf,
  toIdentity,
} from './source.js';
import type { TokenPolicy } from './token-policy.js';

const POOL_CLAIM = 'cognito:groups';

const POOL_GROUPS = 'identity.groups';

/**
 * The source for AppSync with a Cognito user pool or OpenID Connect: Lambda resolvers, batch
 * resolvers, Amplify's `@function`, and channel handlers of AppSync Events.
 *
 * Reads `identity`, which AppSync writes after it has verified the token: `identity.groups` for a
 * user pool (an array, or `null` for a user in no group), `identity.claims['cognito:groups']` for
 * OpenID Connect (an array, or absent). With API keys, IAM or Lambda authorizers, there are no such
 * claims. The event of a batch resolver is an array whose items have the same caller.
 *
 * @returns `undefined` for any other event, and for an event without claims of a user pool or of
 *   OpenID Connect
 * @throws `ERR_CLAIM_FORMAT`, 500: a value other than an array of strings, an `identity.groups`
 *   that differs from the claim, or a batch whose items have different callers
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html
 * @example cognitoGroups({ source: appSync })
 */
export const appSync: DetectedSource = defineSource({
  name: 'appsync',
  identify(event, policy) {
    const [first, ...others] = (Array.isArray(event) ? [...event] : [event]).map((one) =>
      identifyOne(one, policy),
    );
    if (others.every((other) => isSame(other, first))) return first;
    return reject(policy.claim, 'the callers of a batch differ');
  },
});

function identifyOne(event: unknown, policy: TokenPolicy): Identity | InvalidToken | undefined {
  const { identity, requestContext } = ownFields(event);
  const { claims: read, groups, issuer } = ownFields(identity);
  let claims = ownRecord(read);
  // Every event of API Gateway has a `requestContext`, whatever its body looks like.
  if (requestContext !== undefined || claims === undefined || appSyncKeyOf(event) === undefined) {
    return undefined;
  }

  const isPool = Object.hasOwn(identity as object, 'groups');
  if (!isPool && typeof issuer !== 'string') return undefined;

  // AppSync also writes the issuer beside the claims, which may lack it.
  if ((claims.iss === undefined || claims.iss === '') && issuer) {
    claims = { __proto__: null, ...claims, iss: issuer };
  }
  if (!isPool || policy.claim !== POOL_CLAIM) {
    return identityOf('appsync', claims, policy, undefined, true);
  }
  return (
    policy.problemOf(claims, true) ?? toIdentity('appsync', claims, poolGroups(groups, claims))
  );
}

/** AppSync copies the claim to `identity.groups`. If the two differ, AppSync did not write them. */
function poolGroups(groups: unknown, claims: Fields): string[] {
  if (Object.hasOwn(claims, POOL_CLAIM) && !isSame(groups, claims[POOL_CLAIM])) {
    reject(POOL_GROUPS, `it differs from ${POOL_CLAIM}`);
  }
  return groups === null ? [] : listIn(groups, POOL_GROUPS);
}

/** Callers and lists in an event are JSON, so they are equal if their JSON strings are. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
