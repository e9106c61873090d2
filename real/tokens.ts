/**
 * Every way of a token through `verifiedToken`: a local user pool issues them by the AWS SDK, the
 * real `CognitoJwtVerifier` verifies them. A line for each; exits 1 if one is answered wrongly.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import middy from '@middy/core';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent } from 'middy-cognito-groups/testing';
import { startUserPool } from '../demo/local-aws/user-pool.js';

type Part = Record<string, unknown>;

const IN = '200';
const FORBIDDEN = '403';
const REFUSED = '401, Bearer error="invalid_token"';

let passed = 0;
let failed = 0;

const pool = await startUserPool();

/** A function with a Function URL, with these options of its verifier. */
function functionUrl(
  options: { userPoolId?: string; clientId?: string; tokenUse?: 'id' | null } = {},
) {
  const asked = {
    userPoolId: pool.id,
    clientId: pool.clientId,
    tokenUse: 'access',
    ...options,
  } as const;
  // The key set as the pool publishes it, without a network.
  const published = new TextEncoder().encode(JSON.stringify(pool.jwks)).buffer as ArrayBuffer;
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: async () => published } });
  const verifier = CognitoJwtVerifier.create(asked, { jwksCache });
  return middy()
    .use(cognitoGroups({ source: verifiedToken({ verifier }) }))
    .use(requireGroup('admin'))
    .handler(async ({ auth }) => ({ statusCode: 200, body: auth.groups.join(' ') }));
}

const access = functionUrl();

async function prove(
  what: string,
  token: string,
  expected: string,
  handler = access,
): Promise<void> {
  const answer = await handler(functionUrlEvent({ token }), {} as never).catch((error) => error);
  const challenge = answer.headers?.['WWW-Authenticate'];
  const got =
    challenge === undefined ? `${answer.statusCode}` : `${answer.statusCode}, ${challenge}`;
  if (got === expected) passed += 1;
  else failed += 1;
  console.log(
    got === expected ? `ok      ${what}: ${got}` : `FAILED  ${what}: ${got}, expected ${expected}`,
  );
}

/** Runs with a clock that is ahead. */
async function later(milliseconds: number, run: () => Promise<void>): Promise<void> {
  const now = Date.now;
  Date.now = () => now() + milliseconds;
  await run().finally(() => {
    Date.now = now;
  });
}

const decode = (part = ''): Part => JSON.parse(Buffer.from(part, 'base64url').toString());
const encode = (...parts: Part[]): string =>
  parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

/** Signs with a key that the pool has never had. */
function signElsewhere(...parts: [header: Part, payload: Part]): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = encode(...parts);
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
}

try {
  for (const group of ['admin', 'member']) await pool.createGroup(group);
  await pool.createUser('ada', ['admin', 'member']);
  await pool.createUser('mia', ['member']);
  await pool.createUser('nina');
  const accessToken = async (name: string) => (await pool.signIn(name)).accessToken;
  const ada = await pool.signIn('ada');
  const mia = await accessToken('mia');
  const ids = functionUrl({ tokenUse: 'id' });
  const elsewhere = functionUrl({ userPoolId: 'us-east-1_OtherPool' });

  await prove('access token of an admin', ada.accessToken, IN);
  await prove('access token of a member', mia, FORBIDDEN);
  await prove('access token of a user in no group', await accessToken('nina'), FORBIDDEN);
  await prove('ID token of an admin, where ID tokens are asked for', ada.idToken, IN, ids);
  await prove('both kinds, where either will do', ada.idToken, IN, functionUrl({ tokenUse: null }));

  await prove('wrong token_use: an ID token for an access token', ada.idToken, REFUSED);
  await prove('wrong token_use: an access token for an ID token', ada.accessToken, REFUSED, ids);
  await prove('wrong pool', ada.accessToken, REFUSED, elsewhere);
  await prove(
    'wrong client',
    ada.accessToken,
    REFUSED,
    functionUrl({ clientId: 'another-client' }),
  );

  const [header, payload] = mia.split('.', 2).map(decode) as [Part, Part];
  const signature = mia.split('.')[2];
  const promoted = { ...payload, 'cognito:groups': ['admin'] };
  const unsigned = encode({ ...header, alg: 'none' }, promoted);
  const symmetric = encode({ ...header, alg: 'HS256' }, promoted);
  const otherName = { ...header, kid: 'other' };
  await prove('tampered payload', `${encode(header, promoted)}.${signature}`, REFUSED);
  await prove('alg: none, without a signature', `${unsigned}.`, REFUSED);
  await prove('alg: none, with the old signature', `${unsigned}.${signature}`, REFUSED);
  await prove('alg: HS256', `${symmetric}.${signature}`, REFUSED);
  await prove(
    'a key of another pool, under the name of ours',
    signElsewhere(header, promoted),
    REFUSED,
  );
  await prove(
    'a key of another pool, under its own name',
    signElsewhere(otherName, promoted),
    REFUSED,
  );

  const { exp } = decode(ada.accessToken.split('.')[1]);
  const untilExpiry = Number(exp) * 1000 - Date.now();
  await later(untilExpiry - 1000, () => prove('a second before it expires', ada.accessToken, IN));
  await later(untilExpiry + 1000, () => prove('a second after', ada.accessToken, REFUSED));

  await pool.removeFromGroup('ada', 'admin');
  await pool.addToGroup('mia', 'admin');
  await prove('moved out of admin: the old token', ada.accessToken, IN);
  await prove('moved out of admin: a new token', await accessToken('ada'), FORBIDDEN);
  await prove('moved into admin: the old token', mia, FORBIDDEN);
  await prove('moved into admin: a new token', await accessToken('mia'), IN);
} finally {
  await pool.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
