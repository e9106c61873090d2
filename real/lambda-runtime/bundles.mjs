import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ROOT, temporaryFolder } from '../../scripts/lib/folders.mjs';
import { pinned, tarball } from '../../scripts/lib/package.mjs';
import { run } from '../../scripts/lib/run.mjs';

const HANDLERS = {
  'rest-api.ts': join(ROOT, 'examples', 'rest-api.ts'),
  'streaming.mjs': fileURLToPath(new URL('streaming.mjs', import.meta.url)),
};

/** CommonJS dependencies call `require`, which an ES module does not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** The functions that are deployed: each one file, as most deployments of Lambda functions are. */
const BUNDLES = [
  { handler: 'rest-api.ts', format: 'cjs', outfile: 'rest-cjs.cjs' },
  { handler: 'rest-api.ts', format: 'esm', outfile: 'rest-esm.mjs', banner: { js: REQUIRE } },
  { handler: 'streaming.mjs', format: 'esm', outfile: 'streaming.mjs', banner: { js: REQUIRE } },
];

/** Bundles the handlers with the packed tarball. @returns the folder that a Lambda function would have as its task root */
export async function buildBundles() {
  const project = temporaryFolder();
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'functions', private: true, type: 'module' }));
  for (const [name, source] of Object.entries(HANDLERS)) copyFileSync(source, join(project, name));
  await run('npm', ['install', '--no-audit', '--no-fund', await tarball(), pinned('@middy/core')], { cwd: project });
  const outdir = join(project, 'task');
  for (const { handler, outfile, ...options } of BUNDLES) {
    await build({
      absWorkingDir: project,
      entryPoints: [handler],
      outfile: join(outdir, outfile),
      bundle: true,
      platform: 'node',
      target: 'node22',
      ...options,
    });
  }
  return outdir;
}
