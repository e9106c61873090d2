/**
 * `examples/serverless-offline` as its users run it, with tokens made here. Prints a line for each request; exits 1 if one is answered
 * wrongly. It shows that a local set-up works, nothing about AWS: serverless-offline believes any token.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/folders.mjs';
import { lockedInstall } from '../../scripts/lib/locked-install.mjs';
import { tarball } from '../../scripts/lib/package.mjs';
import { proof } from '../../scripts/lib/proof.mjs';
import { run, start } from '../../scripts/lib/run.mjs';

const FOLDER = join(ROOT, 'examples', 'serverless-offline');
const START_LIMIT_MS = 60_000;
const POLL_MS = 100;

const END_WITH_STARTER = new URL('../../scripts/lib/end-with-starter.mjs', import.meta.url).href;

/** Free ports of the loopback interface, all different. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** @returns the URL of both APIs and `stop()` */
async function startOffline() {
  const [httpPort, lambdaPort] = await freePorts(2);
  const program = join(FOLDER, 'node_modules', 'serverless', 'bin', 'serverless.js');
  const options = ['--host', '127.0.0.1', '--httpPort', httpPort, '--lambdaPort', lambdaPort, '--noSponsor'];
  const server = start(process.execPath, ['--import', END_WITH_STARTER, program, 'offline', ...options], {
    cwd: FOLDER,
    stdin: 'pipe',
  });
  let running = true;
  const ended = server.ended.finally(() => {
    running = false;
  });
  ended.catch(() => undefined);
  const limit = Date.now() + START_LIMIT_MS;
  const all = () => server.printed.stdout + server.printed.stderr;
  while (!all().includes('Server ready')) {
    if (!running || Date.now() > limit) {
      await server.stop();
      throw new Error(`serverless-offline did not start\n${all()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { url: `http://127.0.0.1:${httpPort}`, stop: server.stop };
}

/** A token with a signature that no key has made. */
function token(claims) {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    sub: '3f1a7c52-0000-4000-8000-000000000001',
    iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_wdX1z5e3m',
    aud: '1example23456789',
    token_use: 'id',
    'cognito:username': 'ada',
    iat: now,
    exp: now + 3600,
    ...claims,
  };
  return [{ alg: 'RS256', kid: 'none' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('Zm9yZ2Vk')
    .join('.');
}

async function put(url, bearer) {
  const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  const response = await fetch(url, { method: 'PUT', headers });
  return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() };
}

await lockedInstall(FOLDER);
// Nothing of the package is in the lock file: the tarball is another one after every change.
const options = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'];
await run('npm', ['install', ...options, await tarball()], { cwd: FOLDER });

const { check, end } = proof();
const offline = await startOffline();
try {
  for (const [api, source] of [
    ['rest', 'rest-api'],
    ['http', 'http-api'],
  ]) {
    const url = `${offline.url}/${api}/teams/7`;
    const manager = await put(url, token({ 'cognito:groups': ['default', 'team_manager'] }));
    check(
      `${api}: a team manager`,
      [manager.status, manager.body],
      [200, { teamId: '7', groups: ['default', 'team_manager'], source }],
    );
    const member = await put(url, token({ 'cognito:groups': ['not_team_manager'] }));
    check(`${api}: a member of another group`, [member.status, member.body], [403, { message: 'Forbidden' }]);
    const groupless = await put(url, token({}));
    check(`${api}: a user in no group`, [groupless.status, groupless.body], [403, { message: 'Forbidden' }]);
    // Over REST no authorizer runs and the guard answers; over HTTP it is serverless-offline's.
    const nobody = await put(url);
    check(`${api}: no token`, [nobody.status, nobody.challenge], [401, api === 'rest' ? 'Bearer' : null]);
  }
} finally {
  await offline.stop();
}
end();
