import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { TokenClaims } from './authorizer-claims.js';
import type { UserPool } from './user-pool.js';

/** Rejects a token that the pool did not sign, or that is expired or of another kind. */
export type VerifyToken = (token: string) => Promise<TokenClaims>;

/** An unknown key would otherwise be looked up at the pool's real address on the internet. */
const OFFLINE = {
  async fetch(): Promise<ArrayBuffer> {
    throw new Error('no key of this user pool signed the token');
  },
};

/** The real verifier with the keys of the local pool. `null`: both kinds, as an HTTP API. */
export function tokenVerifier(pool: UserPool, tokenUse: 'id' | 'access' | null): VerifyToken {
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: pool.id, clientId: pool.clientId, tokenUse },
    { jwksCache: new SimpleJwksCache({ fetcher: OFFLINE }) },
  );
  verifier.cacheJwks(pool.jwks);
  return async (token) => ({ ...(await verifier.verify(token)) });
}
