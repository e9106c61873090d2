/** `npm run build`: the types, and one file for each entry point. */
import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { buildCommand } from './lib/command.mjs';
import { pagePlugin } from './lib/page.mjs';
import { run } from './lib/processes.mjs';
import { ROOT } from './lib/projects.mjs';

const ENTRY_POINTS = ['src/all.ts', 'src/testing/index.ts'];

process.chdir(ROOT);
rmSync('dist', { recursive: true, force: true });
await run('npm', ['exec', '--', 'tsc', '-p', 'tsconfig.build.json']);
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
