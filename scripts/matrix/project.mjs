import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE, ROOT } from '../lib/folders.mjs';
import { run } from '../lib/run.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MIDDY = ['core', 'http-cors', 'http-error-handler', 'http-router'].map((name) => `@middy/${name}`);
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'docs', '__tests__/fixtures'];

/** Of the sources or the types, not of the package with this Middy. */
const NOT_OF_THE_PACKAGE = ['distinct', 'docs-blocks', 'layers', 'polluted-prototype'];

/**
 * A project with the packed tarball, one version of Middy, and the unit tests and the demo beside them.
 *
 * It is in `.cache`, so that tools that have nothing to do with Middy, Jest first of all, are found in this repository.
 *
 * @returns its folder
 * @throws if one of the packages that are put to the test would be found in this repository instead
 */
export async function makeProject(version, tarball, compiled) {
  const major = version.split('.')[0];
  const project = join(CACHE, 'matrix', `middy-${major}`);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  for (const name of ['__tests__', 'demo', 'examples'])
    cpSync(join(compiled, name), join(project, name), { recursive: true });
  for (const name of DOCUMENTS) cpSync(join(ROOT, name), join(project, name), { recursive: true });
  for (const name of NOT_OF_THE_PACKAGE) rmSync(join(project, '__tests__', `${name}.test.js`));

  const jest = { testEnvironment: 'node', testMatch: ['<rootDir>/__tests__/**/*.test.js'], transform: {} };
  if (major !== '7') {
    cpSync(join(HERE, 'streaming.test.js'), join(project, '__tests__', 'streaming.test.js'));
    cpSync(join(HERE, 'absent'), join(project, 'absent'), { recursive: true });
    jest.moduleNameMapper = {
      '^@middy/core/StreamifyResponse$': '<rootDir>/absent/streamify-response.js',
      '^@middy/http-router$': '<rootDir>/absent/http-router.js',
    };
  }
  const manifest = { name: `with-middy-${major}`, private: true, type: 'module', jest };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  const packages = MIDDY.map((name) => `${name}@${version}`);
  await run('npm', ['install', '--no-audit', '--no-fund', tarball, ...packages], { cwd: project });
  checkInstalled(project, version);
  return project;
}

function checkInstalled(project, version) {
  const modules = join(project, 'node_modules');
  for (const name of [...MIDDY, 'middy-cognito-groups']) {
    const installed = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
    if (name.startsWith('@middy/') && installed !== version) throw new Error(`${name} is ${installed}, not ${version}`);
  }
  // `util` and the like: of the same release too.
  for (const name of readdirSync(join(modules, '@middy'))) {
    const installed = JSON.parse(readFileSync(join(modules, '@middy', name, 'package.json'), 'utf8')).version;
    if (installed !== version) throw new Error(`@middy/${name} is ${installed}, not ${version}`);
  }
}
