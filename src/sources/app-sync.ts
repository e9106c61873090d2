import { type Fields, fields, record } from '../lib/own-fields.js';
import { kindOf, nativeList, refuse, verbatim } from './group-list.js';
import { type DetectedSource, defineSource, type Identity, toIdentity } from './source.js';

const POOL_CLAIM = 'cognito:groups';

/**
 * AppSync Lambda resolver, authorized by a Cognito user pool or by OpenID Connect; a batch resolver too.
 *
 * Reads `identity`, which AppSync writes after it has verified the token: `identity.groups` for a user pool (an array, or `null` for
 * a user in no group), `identity.claims['cognito:groups']` for OpenID Connect (an array, or absent). API keys, IAM and Lambda
 * authorizers have no such claims. The event of a batch resolver is an array whose items carry one and the same caller.
 *
 * @returns `undefined` for any other event and for a caller without user pool or OpenID Connect claims.
 * @throws `ERR_CLAIM_FORMAT`, 500: no array of strings, `identity.groups` against a different claim, or a batch whose items disagree.
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html
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
    if (!sameCaller(identifyOne(event, claim), first)) {
      refuse({ source: 'appsync', path: '[*].identity', claim }, 'the items of the batch carry different callers');
    }
  }
  return first;
}

function identifyOne(event: unknown, claim: string): Identity | undefined {
  const { identity, info, requestContext } = fields(event);
  const { claims: read, groups: copied, issuer } = fields(identity);
  const claims = record(read);
  // An event of API Gateway has a `requestContext`: it cannot be a resolver's, whatever else it holds.
  if (requestContext !== undefined || typeof fields(info).parentTypeName !== 'string' || claims === undefined)
    return undefined;

  const fromPool = Object.hasOwn(identity as object, 'groups');
  if (!fromPool && typeof issuer !== 'string') return undefined;

  const place = { source: 'appsync', path: 'identity.claims', claim } as const;
  const groups = fromPool && claim === POOL_CLAIM ? poolGroups(copied, claims) : nativeList(claims, place);
  return toIdentity('appsync', claims, groups);
}

/** AppSync copies the claim to `identity.groups`: two lists that differ are not AppSync's work. */
function poolGroups(groups: unknown, claims: Fields): string[] {
  const place = { source: 'appsync', path: 'identity', claim: 'groups' } as const;
  if (Object.hasOwn(claims, POOL_CLAIM) && !sameList(groups, claims[POOL_CLAIM])) {
    refuse(place, `it differs from identity.claims['${POOL_CLAIM}']`);
  }
  if (groups === null) return [];
  return Array.isArray(groups)
    ? verbatim(groups, place)
    : refuse(place, `it is ${kindOf(groups)}, not an array or null`);
}

function sameCaller(one: Identity | undefined, other: Identity | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.subject === other.subject && one.username === other.username && sameList(one.groups, other.groups);
}

function sameList(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
