/** The keys of a pool change while requests come in: the real verifier, with a key set in memory. */
import { generateKeyPairSync, sign } from 'node:crypto';
import middy from '@middy/core';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { EVENTS_OF, personAt } from './people.mjs';

const POOL = 'eu-west-1_AbCdEf123';
const REQUESTS = 400;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function createKey(kid) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n, e } = publicKey.export({ format: 'jwk' });
  function token(person, header = {}) {
    const claims = { ...person.claims, token_use: 'access', client_id: 'client', iat: 1 };
    const content = `${encode({ alg: 'RS256', kid, ...header })}.${encode(claims)}`;
    return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
  }
  return { jwk: { kid, alg: 'RS256', use: 'sig', kty: 'RSA', n, e }, token };
}

const statusOf = (answering) =>
  answering.then(({ statusCode }) => statusCode).catch((error) => `thrown ${error?.statusCode}`);

/**
 * A pool with one key, then an outage, then another key. A valid token enters as soon as its key is
 * published; a token of another key never enters; an outage is a 503, never access.
 */
export async function keyRotation(library) {
  const [first, second, foreign] = ['key-1', 'key-2', 'key-1'].map(createKey);
  let published = [first.jwk];
  const fetch = async () => {
    await undefined;
    if (published === undefined) throw new Error('the key set cannot be reached');
    return Buffer.from(JSON.stringify({ keys: published }));
  };
  const penaltyBox = {
    wait: async () => undefined,
    release: () => undefined,
    registerFailedAttempt: () => undefined,
    registerSuccessfulAttempt: () => undefined,
  };
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: POOL, tokenUse: 'access', clientId: 'client' },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch }, penaltyBox }) },
  );
  const entered = [];
  const chain = middy()
    .use(library.cognitoGroups({ source: library.verifiedToken({ verifier }), userPoolId: POOL }))
    .use(library.requireGroup('member'))
    .handler(async ({ auth }) => {
      entered.push(auth.subject);
      return { statusCode: 200 };
    });
  const ask = (person, token) => {
    const event = EVENTS_OF.token(person);
    event.headers.authorization = `Bearer ${token}`;
    return statusOf(chain(event, {}));
  };

  const failed = [];
  let tried = 0;
  /** Requests at once, each a member with a token of one of the keys. */
  async function wave(name, keys, expected) {
    const people = Array.from({ length: REQUESTS / 5 }, (_, index) => personAt(3 * index));
    const asked = people.flatMap((person) => keys.map((key) => [person, key]));
    const answers = await Promise.all(asked.map(([person, key]) => ask(person, key.token(person))));
    tried += asked.length;
    for (const [index, [, key]] of asked.entries()) {
      const wanted = expected[keys.indexOf(key)];
      if (answers[index] !== wanted) failed.push(`${name}: ${answers[index]}, not ${wanted}`);
    }
    if (
      entered.splice(0).length !==
      expected.filter((status) => status === 200).length * people.length
    ) {
      failed.push(`${name}: another number came in`);
    }
  }

  await wave('before', [first, foreign, second], [200, 401, 401]);
  published = undefined;
  await wave('an outage', [first, foreign, second], [200, 401, 503]);
  published = [second.jwk, first.jwk];
  await wave('both keys', [second, first, foreign], [200, 200, 401]);
  published = [second.jwk];
  verifier.cacheJwks({ keys: published });
  await wave('the new key', [second, first, foreign], [200, 401, 401]);
  return { what: 'keys that rotate while requests come in', tried, unit: 'requests', failed };
}
