/**
 * `npm run fuzz:mutants [-- --cases 20000 --seed N --only PATTERN]`: plants one mistake at a time in a copy of the
 * build, and says whether the fuzzer finds it. Exits 1 if one stays hidden.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { CACHE, ROOT } from '../scripts/lib/projects.mjs';
import { fuzz } from './fuzz/fuzz.mjs';
import { MUTANTS } from './fuzz/mutants.mjs';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const built = readFileSync(join(ROOT, 'dist/all.js'), 'utf8');

function plant([name, from, to], index) {
  const pieces = built.split(from);
  if (pieces.length !== 2) throw new Error(`${name}: found ${pieces.length - 1} times, not once`);
  const folder = join(CACHE, 'mutants', String(index));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'all.mjs');
  writeFileSync(file, pieces.join(to));
  return pathToFileURL(file).href;
}

// All are planted before one is tried, so that a stale one shows at once.
const planted = MUTANTS.map((mutant, index) => [mutant[0], plant(mutant, index)]).filter(([name]) =>
  name.includes(values.only),
);
const hidden = [];
for (const [name, url] of planted) {
  const { failed, cases, problem } = await fuzz(await import(url), {
    cases: Number(values.cases),
    seed: Number(values.seed),
    shrinks: false,
  });
  if (!failed) hidden.push(name);
  console.log(
    `${failed ? `found after ${String(cases).padStart(6)}` : `HIDDEN      ${cases}`}  ${name}`,
  );
  if (values.only !== '' && failed) console.log(problem);
}
console.log(`${planted.length - hidden.length} of ${planted.length} found, seed ${values.seed}`);
if (hidden.length > 0) process.exitCode = 1;
