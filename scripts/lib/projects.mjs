/** This repository, its package as it ships, and what is installed for it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, temporaryFolder } from './processes.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Kept between two runs: not in git, and made again where it is missing. */
export const CACHE = join(ROOT, '.cache');

const QUIET = ['--no-audit', '--no-fund'];

export const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

const { devDependencies } = readJson(ROOT, 'package.json');

/** `esbuild@0.28.2`: the version that this repository develops with. */
export const pinned = (name) => `${name}@${devDependencies[name]}`;

/** Builds and packs the package. @returns the path of the tarball */
export async function tarball() {
  const folder = temporaryFolder();
  const options = ['--silent', '--pack-destination', folder];
  const printed = await run('npm', ['pack', ...options], { cwd: ROOT });
  return join(folder, printed.trim().split('\n').at(-1));
}

export const install = (cwd, ...packages) =>
  run('npm', ['install', ...QUIET, ...packages], { cwd });

/** `npm ci` in a folder with a lock file of its own, unless npm has installed this one before. */
export async function lockedInstall(cwd) {
  const done = join(cwd, 'node_modules', '.installed-lock.json');
  const lock = readFileSync(join(cwd, 'package-lock.json'), 'utf8');
  if (existsSync(done) && readFileSync(done, 'utf8') === lock) return;
  await run('npm', ['ci', ...QUIET], { cwd });
  writeFileSync(done, lock);
}

/** An environment with this major version of Node: fetched from npm, as `.ci/run` does. */
export async function onNode(major = Number.parseInt(process.versions.node, 10)) {
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
