import type { AppSyncResolverEvent } from 'aws-lambda';
import {
  CALLER_KEYS,
  type CallerOptions,
  checkKeys,
  type Incoming,
  tokenClaims,
} from './caller.js';

export interface AppSyncEventOptions<TArguments> extends CallerOptions {
  /** The GraphQL type and field, such as `'Query.teams'`. */
  readonly field?: `${string}.${string}`;
  readonly arguments?: TArguments;
  /** `'oidc'` has no `identity.groups`. Default: `'user-pool'`. */
  readonly authorizer?: 'user-pool' | 'oidc';
}

/**
 * The event of an AppSync Lambda resolver. Without `groups` the request has an API key. The event
 * of a batch resolver is an array of such events.
 *
 * @throws TypeError for an unknown option, a caller without `groups`, and groups that Cognito does
 *   not allow
 * @example appSyncEvent({ field: 'Mutation.renameTeam', groups: ['team_manager'] })
 */
export function appSyncEvent<TArguments = Record<string, never>>(
  options: AppSyncEventOptions<TArguments> = {},
): Incoming<AppSyncResolverEvent<TArguments>> {
  checkKeys('appSyncEvent', options, [...CALLER_KEYS, 'field', 'arguments', 'authorizer']);
  const { groups, field = 'Query.field', authorizer = 'user-pool' } = options;
  const [parentTypeName, fieldName] = field.split('.');
  const event = {
    arguments: options.arguments ?? {},
    identity: groups === undefined ? null : identityOf(options, authorizer === 'user-pool'),
    source: null,
    request: { headers: { 'x-forwarded-for': '203.0.113.7' }, domainName: null },
    prev: null,
    info: {
      selectionSetList: [],
      selectionSetGraphQL: '',
      fieldName,
      parentTypeName,
      variables: {},
    },
    stash: {},
  };
  return event as unknown as Incoming<AppSyncResolverEvent<TArguments>>;
}

function identityOf(caller: CallerOptions, fromPool: boolean): object {
  const claims = tokenClaims('appSyncEvent', caller, 'id');
  const { sub, iss: issuer } = claims;
  if (!fromPool) return { claims, issuer, sub };
  const groups = claims['cognito:groups'] ?? null;
  const username = claims['cognito:username'];
  return {
    claims,
    defaultAuthStrategy: 'ALLOW',
    groups,
    issuer,
    sourceIp: ['203.0.113.7'],
    sub,
    username,
  };
}
