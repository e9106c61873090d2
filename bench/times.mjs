/** Runs every group in processes of its own, in turns: round after round, one process of each. */
import { fileURLToPath } from 'node:url';
import { run } from '../scripts/lib/run.mjs';
import { EMPTY } from './cases/chain.mjs';
import { GROUPS } from './cases/index.mjs';
import { summarise } from './statistics.mjs';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** The compiler of Node 20 crashes where it has inlined a call into WebAssembly and has to take it back (`Deoptimizer`, "unreachable code"). */
const FLAGS = { 'peer: cedar-wasm': ['--no-turbo-inline-js-wasm-calls'] };

/**
 * @param env the environment of the Node to measure on
 * @returns the summaries by group and contestant
 */
export async function measureTimes(env, { processes, rounds, iterations, only }) {
  const names = Object.keys(GROUPS).filter((name) => only.test(name));
  const found = Object.fromEntries(names.map((name) => [name, {}]));
  for (let turn = 0; turn < processes; turn += 1) {
    for (const name of names) {
      const printed = await run('node', [...(FLAGS[name] ?? []), WORKER, name, String(rounds), String(iterations)], {
        env,
      });
      for (const [contestant, { inChain, rounds: measured }] of Object.entries(JSON.parse(printed))) {
        found[name][contestant] ??= { inChain, rounds: [] };
        found[name][contestant].rounds.push(...measured);
      }
    }
    console.error(`times: ${turn + 1} of ${processes}`);
  }
  return Object.fromEntries(names.map((name) => [name, summariseGroup(found[name])]));
}

function summariseGroup(contestants) {
  return Object.fromEntries(
    Object.entries(contestants).map(([name, { inChain, rounds }]) => [
      name,
      summarise(rounds, inChain && name !== EMPTY ? contestants.empty.rounds : undefined),
    ]),
  );
}
