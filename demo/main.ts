import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { accessMatrix } from 'middy-cognito-groups';
import { callersOf, signEverybodyIn } from './callers.js';
import { toCurls } from './curl.js';
import { Recorder, send } from './exchange.js';
import { attemptsOf, expect, ROUTES } from './expectation.js';
import { handler as guardedApi } from './guarded-api.js';
import type { ApiType } from './local-aws/events.js';
import { startGateway } from './local-aws/gateway.js';
import { tokenVerifier } from './local-aws/token-verifier.js';
import { startUserPool, type Tokens } from './local-aws/user-pool.js';
import { access, handler as policyApi } from './policy-api.js';
import { handler as routedApi } from './routed-api.js';
import { type Row, toTable } from './table.js';
import { faultsOf } from './verdict.js';

/** Each kind of API, the tokens its authorizer accepts, and a function with its kind of guard. */
const APIS = [
  ['REST', 'id', policyApi, 'routePolicy'],
  ['HTTP 2.0', null, guardedApi, 'guardRoutes'],
  ['HTTP 1.0', null, routedApi, 'requireGroup in each route'],
] as const;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const ORPHAN_CHECK_MS = 250;

/** @returns the exit code: 1 if an answer does not match the token */
async function demo(serve: boolean): Promise<number> {
  const stops: (() => Promise<void>)[] = [];
  try {
    const pool = await startUserPool();
    stops.push(pool.stop);
    const tokens = await signEverybodyIn(pool);
    const rows: Row[] = [];
    for (const [api, tokenUse, handler] of APIS) {
      const recorder = new Recorder(handler);
      const verify = tokenVerifier(pool, tokenUse);
      const gateway = await startGateway({
        api,
        routes: ROUTES,
        verify,
        handler: recorder.handler,
      });
      stops.push(gateway.stop);
      rows.push(...(await askEverything(api, gateway.url, tokens, recorder)));
    }
    const matrix = accessMatrix(access).toMarkdown();
    const ways = APIS.map(([api, , , way]) => `${api}: ${way}`).join(' · ');
    const right = rows.filter(({ faults }) => faults.length === 0).length;
    console.log(`who can call what, from the table of routePolicy:\n\n${matrix}\n`);
    console.log(
      `${toTable(rows)}\n\nguarded by ${ways}\ndemo: ${rows.length} requests, ${right} as the token says`,
    );
    if (serve) {
      console.log(`\n${toCurls(rows)}\n\nServing until Ctrl-C`);
      await new Promise<never>(() => {});
    }
    return right === rows.length ? 0 : 1;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** One after the other, so that the recorder's last event belongs to the last request. */
async function askEverything(
  api: ApiType,
  gatewayUrl: string,
  tokens: ReadonlyMap<string, Tokens>,
  recorder: Recorder,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const attempt of attemptsOf(callersOf(api, tokens))) {
    const exchange = await send(gatewayUrl, attempt, recorder);
    rows.push({ api, gatewayUrl, attempt, exchange, faults: faultsOf(exchange, expect(attempt)) });
  }
  return rows;
}

function wantsToServe(): boolean {
  try {
    return parseArgs({ options: { serve: { type: 'boolean', default: false } } }).values.serve;
  } catch (error) {
    console.error(`demo: ${(error as Error).message}\nusage: npm run demo [-- --serve]`);
    process.exit(2);
  }
}

/** The servers end with this process, and when it exits cognito-local and its folder go as well. */
function stopWhenTold(): void {
  for (const signal of SIGNALS)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  // A SIGTERM to `npm run` ends npm and its shell, which does not pass it on.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(128 + constants.signals.SIGTERM);
  }, ORPHAN_CHECK_MS).unref();
}

const serve = wantsToServe();
stopWhenTold();
process.exitCode = await demo(serve);
