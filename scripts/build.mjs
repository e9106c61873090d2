/**
 * `npm run build`: a JavaScript file for each entry point, and one file of declarations for each.
 * Declarations of internal modules would invite imports that fail at run time.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { buildCommand } from './lib/command.mjs';
import { pagePlugin } from './lib/page.mjs';
import { run } from './lib/processes.mjs';
import { CACHE, ROOT, readJson } from './lib/projects.mjs';

const ENTRY_POINTS = ['src/all.ts', 'src/testing/index.ts', 'src/cedar/index.ts'];

/** `index`, `sources/index`, …: the exports of package.json that have types. */
const TYPED = Object.values(readJson(ROOT, 'package.json').exports).flatMap(({ types }) =>
  types === undefined ? [] : [types.replace(/^\.\/dist\/|\.d\.ts$/gu, '')],
);

process.chdir(ROOT);
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ENTRY_POINTS,
  bundle: true,
  format: 'esm',
  packages: 'external',
  platform: 'node',
  target: 'node20',
  outbase: 'src',
  outdir: 'dist',
  logLevel: 'warning',
  plugins: [pagePlugin],
});

await buildCommand('dist/command.js');

const types = join(CACHE, 'types');
rmSync(types, { recursive: true, force: true });
await run('npm', ['exec', '--', 'tsc', '-p', 'tsconfig.build.json', '--outDir', types]);
const declarations = await rollup({
  input: Object.fromEntries(TYPED.map((name) => [name, join(types, `${name}.d.ts`)])),
  external: (id) => !/^[./]/u.test(id),
  plugins: [dts()],
  // Such as a type that a signature names and no entry point exports.
  onwarn({ message }) {
    throw new Error(message);
  },
});
await declarations.write({
  dir: 'dist',
  entryFileNames: '[name].d.ts',
  chunkFileNames: 'shared.d.ts',
});
await declarations.close();
