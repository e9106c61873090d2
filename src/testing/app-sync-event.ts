import type { AppSyncResolverEvent } from 'aws-lambda';
import {
  CALLER_KEYS,
  type CallerOptions,
  checkKeys,
  type Incoming,
  isCaller,
  tokenClaims,
} from './caller.js';

const OPERATIONS = ['PUBLISH', 'SUBSCRIBE'] as const;
const PAYLOADS = ['resolver', 'amplify-function'] as const;

export interface AppSyncEventOptions<TArguments> extends CallerOptions {
  /** The GraphQL type and field, such as `'Query.teams'`. */
  readonly field?: `${string}.${string}`;
  readonly arguments?: TArguments;
  /** `'oidc'` has no `identity.groups`. Default: `'user-pool'`. */
  readonly authorizer?: 'user-pool' | 'oidc';
  /** What the function receives of a field. Default: `'resolver'`. */
  readonly payload?: (typeof PAYLOADS)[number];
  /** The channel of AppSync Events, such as `'/default/news'`. It replaces `field`. */
  readonly channel?: `/${string}`;
  /** What happens on the `channel`. Default: `'PUBLISH'`. */
  readonly operation?: (typeof OPERATIONS)[number];
  /** The payloads that are published on the `channel`. */
  readonly events?: readonly unknown[];
}

/** What the `@function` of Amplify hands over. It has no `info`. */
export interface AmplifyFunctionEvent<TArguments> {
  readonly typeName: string;
  readonly fieldName: string;
  readonly arguments: TArguments;
  readonly identity: object | null;
  readonly source: null;
  readonly request: { readonly headers: Readonly<Record<string, string>> };
  readonly prev: null;
}

/** What a channel namespace of AppSync Events hands over. */
export interface AppSyncChannelEvent {
  readonly identity: object | null;
  readonly info: {
    readonly channel: { readonly path: string; readonly segments: readonly string[] };
    readonly channelNamespace: { readonly name: string };
    readonly operation: (typeof OPERATIONS)[number];
  };
  /** `null` for `SUBSCRIBE`. */
  readonly events: readonly { readonly id: string; readonly payload: unknown }[] | null;
}

/**
 * The event of AppSync. Without `groups` or `client` the request has an API key. The event of a
 * batch resolver is an array of such events.
 *
 * | Options | Event |
 * |---|---|
 * | `field` | a Lambda resolver of a GraphQL API |
 * | `field`, `payload: 'amplify-function'` | the `@function` of Amplify |
 * | `channel`, `operation`, `events` | a channel namespace of AppSync Events |
 *
 * The token is an ID token, or an access token for a caller with `scopes` and for a `client`.
 *
 * @throws TypeError for an unknown option, a caller without `groups`, a token that Cognito does not
 *   issue, and options of two of these events
 * @example appSyncEvent({ field: 'Mutation.renameTeam', groups: ['team_manager'] })
 */
export function appSyncEvent<TArguments = Record<string, never>>(
  options: AppSyncEventOptions<TArguments> & { readonly channel: `/${string}` },
): Incoming<AppSyncChannelEvent>;
export function appSyncEvent<TArguments = Record<string, never>>(
  options: AppSyncEventOptions<TArguments> & { readonly payload: 'amplify-function' },
): Incoming<AmplifyFunctionEvent<TArguments>>;
export function appSyncEvent<TArguments = Record<string, never>>(
  options?: AppSyncEventOptions<TArguments>,
): Incoming<AppSyncResolverEvent<TArguments>>;
export function appSyncEvent(options: AppSyncEventOptions<unknown> = {}): unknown {
  checkKeys('appSyncEvent', options, [
    ...CALLER_KEYS,
    'field',
    'arguments',
    'authorizer',
    'payload',
    'channel',
    'operation',
    'events',
  ]);
  const { authorizer = 'user-pool', channel } = options;
  const common = {
    identity: isCaller(options) ? identityOf(options, authorizer === 'user-pool') : null,
    request: { headers: { 'x-forwarded-for': '203.0.113.7' }, domainName: null },
    prev: null,
  };
  checkKind(options);
  return channel === undefined
    ? fieldEvent(options, common)
    : channelEvent(channel, options, common);
}

/** @throws TypeError for options that no one event has */
function checkKind(options: AppSyncEventOptions<unknown>): void {
  const { channel, operation = 'PUBLISH', events, payload = 'resolver' } = options;
  checkOneOf('payload', payload, PAYLOADS);
  checkOneOf('operation', operation, OPERATIONS);
  const others =
    channel === undefined
      ? (['operation', 'events'] as const)
      : (['field', 'arguments', 'payload'] as const);
  const other = others.find((key) => options[key] !== undefined);
  if (other !== undefined) {
    const problem = channel === undefined ? 'requires a channel' : 'does not go with a channel';
    throw new TypeError(`appSyncEvent: option ${other} ${problem}`);
  }
  // Only a subscriber may ask for all channels below one.
  const path = operation === 'SUBSCRIBE' ? channel?.replace(/\/\*$/u, '') : channel;
  if (path !== undefined && !/^(?:\/[A-Za-z0-9-]+)+$/u.test(path)) {
    throw new TypeError(
      `appSyncEvent: option channel is ${JSON.stringify(channel)}; write '/default/news'`,
    );
  }
  if (operation === 'SUBSCRIBE' && events !== undefined) {
    throw new TypeError('appSyncEvent: only PUBLISH has events');
  }
}

function checkOneOf(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new TypeError(
    `appSyncEvent: option ${name} is ${JSON.stringify(value)}; write one of ${known.join(', ')}`,
  );
}

function fieldEvent(options: AppSyncEventOptions<unknown>, common: object): object {
  const { field = 'Query.field', payload } = options;
  const [typeName, fieldName] = field.split('.');
  const event = { arguments: options.arguments ?? {}, source: null, ...common };
  if (payload === 'amplify-function') return { typeName, fieldName, ...event };
  return {
    ...event,
    info: {
      selectionSetList: [],
      selectionSetGraphQL: '',
      fieldName,
      parentTypeName: typeName,
      variables: {},
    },
    stash: {},
  };
}

function channelEvent(
  path: string,
  { operation = 'PUBLISH', events = [] }: AppSyncEventOptions<unknown>,
  common: object,
): object {
  const segments = path.slice(1).split('/');
  const published = events.map((payload, index) => ({ id: `event-${index + 1}`, payload }));
  return {
    ...common,
    result: null,
    info: { channel: { path, segments }, channelNamespace: { name: segments[0] }, operation },
    error: null,
    stash: {},
    outErrors: [],
    events: operation === 'PUBLISH' ? published : null,
  };
}

function identityOf(caller: CallerOptions, fromPool: boolean): object {
  const claims = tokenClaims('appSyncEvent', caller, 'id');
  const { sub, iss: issuer } = claims;
  if (!fromPool) return { claims, issuer, sub };
  const groups = claims['cognito:groups'] ?? null;
  const username = claims['cognito:username'] ?? claims.username;
  return {
    claims,
    defaultAuthStrategy: 'ALLOW',
    groups,
    issuer,
    sourceIp: ['203.0.113.7'],
    sub,
    ...(username === undefined ? {} : { username }),
  };
}
