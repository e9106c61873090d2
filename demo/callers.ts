import type { ApiType } from './local-aws/events.js';
import type { Tokens, UserPool } from './local-aws/user-pool.js';

/** All users in the pool. Nat's group would pass a check with `includes('admin')`. */
const USERS: Readonly<Record<string, readonly string[]>> = {
  ada: ['admin', 'member'],
  tom: ['member', 'team_manager'],
  mia: ['member'],
  nat: ['not_admin'],
  nina: [],
};

/** REST APIs accept ID tokens unless a route asks for scopes; HTTP APIs accept both kinds. */
const TOKEN_FOR: Readonly<Record<ApiType, keyof Tokens>> = {
  REST: 'idToken',
  'HTTP 2.0': 'accessToken',
  'HTTP 1.0': 'idToken',
};

/** A caller who sends requests to one API. */
export interface Caller {
  readonly name: string;
  readonly token?: string;
  /** What the token says, read here without any of the code under demonstration. */
  readonly groups: readonly string[];
  /** Whether the user pool signed exactly this token. */
  readonly genuine: boolean;
}

/** Fills the pool and signs all users in. */
export async function signEverybodyIn(pool: UserPool): Promise<ReadonlyMap<string, Tokens>> {
  for (const group of new Set(Object.values(USERS).flat())) await pool.createGroup(group);
  const tokens = new Map<string, Tokens>();
  for (const [name, groups] of Object.entries(USERS)) {
    await pool.createUser(name, groups);
    tokens.set(name, await pool.signIn(name));
  }
  return tokens;
}

export function callersOf(api: ApiType, tokens: ReadonlyMap<string, Tokens>): Caller[] {
  return [...tokens].map(([name, { [TOKEN_FOR[api]]: token }]) => {
    return { name, token, groups: groupsIn(token), genuine: true };
  });
}

export const ANYBODY: Caller = { name: '(no token)', groups: [], genuine: false };

/** The caller's own token with other groups, under the old signature. */
export function forge(caller: Caller, groups: readonly string[]): Caller {
  const [header, payload, signature] = caller.token?.split('.') ?? [];
  const forged = { ...(decode(payload) as object), 'cognito:groups': groups };
  const token = [header, Buffer.from(JSON.stringify(forged)).toString('base64url'), signature].join(
    '.',
  );
  return { name: `${caller.name}, forged`, token, groups: groupsIn(token), genuine: false };
}

function groupsIn(token: string): readonly string[] {
  const { 'cognito:groups': groups } = decode(token.split('.')[1]) as {
    'cognito:groups'?: readonly string[];
  };
  return groups ?? [];
}

function decode(part = ''): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
