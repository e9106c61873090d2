import { checkBuilderOptions, FIELDS, FLAG, type Kind, type Kinds, LIST, TEXT } from './options.js';

/**
 * The caller. Without `groups` or `client`, the request is unauthenticated: the route has no
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
  /** The claim `sub`. For a `client`, also the claim `client_id`. */
  readonly subject?: string;
  /** `cognito:username` of an ID token, `username` of an access token. */
  readonly username?: string;
  /**
   * The scopes in the claim `scope`. Only access tokens have that claim, so the token becomes one.
   */
  readonly scopes?: readonly string[];
  /**
   * The claim `iat`, in seconds since the epoch. Default: `signedInAt`, or a time in September
   * 2024. The token expires an hour later.
   */
  readonly issuedAt?: number;
  /** The claim `auth_time`, in seconds since the epoch. Default: `issuedAt`. */
  readonly signedInAt?: number;
  /** The claim `iss`. Default: a Cognito user pool. */
  readonly issuer?: string;
  /** Additional claims of the token. They replace claims of the same name. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/**
 * An event with the type that a wrapped handler accepts. Middy's types require `auth`, but
 * `cognitoGroups()` adds it later, so the event itself never has it.
 */
export type Incoming<TEvent> = TEvent & { readonly auth: never };

/** The greatest time in seconds. A time in milliseconds exceeds it. */
const MAX_SECONDS = 99_999_999_999;

const SECONDS: Kind = {
  accepts: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_SECONDS,
  write: 'seconds since the epoch',
};

export const CALLER: Kinds<CallerOptions> = {
  groups: LIST,
  client: FLAG,
  subject: TEXT,
  username: TEXT,
  scopes: LIST,
  issuedAt: SECONDS,
  signedInAt: SECONDS,
  issuer: TEXT,
  claims: FIELDS,
};

/**
 * The options that only a caller has, which include the `subject` of a Lambda authorizer's context.
 */
const OF_CALLER = Object.keys(CALLER).filter((key) => key !== 'groups' && key !== 'client');

/**
 * If `groups` is misspelt or missing, the request is unauthenticated, and a test that expects a
 * denial would pass for the wrong reason.
 *
 * @throws TypeError for an unknown option, for a value of another kind, and for an option that only
 *   a caller has, without `groups` or `client`
 */
export function checkCaller<TOptions extends Pick<CallerOptions, 'groups' | 'client'>>(
  builder: string,
  options: TOptions,
  kinds: Kinds<TOptions>,
): void {
  checkBuilderOptions(builder, options, kinds);
  const given = OF_CALLER.find((key) => options[key as keyof TOptions] !== undefined);
  if (given !== undefined && !isCaller(options)) {
    throw new TypeError(
      `${builder}: option ${given} requires groups; write groups: [] for a caller in no group`,
    );
  }
}

/** Whether the request is authenticated. */
export function isCaller({ groups, client }: Pick<CallerOptions, 'groups' | 'client'>): boolean {
  return groups !== undefined || client === true;
}
