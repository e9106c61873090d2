/**
 * The benchmarks: `node bench/run.mjs [--quick] [--node 24] [--only <pattern>] [--part times,allocations,cold-start,size] [--no-build]`.
 * Prints tables and writes `.cache/bench/node<major>.json` (`…-part.json` when quick or in part). With `--check` it measures only sizes and imports, and exits 1 if one is over
 * `budget.json`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CACHE, ROOT } from '../scripts/lib/folders.mjs';
import { lockedInstall } from '../scripts/lib/locked-install.mjs';
import { onNode } from '../scripts/lib/node-versions.mjs';
import { run } from '../scripts/lib/run.mjs';
import { coldStartTable, measureColdStart, shareOfHttpErrors } from './cold-start.mjs';
import { report } from './report.mjs';
import { measureSizes, overBudget, sizesTable } from './size.mjs';

const PARTS = ['times', 'allocations', 'cold-start', 'size'];

/** The young generation is larger than all that is allocated. */
const NO_COLLECTION = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    node: { type: 'string', default: process.versions.node.split('.')[0] },
    only: { type: 'string', default: '' },
    part: { type: 'string', default: PARTS.join() },
    'no-build': { type: 'boolean', default: false },
  },
});

if (!values['no-build']) await run('npm', ['run', '--silent', 'build'], { cwd: ROOT });
const env = await onNode(values.node);
process.exitCode = values.check ? await check() : await measureAll();

async function check() {
  const sizes = await measureSizes();
  const coldStart = await measureColdStart(env, { processes: 9, peers: false });
  console.log(`${sizesTable(sizes)}\n${coldStartTable(coldStart)}`);
  const share = shareOfHttpErrors(coldStart);
  const most = JSON.parse(readFileSync(new URL('budget.json', import.meta.url), 'utf8')).importShareOfHttpErrors;
  const faults = overBudget(sizes).map(([name, { gzipped, budget }]) => `${name}: ${gzipped} bytes of ${budget}`);
  if (share > most) faults.push(`import: ${share.toFixed(2)} of what http-errors costs, at most ${most}`);
  console.log(faults.length === 0 ? '\nwithin budget' : `\nOVER BUDGET\n${faults.join('\n')}`);
  return faults.length === 0 ? 0 : 1;
}

async function measureAll() {
  const { quick } = values;
  const parts = values.part.split(',');
  for (const folder of ['engines', 'jwt-auth']) {
    await lockedInstall(fileURLToPath(new URL(`peers/${folder}/`, import.meta.url)));
  }
  const version = (await run('node', ['-p', 'process.versions.node'], { env })).trim();
  const result = {
    node: version,
    cpu: cpus()[0].model,
    cores: cpus().length,
    date: new Date().toISOString(),
    times: {},
  };

  if (parts.includes('times')) {
    const size = quick ? { processes: 1, rounds: 5, iterations: 150 } : { processes: 3, rounds: 7, iterations: 300 };
    result.times = await measureTimesOf(size);
  }
  if (parts.includes('allocations')) result.allocations = await allocationsOf();
  if (parts.includes('cold-start')) result.coldStart = await measureColdStart(env, { processes: quick ? 5 : 21 });
  if (parts.includes('size')) result.sizes = await measureSizes();
  console.log(`\n${report(result)}`);

  const folder = join(CACHE, 'bench');
  mkdirSync(folder, { recursive: true });
  const whole = !quick && values.only === '' && parts.length === PARTS.length;
  writeFileSync(join(folder, `node${values.node}${whole ? '' : '-part'}.json`), `${JSON.stringify(result, null, 2)}\n`);
  return 0;
}

/** Loaded late: it imports the build. */
async function measureTimesOf(size) {
  const { measureTimes } = await import('./times.mjs');
  return measureTimes(env, { ...size, only: new RegExp(values.only) });
}

async function allocationsOf() {
  const file = fileURLToPath(new URL('allocations.mjs', import.meta.url));
  return JSON.parse(await run('node', [...NO_COLLECTION, file], { env }));
}
