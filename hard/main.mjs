/**
 * `npm run test:hard [-- --long --only PART]`: attacks the built package from all sides, and prints
 * one table. Exits 1 if anything failed. `--long` is the run of `docs/security.md`.
 */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { run } from '../scripts/lib/processes.mjs';
import { ROOT } from '../scripts/lib/projects.mjs';
import { installMiddy, MAJORS } from './lib/middy.mjs';

const { values } = parseArgs({
  options: { long: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});

/** One number for the short form, another for the long one. */
const either = (short, long) => (values.long ? long : short);

/** The longest first, so that none of them is left alone at the end. */
const PARTS = [
  // The gate plays the same cases each time, the long run others.
  ['fuzzing', either({ seconds: 30, seed: 1 }, { seconds: 600 })],
  ['mutants', { every: either(7, 1) }],
  ...MAJORS.map((major) => ['isolation', { major, requests: either(1500, 10_000) }]),
  ['pollution', {}],
  ['growth', {}],
  ['memory', { requests: either(110_000, 1_100_000) }],
  ['expressions', {}],
  ...MAJORS.map((major) => ['order', { major, chains: either(500, 10_000) }]),
  ['faults', {}],
  ['package', {}],
];

async function runPart([name, options]) {
  const start = performance.now();
  const part = ['--expose-gc', 'hard/part.mjs', name, JSON.stringify(options), '--json'];
  const rows = await run('node', part, { cwd: ROOT, limitMs: either(600_000, 3_600_000) })
    .then((printed) => JSON.parse(printed.trim().split('\n').at(-1)))
    .catch(({ message }) => [{ what: name, tried: 0, unit: 'nothing', failed: [message] }]);
  const seconds = Math.round((performance.now() - start) / 1000);
  const problems = rows.flatMap(({ failed }) => failed);
  const mark = problems.length > 0 ? 'FAILED' : 'ok    ';
  console.error([`${mark} ${name} (${seconds} s)`, ...problems].join('\n'));
  return rows;
}

/** As many at once as there are processors. */
async function runAll(parts) {
  const waiting = parts.entries();
  const results = [];
  async function work() {
    for (const [index, part] of waiting) results[index] = await runPart(part);
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results.flat();
}

// Installed before parts ask for them at the same time.
for (const major of MAJORS) await installMiddy(major);
const start = performance.now();
const rows = await runAll(PARTS.filter(([name]) => name.includes(values.only)));
const seconds = Math.round((performance.now() - start) / 1000);
const passed = rows.filter(({ failed }) => failed.length === 0).length;

console.log('\n| what was tried | how many | failed |\n| --- | --- | --- |');
for (const { what, tried, unit, failed } of rows) {
  console.log(`| ${what} | ${tried.toLocaleString('en')} ${unit} | ${failed.length || 'none'} |`);
}
console.log(
  `\n${seconds} s, Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model}`,
);
console.log(`\n${passed} passed, ${rows.length - passed} failed`);
if (passed < rows.length) process.exitCode = 1;
