/** Other major versions of Node, without a version manager: npm has them as packages. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CACHE } from './folders.mjs';
import { run } from './run.mjs';

/**
 * The environment in which `node` is of this major version. It is the running one's if that fits; else it is fetched once into `.cache`, as
 * `.ci/run` does.
 */
export async function onNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.env;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(CACHE, `node${major}`);
  const bin = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(bin)) {
    const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--prefix', folder];
    await run('npm', ['install', ...options, `${name}@${major}`]);
  }
  return { ...process.env, PATH: bin + delimiter + process.env.PATH };
}
