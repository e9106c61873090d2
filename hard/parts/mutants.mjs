/** Mistakes that are planted in the build: the fuzzer has to find each of them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CACHE, ROOT } from '../../scripts/lib/projects.mjs';
import { fuzz } from '../fuzz/fuzz.mjs';
import { MUTANTS } from '../fuzz/mutants.mjs';

/** @throws Error if what is to be replaced does not stand there exactly once */
function plant(built, [name, from, to], index) {
  const pieces = built.split(from);
  if (pieces.length !== 2) throw new Error(`${name}: found ${pieces.length - 1} times, not once`);
  const folder = join(CACHE, 'hard', 'mutants', String(index));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'all.mjs');
  writeFileSync(file, pieces.join(to));
  return { name, url: pathToFileURL(file).href };
}

/**
 * @param options `print` gets a line for each; `only` is a part of the names of those to try, and
 *   `every` fifth is tried if it is 5
 */
export default async function mutants({
  cases = 20_000,
  seed = 1,
  only = '',
  every = 1,
  print = () => undefined,
}) {
  const built = readFileSync(join(ROOT, 'dist/all.js'), 'utf8');
  // All are planted before one is tried, so that a stale one shows at once.
  const planted = MUTANTS.map((mutant, index) => plant(built, mutant, index)).filter(
    ({ name }, index) => name.includes(only) && index % every === 0,
  );
  const failed = [];
  for (const { name, url } of planted) {
    const result = await fuzz(await import(url), { cases, seed, shrinks: false });
    const after = String(result.cases).padStart(6);
    print(
      result.failed
        ? `found after ${after} cases: ${name}`
        : `NOT FOUND in ${after} cases: ${name}`,
    );
    if (!result.failed) failed.push(`not found: ${name}`);
  }
  return [
    {
      what: `planted mistakes that the fuzzer finds, seed ${seed}`,
      tried: planted.length,
      unit: 'mistakes',
      failed,
    },
  ];
}
