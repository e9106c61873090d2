/**
 * `npm run bench [-- --quick --only <pattern> --node 24 --package <folder> --beside <folder>]`.
 * With `--check`: sizes and imports only; exits 1 if one is over `budget.json`.
 */
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../scripts/lib/processes.mjs';
import { lockedInstall, onNode, ROOT, readJson } from '../scripts/lib/projects.mjs';
import { measureImports, sharesOfHttpErrors } from './imports.mjs';
import { measureSizes, QUICK_START } from './sizes.mjs';

const HERE = join(ROOT, 'bench');
const WORKER = join(HERE, 'worker.mjs');

/** Node 20's compiler crashes where it takes back an inlined call into WebAssembly. */
const NO_INLINED_WASM = '--no-turbo-inline-js-wasm-calls';
const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    node: { type: 'string' },
    package: { type: 'string', default: ROOT },
    beside: { type: 'string' },
  },
});
const { quick } = values;
const ours = resolve(values.package);
const builds = [['ours', ours]];
if (values.beside !== undefined) builds.push(['the build beside', resolve(values.beside)]);
const env = await onNode(values.node);

function quantile(numbers, share) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.ceil(at)] - sorted[low]) * (at - low);
}
/** A mean would let one pause of the machine decide. */
const median = (numbers) => quantile(numbers, 0.5);
const spread = (numbers, digits) =>
  [0.25, 0.75].map((share) => quantile(numbers, share).toFixed(digits)).join('–');

function print(...lines) {
  const rows = lines.map((row) => `| ${row.join(' | ')} |`);
  console.log(['', rows[0], `|${' --- |'.repeat(lines[0].length)}`, ...rows.slice(1)].join('\n'));
}

async function check() {
  const budget = readJson(HERE, 'budget.json');
  const faults = [];
  const [, gzipped] = (await sizes())[QUICK_START];
  const most = budget.quickStartGzippedBytes;
  if (gzipped > most) faults.push(`${QUICK_START}: ${gzipped} bytes gzipped, at most ${most}`);
  const share = await imports(15);
  const mostShare = budget.importShareOfHttpErrors;
  if (share > mostShare)
    faults.push(`import: ${share.toFixed(2)} of http-errors, at most ${mostShare}`);
  console.log(faults.length === 0 ? '\nwithin budget' : `\nOVER BUDGET\n${faults.join('\n')}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

async function sizes() {
  const found = await measureSizes(ours);
  const rows = Object.entries(found).map(([name, bytes]) => [name, ...bytes]);
  print(['bytes in a bundle', 'minified', 'gzipped'], ...rows);
  return found;
}

/** @returns our share of what importing `http-errors` costs */
async function imports(processes) {
  const found = await measureImports(env, ours, processes);
  const share = median(sharesOfHttpErrors(found));
  const rows = Object.entries(found).map(([name, each]) => [
    name,
    median(each).toFixed(2),
    spread(each, 1),
  ]);
  print(['milliseconds in a fresh process', 'median', 'quartiles'], ...rows);
  console.log(`\nimport, ours ÷ http-errors: ${share.toFixed(2)}`);
  return share;
}

/** Processes of the same case are minutes apart, so that a slow minute does not decide. */
async function times(names) {
  const all = Object.fromEntries(names.map((name) => [name, {}]));
  const size = { rounds: quick ? 10 : 30, milliseconds: 15 };
  const rows = [];
  for (let turn = quick ? 2 : 0; turn < 3; turn += 1) {
    for (const name of names) {
      const args = [NO_INLINED_WASM, WORKER, name, JSON.stringify(size), JSON.stringify(builds)];
      const { found, alone } = JSON.parse(await run('node', args, { env }));
      all[name].alone = alone;
      for (const [key, rounds] of Object.entries(found)) {
        all[name][key] = [...(all[name][key] ?? []), ...rounds];
      }
    }
  }
  for (const [name, { alone, empty, ours: own, ...others }] of Object.entries(all)) {
    const over = (rounds) => rounds.map((ns, round) => ns - empty[round]);
    for (const [other, rounds] of Object.entries(others)) {
      const theirs = alone.includes(other) ? rounds : over(rounds);
      // Round by round: what slows the machine down slows both sides of one round.
      const ratios = over(own).map((ns, round) => ns / theirs[round]);
      const [theirNs, ownNs] = [median(theirs), median(over(own))].map(Math.round);
      rows.push([name, other, theirNs, ownNs, median(ratios).toFixed(3), spread(ratios, 3)]);
    }
  }
  const head = ['ns over an empty chain', 'beside', 'its ns', 'ours', 'ours ÷ it', 'quartiles'];
  print(head, ...rows);
}

if (ours === resolve(ROOT)) await run('npm', ['run', '--silent', 'build'], { cwd: ROOT });
if (values.check) {
  await check();
} else {
  await lockedInstall(join(HERE, 'peers'));
  const version = await run('node', ['--version'], { env });
  console.log(`Node ${version.trim()}, ${cpus()[0].model}, ${cpus().length} cores`);
  // Loaded late: it imports the peers.
  const { CASES } = await import('./cases.mjs');
  const names = Object.keys(CASES).filter((name) => new RegExp(values.only).test(name));
  await times(names);
  await imports(quick ? 3 : 15);
  await sizes();
}
