import middy from '@middy/core';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent } from 'middy-cognito-groups/testing';
import { startUserPool, type UserPool } from '../../demo/local-aws/user-pool.js';
import { close, open, signElsewhere } from './forge.js';

/**
 * Every way of a token through `verifiedToken`: a real user pool issues them by the AWS SDK, the real `CognitoJwtVerifier` verifies them. Prints a
 * line for each; exits 1 if one is answered wrongly.
 */

const OTHER_POOL = 'us-east-1_OtherPool';

interface Expected {
  readonly status: number;
  readonly challenge?: string;
}

const IN = { status: 200 };
const FORBIDDEN = { status: 403 };
const REFUSED = { status: 401, challenge: 'Bearer error="invalid_token"' };

let passed = 0;
let failed = 0;

/** What a function behind a Function URL answers, with the options that a verifier is given. */
function functionUrl(
  pool: UserPool,
  options: { userPoolId?: string; clientId?: string; tokenUse?: 'id' | 'access' | null } = {},
) {
  const { userPoolId = pool.id, clientId = pool.clientId, tokenUse = 'access' } = options;
  // The key set as the pool publishes it, without a network.
  const published = new TextEncoder().encode(JSON.stringify(pool.jwks)).buffer as ArrayBuffer;
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: async () => published } });
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse }, { jwksCache });
  return middy()
    .use(cognitoGroups({ source: verifiedToken({ verifier }) }))
    .use(requireGroup('admin'))
    .handler(async ({ auth }) => ({ statusCode: 200, body: auth.groups.join(' ') }));
}

async function prove(
  what: string,
  handler: ReturnType<typeof functionUrl>,
  token: string,
  expected: Expected,
): Promise<void> {
  const answer = await handler(functionUrlEvent({ token }), {} as never).catch((error) => error);
  const challenge = answer.headers?.['WWW-Authenticate'];
  const right = answer.statusCode === expected.status && challenge === expected.challenge;
  if (right) passed += 1;
  else failed += 1;
  console.log(`${right ? 'ok    ' : 'FAILED'}  ${what}: ${answer.statusCode}${challenge ? `, ${challenge}` : ''}`);
}

/** Runs with a clock that is ahead. */
async function later(milliseconds: number, run: () => Promise<void>): Promise<void> {
  const now = Date.now;
  Date.now = () => now() + milliseconds;
  try {
    await run();
  } finally {
    Date.now = now;
  }
}

const pool = await startUserPool();
try {
  for (const group of ['admin', 'member']) await pool.createGroup(group);
  await pool.createUser('ada', ['admin', 'member']);
  await pool.createUser('mia', ['member']);
  await pool.createUser('nina');
  const [ada, mia, nina] = [await pool.signIn('ada'), await pool.signIn('mia'), await pool.signIn('nina')];

  const access = functionUrl(pool);
  await prove('access token of an admin', access, ada.accessToken, IN);
  await prove('access token of a member', access, mia.accessToken, FORBIDDEN);
  await prove('access token of a user in no group', access, nina.accessToken, FORBIDDEN);
  await prove(
    'ID token of an admin, where ID tokens are asked for',
    functionUrl(pool, { tokenUse: 'id' }),
    ada.idToken,
    IN,
  );
  await prove('both kinds, where either will do', functionUrl(pool, { tokenUse: null }), ada.idToken, IN);

  await prove('wrong token_use: an ID token for an access token', access, ada.idToken, REFUSED);
  await prove(
    'wrong token_use: an access token for an ID token',
    functionUrl(pool, { tokenUse: 'id' }),
    ada.accessToken,
    REFUSED,
  );
  await prove('wrong pool', functionUrl(pool, { userPoolId: OTHER_POOL }), ada.accessToken, REFUSED);
  await prove('wrong client', functionUrl(pool, { clientId: 'another-client' }), ada.accessToken, REFUSED);

  const { header, payload, signature } = open(mia.accessToken);
  const promoted = { ...payload, 'cognito:groups': ['admin'] };
  await prove('tampered payload', access, close(header, promoted, signature), REFUSED);
  await prove('alg: none, without a signature', access, close({ ...header, alg: 'none' }, promoted, ''), REFUSED);
  await prove(
    'alg: none, with the old signature',
    access,
    close({ ...header, alg: 'none' }, promoted, signature),
    REFUSED,
  );
  await prove('alg: HS256', access, close({ ...header, alg: 'HS256' }, promoted, signature), REFUSED);
  await prove('a key of another pool, under the name of ours', access, signElsewhere(header, promoted), REFUSED);
  await prove(
    'a key of another pool, under its own name',
    access,
    signElsewhere({ ...header, kid: 'other' }, promoted),
    REFUSED,
  );
  const untilExpiry = Number(open(ada.accessToken).payload.exp) * 1000 - Date.now();
  await later(untilExpiry - 1000, () => prove('a second before it expires', access, ada.accessToken, IN));
  await later(untilExpiry + 1000, () => prove('a second after', access, ada.accessToken, REFUSED));

  await pool.removeFromGroup('ada', 'admin');
  await pool.addToGroup('mia', 'admin');
  await prove('moved out of admin: the old token', access, ada.accessToken, IN);
  await prove('moved out of admin: a new token', access, (await pool.signIn('ada')).accessToken, FORBIDDEN);
  await prove('moved into admin: the old token', access, mia.accessToken, FORBIDDEN);
  await prove('moved into admin: a new token', access, (await pool.signIn('mia')).accessToken, IN);
} finally {
  await pool.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
