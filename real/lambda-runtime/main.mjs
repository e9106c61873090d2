/**
 * AWS's own Lambda runtime client runs bundled handlers, on Node 22 and 24. Prints a line for each thing that is shown; exits 1 if one is not
 * so, and 3 on a machine where the client cannot be built.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../scripts/lib/folders.mjs';
import { lockedInstall } from '../../scripts/lib/locked-install.mjs';
import { onNode } from '../../scripts/lib/node-versions.mjs';
import { NOT_RUN, proof } from '../../scripts/lib/proof.mjs';
import { start } from '../../scripts/lib/run.mjs';
import { buildBundles } from './bundles.mjs';
import { startRuntimeApi } from './runtime-api.mjs';
import { cannotBuild } from './toolchain.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const RUNTIME = join(FOLDER, 'node_modules', 'aws-lambda-ric', 'index.mjs');
const FUNCTIONS = ['rest-cjs.handler', 'rest-esm.handler', 'streaming.handler'];

/** Text that no answer, error or log line may hold. */
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LXRva2Vu.c2VjcmV0LXNpZ25hdHVyZQ';
const UNDECODABLE = 'secret-group,,team_manager';

/** The event of a REST API. @param groups the value of the claim as API Gateway writes it; `undefined`: nobody, a route without an authorizer */
function restEvent(groups) {
  const event = JSON.parse(readFileSync(join(ROOT, '__tests__', 'fixtures', 'rest-api-event.json'), 'utf8'));
  event.headers.Authorization = `Bearer ${TOKEN}`;
  if (groups === undefined) delete event.requestContext.authorizer;
  else event.requestContext.authorizer.claims['cognito:groups'] = groups;
  return event;
}

/** What a REST API answers for what the runtime posted. */
function gatewayStatus({ kind, body }) {
  return kind !== 'error' && Number.isInteger(body?.statusCode) ? body.statusCode : 502;
}

/** One function, loaded by a runtime of its own, as Lambda does it. */
async function startFunction(handler, taskRoot, env) {
  const api = await startRuntimeApi();
  const runtime = start('node', [RUNTIME, handler], {
    env: {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: handler,
      AWS_LAMBDA_FUNCTION_NAME: 'teams',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/teams',
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    },
  });
  const log = () => runtime.printed.stdout + runtime.printed.stderr;
  const died = runtime.ended.then((code) => {
    throw new Error(`the runtime ended with ${code}\n${log()}`);
  });
  died.catch(() => undefined);
  return {
    log,
    invoke: (event) => Promise.race([api.invoke(event), died]),
    async stop() {
      await runtime.stop();
      await api.stop();
    },
  };
}

async function prove(check, name, { invoke, log }) {
  const allowed = await invoke(restEvent('default,team_manager'));
  check(
    `${name}: in the group`,
    [gatewayStatus(allowed), JSON.parse(allowed.body.body).groups],
    [200, ['default', 'team_manager']],
  );
  const denied = await invoke(restEvent('not_team_manager'));
  check(`${name}: not in the group`, [gatewayStatus(denied), denied.body.body], [403, '{"message":"Forbidden"}']);
  const nobody = await invoke(restEvent(undefined));
  check(`${name}: nobody`, [gatewayStatus(nobody), nobody.body.headers['WWW-Authenticate']], [401, 'Bearer']);
  const refused = await invoke(restEvent(UNDECODABLE));
  const { errorType, errorMessage } = refused.body;
  check(
    `${name}: an undecodable claim`,
    [gatewayStatus(refused), refused.kind, errorType, errorMessage],
    [502, 'error', 'InternalServerError', 'Internal Server Error'],
  );
  check(`${name}: the log has its code`, log().includes('"code":"ERR_CLAIM_FORMAT"'), true);
  check(`${name}: the log says what is wrong`, log().includes('middy-cognito-groups: a claim cannot be read'), true);
  const told = [denied, nobody, refused].map(({ posted }) => posted).join('') + log();
  check(`${name}: neither token nor claim in answers, errors and log`, /secret|eyJ/u.test(told), false);
}

/** @returns why the client cannot be had on this machine, or `undefined` */
async function cannotInstall() {
  const reason = cannotBuild();
  if (reason !== undefined) return reason;
  // It builds itself, for which it may need to fetch the headers of Node.
  return lockedInstall(FOLDER).catch(({ message }) => message);
}

const reason = await cannotInstall();
if (reason !== undefined) {
  console.log(`not run: ${reason}`);
  process.exit(NOT_RUN);
}
const taskRoot = await buildBundles();
const { check, end } = proof();
for (const major of [22, 24]) {
  const env = await onNode(major);
  for (const handler of FUNCTIONS) {
    const lambda = await startFunction(handler, taskRoot, env);
    try {
      await prove(check, `Node ${major}, ${handler}`, lambda);
    } finally {
      await lambda.stop();
    }
  }
}
end();
