/**
 * `npm run fuzz [-- --seconds 60 --seed N --dist FOLDER]`: random callers, events, tampering and
 * guards against the built package. A failure prints its seed and the smallest case that fails.
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/fuzz.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    dist: { type: 'string', default: 'dist' },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
const library = await import(pathToFileURL(join(resolve(values.dist), 'all.js')).href);
const { cases, failed, problem, summary } = await fuzz(library, { seconds, seed });
console.log(
  failed
    ? `FAILED ${problem}`
    : `${cases} cases in ${seconds} s, seed ${seed}: none failed\n${summary}`,
);
if (failed) process.exitCode = 1;
