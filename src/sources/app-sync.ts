import { type Fields, ownFields, ownRecord } from '../lib/own-fields.js';
import { kindOf, nativeList, reject, verbatim } from './group-list.js';
import { type DetectedSource, defineSource, type Identity, toIdentity } from './source.js';

const POOL_CLAIM = 'cognito:groups';

/**
 * AppSync Lambda resolver or batch resolver, authorized by a Cognito user pool or OpenID Connect.
 *
 * Reads `identity`, which AppSync writes after it has verified the token: `identity.groups` for a
 * user pool (an array, or `null` for a user in no group), `identity.claims['cognito:groups']` for
 * OpenID Connect (an array, or absent). API keys, IAM and Lambda authorizers have no such claims.
 * The event of a batch resolver is an array whose items carry the same caller.
 *
 * @returns `undefined` for any other event, and without claims of a user pool or OpenID Connect.
 * @throws `ERR_CLAIM_FORMAT`, 500: not an array of strings, an `identity.groups` that differs from
 *   the claim, or a batch whose items carry different callers.
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html
 * @example cognitoGroups({ source: appSync })
 */
export const appSync: DetectedSource = defineSource({
  name: 'appsync',
  identify(event, claim) {
    return Array.isArray(event) ? identifyBatch(event, claim) : identifyOne(event, claim);
  },
});

function identifyBatch(events: readonly unknown[], claim: string): Identity | undefined {
  if (events.length === 0) return undefined;
  const first = identifyOne(events[0], claim);
  for (const event of events) {
    if (!isSame(identifyOne(event, claim), first)) {
      const place = { source: 'appsync', path: '[*].identity', claim } as const;
      reject(place, 'the items of the batch have different callers');
    }
  }
  return first;
}

function identifyOne(event: unknown, claim: string): Identity | undefined {
  const { identity, info, requestContext } = ownFields(event);
  const { claims: read, groups: copied, issuer } = ownFields(identity);
  const claims = ownRecord(read);
  const isResolver = typeof ownFields(info).parentTypeName === 'string';
  // Every event of API Gateway has a `requestContext`, whatever its body looks like.
  if (requestContext !== undefined || !isResolver || claims === undefined) return undefined;

  const isPool = Object.hasOwn(identity as object, 'groups');
  if (!isPool && typeof issuer !== 'string') return undefined;

  const place = { source: 'appsync', path: 'identity.claims', claim } as const;
  const groups =
    isPool && claim === POOL_CLAIM ? poolGroups(copied, claims) : nativeList(claims, place);
  return toIdentity('appsync', claims, groups);
}

/** AppSync copies the claim to `identity.groups`. AppSync did not write two lists that differ. */
function poolGroups(groups: unknown, claims: Fields): string[] {
  const place = { source: 'appsync', path: 'identity', claim: 'groups' } as const;
  if (Object.hasOwn(claims, POOL_CLAIM) && !isSame(groups, claims[POOL_CLAIM])) {
    reject(place, `it differs from identity.claims['${POOL_CLAIM}']`);
  }
  if (groups === null) return [];
  if (Array.isArray(groups)) return verbatim(groups, place);
  return reject(place, `it is ${kindOf(groups)}, not an array or null`);
}

/** Callers and lists of an event are JSON: equal if they are written alike. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
