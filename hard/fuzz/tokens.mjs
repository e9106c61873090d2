/** The claims of a token, and signed tokens with a verifier of them. */
import { createHmac } from 'node:crypto';
import { JwtExpiredError, JwtInvalidSignatureError, JwtParseError } from 'aws-jwt-verify/error';
import { ISSUERS } from './values.mjs';

const LIFETIME = 3600;

/** What Cognito, or another issuer, writes into the token of this identity. */
export function claimsOf(identity, now, claim) {
  const { use, groups, sub, username, client, scope, age, signInAge, issuer } = identity;
  const byUse = {
    id: { sub, 'cognito:username': username, aud: client, token_use: 'id' },
    access: { sub, username, client_id: client, token_use: 'access', scope },
    client: { sub: client, client_id: client, token_use: 'access', scope },
    other: { sub, scope, client_id: client, aud: client },
  };
  const claims = {
    ...byUse[use],
    [claim]: groups,
    iss: ISSUERS[issuer][0],
    iat: typeof age === 'number' ? now - age : age,
    auth_time: typeof signInAge === 'number' ? now - signInAge : signInAge,
    exp: now + LIFETIME,
    tenant: identity.tenant,
    'custom:tenant': identity.customTenant,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const signature = (content, key) => createHmac('sha256', key).update(content).digest('base64url');

export function sign(claims, key = 'the right key') {
  const content = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  return `${content}.${signature(content, key)}`;
}

/** A verifier with the errors of `aws-jwt-verify`. The package checks the issuer by itself. */
export function createVerifier(now, failure) {
  return {
    async verify(token) {
      await undefined;
      if (failure !== undefined) throw failure;
      const [header, payload, given, ...more] = token.split('.');
      if (given === undefined || more.length > 0) {
        throw new JwtParseError('JWT string does not consist of exactly 3 parts (separated by .)');
      }
      if (signature(`${header}.${payload}`, 'the right key') !== given) {
        throw new JwtInvalidSignatureError('Invalid signature');
      }
      const claims = JSON.parse(Buffer.from(payload, 'base64url'));
      if (claims.exp <= now)
        throw new JwtExpiredError(`Token expired at ${claims.exp}`, claims.exp);
      return claims;
    },
  };
}
