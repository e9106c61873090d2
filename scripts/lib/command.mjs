/** The command as one file, with its own dependencies in it. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { pagePlugin } from './page.mjs';
import { ROOT } from './projects.mjs';

export async function buildCommand(outfile) {
  await build({
    entryPoints: [join(ROOT, 'src/command/bin.ts')],
    bundle: true,
    format: 'esm',
    // Not `node`: the build of yaml for Node calls `require`, which an ES module does not have.
    platform: 'neutral',
    target: 'node20',
    external: ['node:*', 'http-errors'],
    outfile,
    logLevel: 'warning',
    plugins: [pagePlugin],
  });
  chmodSync(outfile, 0o755);
}
