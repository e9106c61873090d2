import middy from '@middy/core';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { cognitoGroups, type IdentitySource, requireGroup } from 'middy-cognito-groups';
import { type VerifiedTokenOptions, verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent } from 'middy-cognito-groups/testing';
import { invoke } from './chain.js';
import { PoolKey } from './keys.js';

const POOL = 'eu-west-1_TestPool1';
export const CLIENT = 'client1';
export const now = () => Math.floor(Date.now() / 1000);

export const key = new PoolKey('key-1');

/** The real verifier, without a network: it cannot fetch what is not cached. */
export function cognitoVerifier(
  fetch: () => Promise<ArrayBuffer> = () => Promise.reject(new Error('no network')),
) {
  return CognitoJwtVerifier.create(
    { userPoolId: POOL, tokenUse: 'access', clientId: CLIENT },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch } }) },
  );
}

export const verifier = cognitoVerifier();
verifier.cacheJwks(key.jwks);

export const payload = (claims: object = {}) => ({
  sub: 'user-1',
  'cognito:groups': ['x,admin', 'team manager', 'admin'],
  iss: `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`,
  client_id: CLIENT,
  token_use: 'access',
  username: 'ada',
  exp: now() + 600,
  iat: now(),
  ...claims,
});

export const bearer = (token: string) => functionUrlEvent({ token });

export function guarded(options: VerifiedTokenOptions<never> = { verifier }) {
  return middy()
    .use(cognitoGroups({ source: verifiedToken(options) }))
    .use(requireGroup('admin'))
    .handler(async () => 'in');
}

/** Why a guard denies this event, for the operator. */
export async function reasonOf(source: IdentitySource, event: unknown): Promise<string> {
  const reasons: string[] = [];
  const handler = middy()
    .use(
      cognitoGroups({ source, onDecision: ({ decision }) => void reasons.push(decision.reason) }),
    )
    .use(requireGroup('admin'))
    .handler(async () => 'in');
  await invoke(handler, event);
  return reasons.join();
}
