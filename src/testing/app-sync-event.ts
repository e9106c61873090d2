import type { AppSyncResolverEvent } from 'aws-lambda';
import { CALLER, type CallerOptions, checkCaller, type Incoming, isCaller } from './caller.js';
import { ANYTHING, type Kinds, LIST, like, oneOf } from './options.js';
import { tokenClaims } from './token-claims.js';

const AUTHORIZERS = ['user-pool', 'oidc'] as const;
const PAYLOADS = ['resolver', 'amplify-function'] as const;

const FIELD = /^[_A-Za-z]\w*\.[_A-Za-z]\w*$/u;
const PUBLISH = /^PUBLISH (?:\/[A-Za-z0-9-]+)+$/u;
/** Only a subscription may cover all channels below one. */
const SUBSCRIBE = /^SUBSCRIBE (?:\/[A-Za-z0-9-]+)+(?:\/\*)?$/u;

const ROUTE = new RegExp([FIELD, PUBLISH, SUBSCRIBE].map(({ source }) => source).join('|'), 'u');

/** The caller, and the field or the channel. */
export interface AppSyncEventOptions<TArguments, TSource = null> extends CallerOptions {
  /**
   * The GraphQL type and field, such as `'Query.teams'`, or the operation and channel of AppSync
   * Events, such as `'PUBLISH /default/news'`. Default: `'Query.field'`.
   */
  readonly route?: string;
  readonly arguments?: TArguments;
  /** The object that the field belongs to. Default: `null`, as for a query. */
  readonly source?: TSource;
  /** The objects of a batch. The event is then an array with one item for each object. */
  readonly sources?: readonly TSource[];
  /** `'oidc'` has no `identity.groups`. Default: `'user-pool'`. */
  readonly authorizer?: (typeof AUTHORIZERS)[number];
  /** Which event the function receives for a field. Default: `'resolver'`. */
  readonly payload?: (typeof PAYLOADS)[number];
  /** The payloads that the caller publishes on the channel. */
  readonly events?: readonly unknown[];
}

const KINDS: Kinds<AppSyncEventOptions<unknown, unknown>> = {
  ...CALLER,
  route: like(ROUTE, "'Query.teams' or 'PUBLISH /default/news'"),
  arguments: ANYTHING,
  source: ANYTHING,
  sources: LIST,
  authorizer: oneOf(AUTHORIZERS),
  payload: oneOf(PAYLOADS),
  events: LIST,
};

/** The event of Amplify's `@function`. It has no `info`. */
export interface AmplifyFunctionEvent<TArguments, TSource = null> {
  readonly typeName: string;
  readonly fieldName: string;
  readonly arguments: TArguments;
  readonly identity: object | null;
  readonly source: TSource;
  readonly request: { readonly headers: Readonly<Record<string, string>> };
  readonly prev: null;
}

/** The event of a channel namespace of AppSync Events. */
export interface AppSyncChannelEvent {
  readonly identity: object | null;
  readonly info: {
    readonly channel: { readonly path: string; readonly segments: readonly string[] };
    readonly channelNamespace: { readonly name: string };
    readonly operation: 'PUBLISH' | 'SUBSCRIBE';
  };
  /** `null` for `SUBSCRIBE`. */
  readonly events: readonly { readonly id: string; readonly payload: unknown }[] | null;
}

/**
 * Builds an event of AppSync. Without `groups` or `client`, the request is authorized by an API
 * key.
 *
 * | Options | Event |
 * |---|---|
 * | `route: 'Query.teams'` | a Lambda resolver of a GraphQL API |
 * | the same, and `sources` | a batch resolver |
 * | the same, and `payload: 'amplify-function'` | Amplify's `@function` |
 * | `route: 'PUBLISH /default/news'`, `events` | a channel namespace of AppSync Events |
 *
 * The token is an ID token, or an access token if the caller has `scopes` or is a `client`.
 *
 * @throws TypeError for an unknown or wrong option, a caller without `groups`, a token that Cognito
 *   does not issue, and options that belong to different events
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html
 * @example appSyncEvent({ route: 'Mutation.renameTeam', groups: ['team_manager'] })
 */
export function appSyncEvent<TArguments = Record<string, never>>(
  options: AppSyncEventOptions<TArguments> & {
    readonly route: `${'PUBLISH' | 'SUBSCRIBE'} /${string}`;
  },
): Incoming<AppSyncChannelEvent>;
export function appSyncEvent<TArguments = Record<string, never>, TSource = null>(
  options: AppSyncEventOptions<TArguments, TSource> & { readonly payload: 'amplify-function' },
): Incoming<AmplifyFunctionEvent<TArguments, TSource>>;
export function appSyncEvent<TArguments = Record<string, never>, TSource = null>(
  options: AppSyncEventOptions<TArguments, TSource> & { readonly sources: readonly TSource[] },
): Incoming<AppSyncResolverEvent<TArguments, TSource>[]>;
export function appSyncEvent<TArguments = Record<string, never>, TSource = null>(
  options?: AppSyncEventOptions<TArguments, TSource>,
): Incoming<AppSyncResolverEvent<TArguments, TSource>>;
export function appSyncEvent(options: AppSyncEventOptions<unknown, unknown> = {}): unknown {
  checkCaller('appSyncEvent', options, KINDS);
  const { route = 'Query.field', authorizer, sources, source = null } = options;
  const common = {
    identity: isCaller(options) ? identityOf(options, authorizer !== 'oidc') : null,
    request: { headers: { 'x-forwarded-for': '203.0.113.7' }, domainName: null },
    prev: null,
  };
  const isChannel = route.includes(' ');
  checkKind(isChannel, route, options);
  if (isChannel) return channelEvent(route, options, common);
  return sources === undefined
    ? fieldEvent(route, source, options, common)
    : sources.map((each) => fieldEvent(route, each, options, common));
}

/** @throws TypeError for options that belong to different events */
function checkKind(
  isChannel: boolean,
  route: string,
  options: AppSyncEventOptions<unknown, unknown>,
): void {
  const ofFields = ['arguments', 'source', 'sources', 'payload'] as const;
  const other = (isChannel ? ofFields : (['events'] as const)).find(
    (key) => options[key] !== undefined,
  );
  if (other !== undefined) {
    const event = isChannel ? 'a channel' : 'a field';
    throw new TypeError(`appSyncEvent: the event of ${event} has no ${other}; omit ${other}`);
  }
  if (route.startsWith('SUBSCRIBE') && options.events !== undefined) {
    throw new TypeError('appSyncEvent: only PUBLISH has events; omit events');
  }
  const second = (['source', 'payload'] as const).find((key) => options[key] !== undefined);
  if (options.sources !== undefined && second !== undefined) {
    throw new TypeError(`appSyncEvent: a batch has sources; omit ${second}`);
  }
}

function fieldEvent(
  route: string,
  source: unknown,
  options: AppSyncEventOptions<unknown, unknown>,
  common: object,
): object {
  const [typeName, fieldName] = route.split('.');
  const event = { arguments: options.arguments ?? {}, source, ...common };
  if (options.payload === 'amplify-function') return { typeName, fieldName, ...event };
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
  route: string,
  { events = [] }: AppSyncEventOptions<unknown, unknown>,
  common: object,
): object {
  const [operation, path] = route.split(' ') as [string, string];
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
