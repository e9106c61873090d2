/** `npm run build`: the types, and one file for each entry point. */
import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { pagePlugin } from './lib/page.mjs';
import { run } from './lib/processes.mjs';
import { ROOT } from './lib/projects.mjs';

const ENTRY_POINTS = ['src/all.ts', 'src/testing/index.ts', 'src/cedar/index.ts'];
const COMMAND = 'dist/command.js';

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

// It brings its own dependencies, which have a build for Node that cannot be bundled.
await build({
  entryPoints: ['src/command/bin.ts'],
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'node20',
  external: ['node:*', 'http-errors'],
  outfile: COMMAND,
  logLevel: 'warning',
  plugins: [pagePlugin],
});
chmodSync(COMMAND, 0o755);
