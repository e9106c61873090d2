/**
 * The caller. Without `groups` or `client` the request is unauthenticated: the route has no
 * authorizer, or no token was sent.
 */
export interface CallerOptions {
  /** The groups of the token; `[]` for a user in no group. */
  readonly groups?: readonly string[];
  /**
   * `true`: a machine with a client-credentials token. Its `sub` is its `client_id`, and it has
   * neither groups nor a user name.
   */
  readonly client?: boolean;
  /** The claim `sub`; of a `client` the claim `client_id` too. */
  readonly subject?: string;
  /** `cognito:username` of an ID token, `username` of an access token. */
  readonly username?: string;
  /** The claim `scope`. Only access tokens have it, so the token is one. */
  readonly scopes?: readonly string[];
  /** The claim `iat`, in seconds since the epoch. The token expires an hour later. */
  readonly issuedAt?: number;
  /** The claim `auth_time`, in seconds since the epoch. Default: `issuedAt`. */
  readonly signedInAt?: number;
  /** The claim `iss`. Default: a Cognito user pool. */
  readonly issuer?: string;
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
  'client',
  'subject',
  'username',
  'scopes',
  'issuedAt',
  'signedInAt',
  'issuer',
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
 * @throws TypeError for an unknown option, and for what only a caller has without `groups` or
 *   `client`
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
  const ofCaller = given.find((key) => OF_CALLER.includes(key));
  if (ofCaller !== undefined && !isCaller(options)) {
    throw new TypeError(
      `${builder}: option ${ofCaller} requires groups; write groups: [] for a caller in no group`,
    );
  }
}

/** What only a caller has. Lambda authorizers have a `subject` in their context too. */
const OF_CALLER: readonly string[] = CALLER_KEYS.filter(
  (key) => key !== 'groups' && key !== 'client',
);

/** Whether the request is authenticated. */
export function isCaller({ groups, client }: Pick<CallerOptions, 'groups' | 'client'>): boolean {
  return groups !== undefined || client === true;
}

/** Cognito's quota of groups for each user. */
const MAX_GROUPS = 100;

/** Cognito's CreateGroup: 1 to 128 letters, marks, symbols, numbers or punctuation characters. */
const LEGAL_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

const NOW = 1727338966;

/** A scope token of RFC 6749, section 3.3. */
const LEGAL_SCOPE = /^[!#-[\]-~]+$/u;

/** Milliseconds are beyond it. */
const MAX_SECONDS = 99_999_999_999;

/**
 * The claims of a token as Cognito issues it, with JSON types.
 *
 * @param builder what an error message starts with
 * @param tokenUse the token that the source takes most often; scopes make it an access token
 * @throws TypeError for a caller that Cognito issues no token to
 */
export function tokenClaims(
  builder: string,
  caller: CallerOptions,
  tokenUse: 'id' | 'access',
): Record<string, unknown> {
  checkClient(builder, caller);
  const { groups = [], client = false, scopes, issuer, claims } = caller;
  const { issuedAt, signedInAt } = checkTimes(builder, caller);
  const {
    subject = client ? 'client1' : '3f1a7c52-0000-4000-8000-000000000001',
    username = 'ada',
  } = caller;
  const isAccess = tokenUse === 'access' || client || scopes !== undefined;
  const scope = scopes === undefined ? '' : checkScopes(builder, scopes).join(' ');
  const ofUser = isAccess ? { username } : { 'cognito:username': username };
  return {
    sub: subject,
    ...(checkGroups(builder, groups).length === 0 ? {} : { 'cognito:groups': [...groups] }),
    iss: issuer ?? 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_testpool1',
    ...(client ? {} : ofUser),
    ...(isAccess ? { client_id: client ? subject : 'client1' } : { aud: 'client1' }),
    ...(scope === '' ? {} : { scope }),
    token_use: isAccess ? 'access' : 'id',
    auth_time: signedInAt,
    exp: issuedAt + 3600,
    iat: issuedAt,
    jti: '5d7c0000-0000-4000-8000-000000000004',
    ...claims,
  };
}

/** @throws TypeError for a machine with what only people have */
function checkClient(builder: string, caller: CallerOptions): void {
  const { client = false } = caller;
  if (typeof client !== 'boolean') {
    throw new TypeError(
      `${builder}: option client is ${JSON.stringify(client)}; write true or omit it`,
    );
  }
  const ofUser = (['groups', 'username', 'signedInAt'] as const).find(
    (key) => caller[key] !== undefined,
  );
  if (client && ofUser !== undefined) {
    throw new TypeError(
      `${builder}: a client-credentials token has no ${ofUser}; omit ${ofUser} or client`,
    );
  }
}

/** @throws TypeError for anything but seconds, and for a token that is older than the sign-in */
function checkTimes(
  builder: string,
  caller: CallerOptions,
): { readonly issuedAt: number; readonly signedInAt: number } {
  const { signedInAt: given } = caller;
  const { issuedAt = given ?? NOW } = caller;
  const { signedInAt = issuedAt } = caller;
  for (const [name, value] of Object.entries({ issuedAt, signedInAt })) {
    if (!Number.isInteger(value) || value < 0 || value > MAX_SECONDS) {
      throw new TypeError(
        `${builder}: option ${name} is ${JSON.stringify(value)}; write seconds since the epoch`,
      );
    }
  }
  if (signedInAt > issuedAt) {
    throw new TypeError(
      `${builder}: signedInAt ${signedInAt} is after issuedAt ${issuedAt}; ` +
        'a token is issued at or after the sign-in',
    );
  }
  return { issuedAt, signedInAt };
}

/** @throws TypeError for scopes that OAuth does not allow */
function checkScopes(builder: string, scopes: readonly string[]): readonly string[] {
  const isLegal = (scope: unknown) => typeof scope === 'string' && LEGAL_SCOPE.test(scope);
  if (Array.isArray(scopes) && scopes.every(isLegal) && new Set(scopes).size === scopes.length) {
    return scopes;
  }
  throw new TypeError(
    `${builder}: option scopes is a list of different scopes such as 'orders/read', ` +
      `got ${JSON.stringify(scopes)}`,
  );
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
