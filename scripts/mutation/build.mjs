/**
 * Bundles each test file with the sources of the working directory. Stryker calls it in its copy of
 * the project, whose sources hold all mutants.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { pageText } from '../lib/page.mjs';

const FOLDER = '.cache/mutation-bundles';

/** As it ships: no test here runs its script. */
const PAGE = resolve(process.env.MUTATION_ROOT ?? '.', 'src/report/page/page.html');

/** They read documents, `dist` or the text of the sources, which is another one here. */
const OF_TEXTS = /^(?:hygiene.*|layout)\.test|docs\/(?!behaviour|errors|examples|source|use)/u;

/** A bundle has no module that could be replaced. */
const OF_MODULES = /jest\.unstable_mockModule/u;

/** With a fixed seed and the other tests, the 2,500th case of a property kills no more mutants. */
const FEW_RUNS = 'export const runs = (inFull) => Math.ceil(inFull / 40);';

const tests = readdirSync('__tests__', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && !OF_TEXTS.test(name))
  .filter((name) => !OF_MODULES.test(readFileSync(`__tests__/${name}`, 'utf8')));

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });

/** In one file, because Node takes longer to find the files of `expect` than to run most tests. */
await build({
  entryPoints: ['scripts/mutation/jest-globals.mjs'],
  outfile: `${FOLDER}/jest-globals.mjs`,
  bundle: true,
  minifyWhitespace: true,
  format: 'esm',
  platform: 'node',
  external: ['fast-check'],
  banner: {
    js: `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const __dirname = import.meta.dirname;`,
  },
});

/** To count is half the time of a test, and only the run without a mutant needs the numbers. */
function countingOnce(path) {
  const counter = 'function cover() {';
  const source = readFileSync(path, 'utf8');
  return source.replace(counter, `${counter} if (ns.activeMutant !== undefined) return;`);
}

/** A bundle stands elsewhere, but reads the same files. */
function contentsOf(path) {
  const url = JSON.stringify(pathToFileURL(path).href);
  return readFileSync(path, 'utf8').replaceAll('import.meta.url', url);
}

await build({
  entryPoints: tests.map((name) => ({
    in: `__tests__/${name}`,
    out: name.replaceAll('/', '--').replace(/\.ts$/u, ''),
  })),
  outdir: FOLDER,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // esbuild renames a function whose declaration a mutant has put into a block.
  keepNames: true,
  packages: 'external',
  logLevel: 'warning',
  alias: {
    'middy-cognito-groups': resolve('src/index.ts'),
    'middy-cognito-groups/cedar': resolve('src/cedar/index.ts'),
    'middy-cognito-groups/sources': resolve('src/sources/index.ts'),
    'middy-cognito-groups/testing': resolve('src/testing/index.ts'),
  },
  plugins: [
    {
      name: 'tests',
      setup({ onResolve, onLoad }) {
        onLoad({ filter: /page\.html$/ }, () => ({ loader: 'text', contents: pageText(PAGE) }));
        onLoad({ filter: /support\/runs\.ts$/ }, () => ({ loader: 'ts', contents: FEW_RUNS }));
        onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
          loader: 'ts',
          contents: countingOnce(path),
        }));
        onLoad({ filter: /__tests__.*\.ts$/ }, ({ path }) => ({
          loader: 'ts',
          contents: contentsOf(path),
        }));
        onResolve({ filter: /^@jest\/globals$/ }, () => ({
          path: './jest-globals.mjs',
          external: true,
        }));
      },
    },
  ],
});
console.log(`${tests.length} test files bundled`);
