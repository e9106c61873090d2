/** A token verified by aws-jwt-verify with cached keys: alone, in a hook, with its own `groups`, and behind `verifiedToken`. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import * as sources from 'middy-cognito-groups/sources';
import { callers, tokenEvent, WANTED } from '../events.mjs';
import { besideEmptyHook, chain, empty } from './chain.mjs';

const POOL = 'eu-west-1_wdX1z5e3m';
const CLIENT = '1example23456789';

/** A signature takes a millisecond, so there are fewer of these callers. */
const SIGNED = 128;

/** @returns the key set and the events, each with a token of its own caller */
export function signedEvents() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n, e } = publicKey.export({ format: 'jwk' });
  const now = Math.floor(Date.now() / 1000);
  const texts = callers(5, true, SIGNED).map(({ subject, groups }) => {
    const payload = {
      sub: subject,
      'cognito:groups': groups,
      iss: `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`,
      client_id: CLIENT,
      token_use: 'access',
      username: subject,
      exp: now + 3600,
      iat: now,
    };
    const content = [{ alg: 'RS256', kid: 'key-1' }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url');
    return tokenEvent(`${content}.${signature}`);
  });
  return { texts, publicKey, jwks: { keys: [{ kid: 'key-1', alg: 'RS256', use: 'sig', kty: 'RSA', n, e }] } };
}

function verifierFor(jwks, more = {}) {
  const verifier = CognitoJwtVerifier.create({ userPoolId: POOL, tokenUse: 'access', clientId: CLIENT, ...more });
  verifier.cacheJwks(jwks);
  return verifier;
}

const tokenOf = (event) => event.headers.authorization.slice('Bearer '.length);

function verifying(verifier) {
  return {
    before: async function verifyBefore({ event }) {
      event.auth = await verifier.verify(tokenOf(event));
    },
  };
}

export const groups = {
  tokens() {
    const { texts, jwks } = signedEvents();
    const bare = verifierFor(jwks);
    const withGroups = verifierFor(jwks, { groups: [WANTED] });
    const slow = { batch: 16, iterations: 25 };
    const list = [
      { ...empty(texts), ...slow },
      {
        name: 'bare verifier',
        texts,
        call: (event) => bare.verify(tokenOf(event)),
        expect: ({ sub }) => typeof sub === 'string',
        ...slow,
      },
      chain('bare verifier in a hook', texts, besideEmptyHook(verifying(bare)), slow),
      chain('aws-jwt-verify with groups, in a hook', texts, besideEmptyHook(verifying(withGroups)), slow),
    ];
    if (typeof sources.verifiedToken !== 'function') {
      console.error('skipped: this build exports no verifiedToken');
      return list;
    }
    const source = sources.verifiedToken({ verifier: bare });
    return [...list, chain('ours', texts, [cognitoGroups({ source }), requireGroup(WANTED)], slow)];
  },
};
