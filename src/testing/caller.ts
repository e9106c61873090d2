/**
 * The caller. Without `groups` the request is unauthenticated: the route has no authorizer, or no
 * token was sent.
 */
export interface CallerOptions {
  /** The groups of the token; `[]` for a user in no group. */
  readonly groups?: readonly string[];
  /** The claim `sub`. */
  readonly subject?: string;
  /** `cognito:username` of an ID token, `username` of an access token. */
  readonly username?: string;
  /** Additional claims of the token. They replace those of the same name. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The HTTP request. */
export interface RequestOptions {
  readonly method?: string;
  /** The path of the request, such as `/teams/7`. */
  readonly path?: string;
  /** The path of the route that the gateway matched, such as `/teams/{teamId}`. Default: `path`. */
  readonly resource?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * An event with the type that a wrapped handler takes. Middy's types require `auth`, which
 * `cognitoGroups()` adds later, so the event itself never has it.
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

/** The options of the builders that take a caller and a request. */
export const EVENT_KEYS = [...CALLER_KEYS, ...REQUEST_KEYS];

/**
 * With a misspelt or a missing `groups` the request would be unauthenticated, and the test of a
 * denial would pass.
 *
 * @throws TypeError for an unknown option, and for a subject, username or claims without `groups`
 */
export function checkKeys(builder: string, options: object, keys: readonly string[]): void {
  const given = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  const unknown = given.find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new TypeError(
      `${builder}: unknown option ${JSON.stringify(unknown)}; the options are ${keys.join(', ')}`,
    );
  }
  const ofCaller = given.find((key) => key === 'subject' || key === 'username' || key === 'claims');
  if (ofCaller !== undefined && !given.includes('groups')) {
    throw new TypeError(
      `${builder}: option ${ofCaller} requires groups; write groups: [] for a caller in no group`,
    );
  }
}

/** Cognito's quota of groups for each user. */
const MAX_GROUPS = 100;

/** Cognito's CreateGroup: 1 to 128 letters, marks, symbols, numbers or punctuation characters. */
const LEGAL_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

const NOW = 1727338966;

/**
 * The claims of a token as Cognito issues it, with JSON types.
 *
 * @param builder what an error message starts with
 */
export function tokenClaims(
  builder: string,
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
    ...(checkGroups(builder, groups).length === 0 ? {} : { 'cognito:groups': [...groups] }),
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

/** @throws TypeError for groups that a Cognito token cannot hold */
export function checkGroups(builder: string, groups: readonly string[]): readonly string[] {
  if (!Array.isArray(groups)) {
    throw new TypeError(
      `${builder}: option groups is a list of group names, got ${JSON.stringify(groups)}`,
    );
  }
  for (const name of groups) {
    if (typeof name !== 'string' || !LEGAL_NAME.test(name)) {
      throw new TypeError(
        `${builder}: Cognito does not allow the group name ${JSON.stringify(name)}`,
      );
    }
  }
  if (new Set(groups).size < groups.length) {
    throw new TypeError(
      `${builder}: option groups holds a duplicate, got ${JSON.stringify(groups)}; remove it`,
    );
  }
  if (groups.length > MAX_GROUPS) {
    throw new TypeError(
      `${builder}: a user is in at most ${MAX_GROUPS} groups, got ${groups.length}`,
    );
  }
  return groups;
}
