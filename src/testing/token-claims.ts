import { misuse } from '../lib/misuse.js';
import type { CallerOptions } from './caller.js';

/** Cognito's quota of groups for each user. */
const MAX_GROUPS = 100;

/** Cognito's CreateGroup: 1 to 128 letters, marks, symbols, numbers or punctuation characters. */
const LEGAL_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

const NOW = 1727338966;

/** A scope token of RFC 6749, section 3.3. */
const LEGAL_SCOPE = /^[!#-[\]-~]+$/u;

/**
 * The claims of a token that Cognito could issue, with JSON types.
 *
 * @param builder what an error message starts with
 * @param tokenUse the kind of token by default; `scopes` and `client` make it an access token
 * @throws TypeError for a caller for whom Cognito would not issue a token
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

/** @throws TypeError for a machine with an option that only people have */
function checkClient(builder: string, caller: CallerOptions): void {
  const ofUser = (['groups', 'username', 'signedInAt'] as const).find(
    (key) => caller[key] !== undefined,
  );
  if (caller.client && ofUser !== undefined) {
    throw new TypeError(
      `${builder}: a client-credentials token has no ${ofUser}; omit ${ofUser} or client`,
    );
  }
}

/** @throws TypeError for a token that is older than the sign-in */
function checkTimes(
  builder: string,
  caller: CallerOptions,
): { readonly issuedAt: number; readonly signedInAt: number } {
  const { signedInAt: given } = caller;
  const { issuedAt = given ?? NOW } = caller;
  const { signedInAt = issuedAt } = caller;
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
  return scopes.every(isLegal) && new Set(scopes).size === scopes.length
    ? scopes
    : misuse(`${builder}: option scopes`, scopes, "different scopes such as ['orders/read']");
}

/** @throws TypeError for groups that a Cognito token cannot hold */
export function checkGroups(builder: string, groups: readonly string[]): readonly string[] {
  for (const name of groups) {
    if (typeof name !== 'string' || !LEGAL_NAME.test(name)) {
      misuse(`${builder}: a name in groups`, name, 'one that Cognito allows, without white space');
    }
  }
  if (new Set(groups).size < groups.length) {
    misuse(`${builder}: option groups`, groups, 'each name once');
  }
  if (groups.length > MAX_GROUPS) {
    throw new TypeError(
      `${builder}: a user is in at most ${MAX_GROUPS} groups, got ${groups.length}; omit some`,
    );
  }
  return groups;
}
