/** The package as it ships. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, temporaryFolder } from './folders.mjs';
import { run } from './run.mjs';

const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** `esbuild@0.28.2`: the version that this repository develops with. */
export const pinned = (name) => `${name}@${devDependencies[name]}`;

/**
 * The packed tarball.
 *
 * @returns its path; that of `PACKAGE_TARBALL`, if a script that has packed already runs this one
 */
export async function tarball() {
  if (process.env.PACKAGE_TARBALL !== undefined) return process.env.PACKAGE_TARBALL;
  const folder = temporaryFolder();
  const printed = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
  return join(folder, printed.trim().split('\n').at(-1));
}
