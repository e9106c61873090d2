/**
 * AWS's own Lambda runtime client runs bundled handlers, on Node 22 and 24. A line for each thing
 * that is shown; exits 1 if one is not so. Where the client cannot be built it says `not run`.
 */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';
import { start, temporaryFolder } from '../../scripts/lib/processes.mjs';
import {
  install,
  lockedInstall,
  onNode,
  pinned,
  ROOT,
  readJson,
  tarball,
} from '../../scripts/lib/projects.mjs';
import { tryAll } from '../../scripts/lib/try-all.mjs';
import { startRuntimeApi } from './runtime-api.mjs';

const FOLDER = join(ROOT, 'real/lambda-runtime');
const RUNTIME = join(FOLDER, 'node_modules/aws-lambda-ric/index.mjs');

/** CommonJS dependencies call `require`, which an ES module does not have. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** One file each, as most functions are deployed. */
const BUNDLES = [
  { source: 'examples/rest-api.ts', format: 'cjs', outfile: 'rest-cjs.cjs' },
  { source: 'examples/rest-api.ts', format: 'esm', outfile: 'rest-esm.mjs' },
  { source: 'real/lambda-runtime/streaming.mjs', format: 'esm', outfile: 'streaming.mjs' },
];

/** Bundles the functions with the packed package. @returns the folder that is their task root */
async function buildBundles() {
  const taskRoot = temporaryFolder();
  await install(taskRoot, await tarball(), pinned('@middy/core'));
  for (const { source, format, outfile } of BUNDLES) {
    const entry = join(taskRoot, source.split('/').at(-1));
    copyFileSync(join(ROOT, source), entry);
    await build({
      entryPoints: [entry],
      outfile: join(taskRoot, 'task', outfile),
      allowOverwrite: true,
      format,
      bundle: true,
      platform: 'node',
      target: 'node22',
      banner: format === 'esm' ? { js: REQUIRE } : {},
    });
  }
  return join(taskRoot, 'task');
}

/** Text that no answer, error or log line may hold. */
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LXRva2Vu.c2VjcmV0LXNpZ25hdHVyZQ';
const UNDECODABLE = 'secret-group,,team_manager';

/** @param groups the claim as API Gateway writes it; without it: a route without an authorizer */
function restEvent(groups) {
  const event = readJson(ROOT, '__tests__/fixtures/rest-api-event.json');
  event.headers.Authorization = `Bearer ${TOKEN}`;
  if (groups === undefined) delete event.requestContext.authorizer;
  else event.requestContext.authorizer.claims['cognito:groups'] = groups;
  return event;
}

/** What a REST API answers for what the runtime posted. */
const gatewayStatus = ({ kind, body }) =>
  kind !== 'error' && Number.isInteger(body?.statusCode) ? body.statusCode : 502;

/** One function, loaded by a runtime of its own, as Lambda does it; `prove` sends it events. */
async function withFunction(handler, env, prove) {
  const api = await startRuntimeApi();
  const name = 'teams';
  const runtime = start('node', [RUNTIME, handler], {
    env: {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: handler,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    },
  });
  const log = () => runtime.output.stdout + runtime.output.stderr;
  const died = runtime.ended.then((code) => {
    throw new Error(`the runtime ended with ${code}\n${log()}`);
  });
  try {
    await Promise.race([prove(api.invoke, log), died]);
  } finally {
    died.catch(() => undefined);
    await runtime.stop();
    api.stop();
  }
}

/** @returns how many things were shown */
async function prove(handler, env) {
  let shown = 0;
  function same(what, got, expected) {
    if (!isDeepStrictEqual(got, expected)) {
      throw new Error(`${what}: ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
    }
    shown += 1;
  }
  await withFunction(handler, env, async (invoke, log) => {
    const allowed = await invoke(restEvent('default,team_manager'));
    same('in the group', gatewayStatus(allowed), 200);
    same('its groups', JSON.parse(allowed.body.body).groups, ['default', 'team_manager']);
    const denied = await invoke(restEvent('not_team_manager'));
    same('not in the group', gatewayStatus(denied), 403);
    same('what it is told', denied.body.body, '{"message":"Forbidden"}');
    const anonymous = await invoke(restEvent());
    same('an unauthenticated request', gatewayStatus(anonymous), 401);
    same('the challenge', anonymous.body.headers['WWW-Authenticate'], 'Bearer');
    const refused = await invoke(restEvent(UNDECODABLE));
    same('an undecodable claim', [gatewayStatus(refused), refused.kind], [502, 'error']);
    const { errorType, errorMessage } = refused.body;
    const plain = ['InternalServerError', 'Internal Server Error'];
    same('its error', [errorType, errorMessage], plain);
    same('the code in the log', log().includes('"code":"ERR_CLAIM_FORMAT"'), true);
    same(
      'the log says what is wrong',
      log().includes('ERR_CLAIM_FORMAT, see docs/errors.md'),
      true,
    );
    const told = [denied, anonymous, refused].map(({ posted }) => posted).join('') + log();
    same('neither token nor claim anywhere', /secret|eyJ/u.test(told), false);
  });
  return `${shown} of ${shown} shown`;
}

/** It builds native code, with cmake, make, g++, python3, tar, xz and the headers of Node. */
const cannot = await lockedInstall(FOLDER).catch(({ message }) => message);
if (cannot !== undefined) {
  console.log(`not run: aws-lambda-ric cannot be built here\n${cannot}`);
  process.exit();
}
const taskRoot = await buildBundles();
const attempts = [];
for (const node of [22, 24]) {
  const env = await onNode(node);
  for (const { outfile } of BUNDLES) {
    const handler = `${outfile.split('.')[0]}.handler`;
    attempts.push([`Node ${node}, ${handler}`, () => prove(handler, env)]);
  }
}
await tryAll(attempts);
