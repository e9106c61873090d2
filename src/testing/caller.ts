/** Who calls. Without `groups` nobody does: the route has no authorizer, or no token was sent. */
export interface CallerOptions {
  /** The groups of the token; `[]` for a user in no group. */
  readonly groups?: readonly string[];
  readonly subject?: string;
  readonly username?: string;
  /** More claims of the token, or others instead. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** What is asked for. */
export interface RequestOptions {
  readonly method?: string;
  /** The path of the request: `/teams/7`. */
  readonly path?: string;
  /** The route that the gateway matched, `/teams/{teamId}`; without it, `path`. */
  readonly resource?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * An event that can be passed to a wrapped handler: Middy's types ask the caller for what `cognitoGroups()` adds, which no event has yet. Nothing is
 * ever in `auth`.
 */
export type Incoming<TEvent> = TEvent & { readonly auth: never };

export const CALLER_KEYS = [
  'groups',
  'subject',
  'username',
  'claims',
] as const satisfies (keyof CallerOptions)[];

export const REQUEST_KEYS = [
  'method',
  'path',
  'resource',
  'pathParameters',
  'headers',
  'query',
  'body',
] as const satisfies (keyof RequestOptions)[];

/** The keys of the builders whose events have both. */
export const EVENT_KEYS = [...CALLER_KEYS, ...REQUEST_KEYS];

/**
 * A misspelt `groups`, or a caller without any, would be nobody, and the test of a denial green.
 *
 * @throws TypeError for a key that is none of these, and for a subject, username or claims without `groups`
 */
export function checkKeys(builder: string, options: object, keys: readonly string[]): void {
  const given = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  const unknown = given.find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new TypeError(
      `${builder}: unknown option ${JSON.stringify(unknown)}; the options are ${keys.join(', ')}`,
    );
  const whose = given.find((key) => key === 'subject' || key === 'username' || key === 'claims');
  if (whose !== undefined && !given.includes('groups'))
    throw new TypeError(
      `${builder}: ${whose} without groups is nobody's; write groups: [] for a caller in no group`,
    );
}

/** Cognito: 100 groups a user. */
const MOST_GROUPS = 100;

/** Cognito's CreateGroup: letters, marks, symbols, numbers, punctuation; 1 to 128 of them. */
const LEGAL_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

const NOW = 1727338966;

/** The claims of a token as Cognito issues it, with JSON types. */
export function tokenClaims(
  caller: CallerOptions,
  tokenUse: 'id' | 'access',
): Record<string, unknown> {
  const {
    groups = [],
    subject = '3f1a7c52-0000-4000-8000-000000000001',
    username = 'ada',
    claims,
  } = caller;
  const own =
    tokenUse === 'id'
      ? { 'cognito:username': username, aud: 'client1' }
      : { username, client_id: 'client1' };
  return {
    sub: subject,
    ...(checkGroups(groups).length === 0 ? {} : { 'cognito:groups': [...groups] }),
    iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_testpool1',
    ...own,
    token_use: tokenUse,
    auth_time: NOW,
    exp: NOW + 3600,
    iat: NOW,
    jti: '5d7c0000-0000-4000-8000-000000000004',
    ...claims,
  };
}

/** @throws TypeError for groups that no Cognito token can hold */
export function checkGroups(groups: readonly string[]): readonly string[] {
  if (!Array.isArray(groups))
    throw new TypeError(`groups are a list of names, got ${JSON.stringify(groups)}`);
  for (const name of groups) {
    if (typeof name !== 'string' || !LEGAL_NAME.test(name))
      throw new TypeError(`Cognito has no group named ${JSON.stringify(name)}`);
  }
  if (new Set(groups).size < groups.length)
    throw new TypeError(`a token holds each group once, got ${JSON.stringify(groups)}`);
  if (groups.length > MOST_GROUPS)
    throw new TypeError(`a user is in at most ${MOST_GROUPS} groups, got ${groups.length}`);
  return groups;
}
