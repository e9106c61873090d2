/** Mistakes that are planted in a build: the fuzzer has to find each of them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { pagePlugin } from '../../scripts/lib/page.mjs';
import { CACHE, ROOT } from '../../scripts/lib/projects.mjs';
import { fuzz } from '../fuzz/fuzz.mjs';
import { MUTANTS } from '../fuzz/mutants.mjs';

/**
 * Bundles the package with one mistake, as `npm run build` does without.
 *
 * @throws Error if what is to be replaced does not stand there exactly once
 */
async function plant([name, module, from, to], index) {
  const path = join(ROOT, 'src', module);
  const pieces = (await readFile(path, 'utf8')).split(from);
  if (pieces.length !== 2) {
    const times = pieces.length - 1;
    throw new Error(`hard/fuzz/mutants.mjs: ${name}: ${times} times in ${module}, not once`);
  }
  const outfile = join(CACHE, 'hard', 'mutants', `${index}.mjs`);
  await build({
    entryPoints: [join(ROOT, 'src/all.ts')],
    bundle: true,
    format: 'esm',
    packages: 'external',
    platform: 'node',
    target: 'node20',
    outfile,
    logLevel: 'error',
    plugins: [replacing(path, pieces.join(to)), pagePlugin],
  });
  return { name, url: pathToFileURL(outfile).href };
}

const replacing = (path, contents) => ({
  name: 'mistake',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, (file) =>
      file.path === path ? { contents, loader: 'ts' } : undefined,
    ),
});

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
  // All are planted before one is tried, so that a stale one shows at once.
  const planted = await Promise.all(MUTANTS.map(plant));
  const chosen = planted.filter(({ name }, index) => name.includes(only) && index % every === 0);
  const failed = [];
  for (const { name, url } of chosen) {
    const result = await fuzz(await import(url), { cases, seed, shrinks: false });
    const after = String(result.cases).padStart(6);
    print(result.failed ? `found after ${after} cases: ${name}` : `NOT FOUND in ${after}: ${name}`);
    if (!result.failed) failed.push(`not found: ${name}`);
  }
  const what = `planted mistakes that the fuzzer finds, seed ${seed}`;
  return [{ what, tried: chosen.length, unit: 'mistakes', failed }];
}
