/**
 * How similar packages answer: `node bench/peers/behaviour.mjs`. Prints the table of the README and
 * exits 1 if it differs; `UPDATE_DOCS=1` writes it. `docs/peers.md` explains the rows.
 */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from '../../scripts/lib/processes.mjs';
import { lockedInstall, pinned, ROOT, readJson } from '../../scripts/lib/projects.mjs';

const PEERS = join(ROOT, 'bench/peers');
const README = join(ROOT, 'README.md');
const BLOCK = /(?<=<!-- begin peers -->\n).*(?=<!-- end peers -->)/su;

const POOL = 'eu-west-1_abcdefghi';
const ISSUER = `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`;
const CLIENT = 'client1';

await run('npm', ['run', '--silent', 'build'], { cwd: ROOT });
await lockedInstall(PEERS);
const versionOf = (name) => readJson(PEERS, 'package.json').dependencies[name];

/** @returns how a promise or a function ends, as a cell of the table */
async function outcome(ask) {
  try {
    return describe(await ask());
  } catch (error) {
    if (error instanceof TypeError) return '`TypeError` at start';
    return describe(error);
  }
}

function describe(answer) {
  const status = answer?.statusCode ?? answer?.status;
  if (status === 200) return 'allowed';
  return status === undefined ? 'an error, no status' : String(status);
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function sign(groups) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: '1', iss: ISSUER, client_id: CLIENT, token_use: 'access' };
  const payload = { ...claims, iat: now, exp: now + 600, 'cognito:groups': groups };
  const parts = [{ alg: 'RS256', kid: 'key1' }, payload];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = createSign('RSA-SHA256').update(text.join('.')).sign(privateKey, 'base64url');
  return [...text, signature].join('.');
}

/**
 * Each asks about a rule. `groups` is `null` for a caller without the claim, and `undefined` for a
 * request without a caller.
 */
async function ours() {
  const { default: middy } = await import('@middy/core');
  const { anyOf, cognitoGroups, requireGroup } = await import('../../dist/all.js');
  const { restApiEvent } = await import('../../dist/testing/index.js');
  return (rule, groups) =>
    middy()
      .use(cognitoGroups())
      .use(requireGroup(rule.length === 1 ? rule[0] : anyOf(...rule)))
      .handler(async () => ({ statusCode: 200 }))(
      restApiEvent({ groups: groups === null ? [] : groups }),
      {},
    );
}

async function expressJwtPermissions() {
  const { default: permissions } = await import('express-jwt-permissions');
  const guard = permissions({ requestProperty: 'user', permissionsProperty: 'groups' });
  return (rule, groups) =>
    new Promise((resolve, reject) => {
      // express-jwt sets no user without a token.
      const user = groups === undefined ? undefined : { groups: groups ?? undefined };
      const next = (error) => (error ? reject(error) : resolve({ status: 200 }));
      guard.check(rule)({ user }, undefined, next);
    });
}

async function awsJwtVerify() {
  const { CognitoJwtVerifier } = await import('aws-jwt-verify');
  const settings = { userPoolId: POOL, tokenUse: 'access', clientId: CLIENT };
  const verifier = CognitoJwtVerifier.create(settings);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key1', alg: 'RS256', use: 'sig' };
  verifier.cacheJwks({ keys: [jwk] });
  return async (rule, groups) => {
    await verifier.verify(groups === undefined ? '' : sign(groups ?? undefined), { groups: rule });
    return { status: 200 };
  };
}

/** Its README checks the payload in the handler, so a caller outside a group is that check's. */
async function jwtAuth() {
  const { default: middy } = await import('@middy/core');
  const { default: jwt } = await import('middy-middleware-jwt-auth');
  const options = {
    algorithm: jwt.EncryptionAlgorithms.RS256,
    credentialsRequired: true,
    secretOrPublicKey: publicKey.export({ type: 'spki', format: 'pem' }),
  };
  const handler = middy()
    .use(jwt.default(options))
    .handler(async () => ({ statusCode: 200 }));
  return (_, groups) => {
    const headers = groups === undefined ? {} : { authorization: `Bearer ${sign(groups)}` };
    return handler({ headers }, {});
  };
}

async function installsWithMiddy7(name) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'package.json'), '{ "private": true }');
  try {
    await run('npm', ['install', '--dry-run', '@middy/core@7', name], { cwd });
    return 'yes';
  } catch (error) {
    if (error.message.includes('ERESOLVE')) return 'no: `ERESOLVE`';
    throw error;
  }
}

const COLUMNS = [
  {
    name: 'this package',
    ask: await ours(),
    reads: 'events of REST APIs, HTTP APIs and AppSync; verified tokens',
    rules: 'any, all, none, nested; owner, scope, age; a table of routes',
    install: ROOT,
  },
  {
    name: `express-jwt-permissions ${versionOf('express-jwt-permissions')}`,
    ask: await expressJwtPermissions(),
    reads: 'a list, or a string with spaces, on the request',
    rules: 'any of all',
    install: `express-jwt-permissions@${versionOf('express-jwt-permissions')}`,
  },
  {
    name: pinned('aws-jwt-verify').replace('@', ' '),
    ask: await awsJwtVerify(),
    reads: 'the token that it verifies',
    rules: 'any',
    install: pinned('aws-jwt-verify'),
  },
  {
    name: `middy-middleware-jwt-auth ${versionOf('middy-middleware-jwt-auth')}`,
    ask: await jwtAuth(),
    reads: 'the token that it verifies',
    rules: 'none: your handler',
    isYours: true,
    install: `middy-middleware-jwt-auth@${versionOf('middy-middleware-jwt-auth')}`,
  },
];

const ASKED = [
  ['an empty list of groups', [], ['member']],
  ['a caller outside the group', ['admin'], ['member']],
  ['a caller in no group', ['admin'], null],
  ['a request without a token', ['admin'], undefined],
];

const rows = [
  ['', ...COLUMNS.map(({ name }) => name)],
  ['---', ...COLUMNS.map(() => '---')],
  ['reads the groups from', ...COLUMNS.map(({ reads }) => reads)],
  ['rules', ...COLUMNS.map(({ rules }) => rules)],
];
for (const [name, rule, groups] of ASKED) {
  const cells = COLUMNS.map(({ ask, isYours }) =>
    isYours && groups !== undefined ? 'your handler' : outcome(async () => ask(rule, groups)),
  );
  rows.push([name, ...(await Promise.all(cells))]);
}
const installs = COLUMNS.map(({ install }) => installsWithMiddy7(install));
rows.push(['installs beside Middy 7', ...(await Promise.all(installs))]);

const table = `${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
console.log(table);
const readme = readFileSync(README, 'utf8');
if (BLOCK.exec(readme)?.[0] !== table) {
  if (process.env.UPDATE_DOCS) {
    writeFileSync(
      README,
      readme.replace(BLOCK, () => table),
    );
  } else {
    console.error('the README has another table; UPDATE_DOCS=1 writes this one');
    process.exitCode = 1;
  }
}
