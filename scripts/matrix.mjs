/**
 * The packed package with Middy 5, 6 and 7 on Node 20, 22 and 24: its unit tests and the demo.
 * The types are not in it: they are checked against Middy 7.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from './lib/processes.mjs';
import { CACHE, install, onNode, pinned, ROOT, readJson, tarball } from './lib/projects.mjs';
import { tryAll } from './lib/try-all.mjs';

/** The newest of each major version. */
const VERSIONS = ['5.5.1', '6.4.5', pinned('@middy/core').split('@').at(-1)];
const NODES = [20, 22, 24];
const PACKAGES = ['core', 'http-cors', 'http-error-handler', 'http-router'];

const COMPILED = ['__tests__', 'demo', 'examples'];
const READ_BY_TESTS = ['README.md', 'CONTRIBUTING.md', 'docs', '__tests__/fixtures'];

/** They read the sources or the types, or try what no Middy changes. */
const NOT_OF_THE_PACKAGE = [
  'access-matrix',
  'cedar/',
  'command/',
  'hygiene',
  'hygiene-regular-expressions',
  'layout',
  'docs/blocks',
  'docs/command',
  'docs/docstrings',
  'docs/errors',
  'docs/links',
  'docs/migrate',
  'docs/readme',
  'docs/release',
  'docs/security',
  'docs/source-table',
  'lib/',
  'report/',
  'rules/',
  'security/polluted-prototype',
  'table-schema',
  'testing/',
];

/** What only Middy 7 has. With 5 and 6, `matrix/streaming.test.js` stands in for the first. */
const OF_MIDDY_7 = ['in streaming mode', 'makes routes that the router accepts'];

const JEST = ['--experimental-vm-modules', join(ROOT, 'node_modules/jest/bin/jest.js')];
const ABSENT = {
  '^@middy/core/StreamifyResponse$': '<rootDir>/matrix/absent/streamify-response.js',
  '^@middy/http-router$': '<rootDir>/matrix/absent/http-router.js',
};

/** The tests and the demo as JavaScript that imports the package by its name. @returns where */
async function compile() {
  const folder = temporaryFolder();
  const outDir = join(folder, 'compiled');
  const typeRoots = [join(ROOT, 'node_modules/@types')];
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { noEmit: false, rootDir: ROOT, outDir, paths: {}, typeRoots },
    include: COMPILED.map((name) => join(ROOT, name)),
    exclude: [join(ROOT, '__tests__/types'), join(ROOT, 'examples/*/*')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await run('npm', ['exec', '--', 'tsc', '-p', folder], { cwd: ROOT });
  return outDir;
}

/** One Middy and our tarball. It is in `.cache`, so that Jest and the like are those of ROOT. */
async function makeProject(version) {
  const project = join(CACHE, 'matrix', `middy-${version}`);
  const copy = (from, name) => cpSync(join(from, name), join(project, name), { recursive: true });
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  for (const name of COMPILED) copy(compiled, name);
  for (const name of READ_BY_TESTS) copy(ROOT, name);
  for (const name of NOT_OF_THE_PACKAGE) {
    for (const path of [name, `${name}.test.js`]) {
      rmSync(join(project, '__tests__', path), { recursive: true, force: true });
    }
  }
  const jest = {
    testEnvironment: 'node',
    testMatch: ['<rootDir>/__tests__/**/*.test.js'],
    transform: {},
  };
  if (!version.startsWith('7.')) {
    copy(join(ROOT, 'scripts'), 'matrix');
    cpSync(join(project, 'matrix/streaming.test.js'), join(project, '__tests__/streaming.test.js'));
    jest.moduleNameMapper = ABSENT;
  }
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ private: true, type: 'module', jest }),
  );
  await install(project, packed, ...PACKAGES.map((name) => `@middy/${name}@${version}`));
  const modules = join(project, 'node_modules');
  readJson(modules, 'middy-cognito-groups/package.json');
  // `@middy/util` and the like have to be of the same release too.
  for (const name of new Set([...PACKAGES, ...readdirSync(join(modules, '@middy'))])) {
    const installed = readJson(modules, '@middy', name, 'package.json').version;
    if (installed !== version) throw new Error(`@middy/${name} is ${installed}, not ${version}`);
  }
  return project;
}

async function tryCell(project, version, node) {
  const options = { cwd: project, env: await onNode(node) };
  const start = Date.now();
  const report = join(temporaryFolder(), 'report.json');
  const only = ['--testNamePattern', `^(?!.*(?:${OF_MIDDY_7.join('|')}))`];
  const flags = ['--runInBand', '--silent', '--json', '--outputFile', report];
  await run('node', [...JEST, ...flags, ...(version.startsWith('7.') ? [] : only)], options);
  const tests = readJson(report).numPassedTests;
  const answers = /^demo: (.*)$/mu.exec(await run('node', ['demo/main.js'], options))?.[1];
  if (tests === 0 || answers === undefined) throw new Error('no test or no demo ran');
  return `${tests} tests; demo: ${answers} (${Math.round((Date.now() - start) / 1000)} s)`;
}

const packed = await tarball();
const compiled = await compile();
const cells = [];
for (const version of VERSIONS) {
  const project = await makeProject(version);
  for (const node of NODES) {
    // Fetched before two cells ask for it side by side.
    await onNode(node);
    cells.push([`Middy ${version}, Node ${node}`, () => tryCell(project, version, node)]);
  }
}
await tryAll(cells);
