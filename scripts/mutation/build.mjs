/**
 * Bundles each test file with the sources of the working directory. Stryker calls it in its copy of
 * the project, whose sources hold all mutants.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const FOLDER = '.cache/mutation-bundles';

/** They read files of the repository, or replace a module: only Jest can run them. */
const NEEDS_JEST =
  /readDocument|readFileSync|readdirSync|jest\.(?:resetModules|unstable_mockModule)/u;

const tests = readdirSync('__tests__', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => !NEEDS_JEST.test(readFileSync(`__tests__/${name}`, 'utf8')));

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });

await build({
  entryPoints: ['scripts/mutation/jest-globals.mjs'],
  outfile: `${FOLDER}/jest-globals.mjs`,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
});

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
  packages: 'external',
  loader: { '.json': 'json' },
  logLevel: 'warning',
  alias: {
    'middy-cognito-groups': resolve('src/index.ts'),
    'middy-cognito-groups/sources': resolve('src/sources/index.ts'),
    'middy-cognito-groups/testing': resolve('src/testing/index.ts'),
  },
  plugins: [
    {
      name: 'jest-globals',
      setup({ onResolve, onLoad }) {
        // A bundle stands elsewhere, but reads the same files.
        onLoad({ filter: /__tests__.*\.ts$/ }, ({ path }) => ({
          loader: 'ts',
          contents: readFileSync(path, 'utf8').replaceAll(
            'import.meta.url',
            JSON.stringify(pathToFileURL(path).href),
          ),
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
