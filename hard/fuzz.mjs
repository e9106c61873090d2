/**
 * `npm run fuzz [-- --seconds 60 --seed N]`: random callers, events, tampering and guards against
 * the built package. A failure prints its seed and the smallest case that fails, which
 * `--case FILE` plays again.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as library from '../dist/all.js';
import { fuzz } from './fuzz/fuzz.mjs';
import { judge } from './fuzz/judge.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    case: { type: 'string' },
  },
});

async function playAgain(file) {
  const problem = await judge(JSON.parse(readFileSync(file, 'utf8')), library, () => undefined);
  return { failed: problem !== undefined, text: problem ?? 'the case is answered as promised' };
}

async function playRandom() {
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  const { cases, failed, problem, summary } = await fuzz(library, { seconds, seed });
  const passed = `${cases} cases in ${seconds} s, seed ${seed}: none failed\n${summary}`;
  return { failed, text: failed ? `FAILED ${problem}` : passed };
}

const { failed, text } = await (values.case === undefined ? playRandom() : playAgain(values.case));
console.log(text);
if (failed) process.exitCode = 1;
