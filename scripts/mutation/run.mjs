/**
 * Runs the bundled tests in one process, quick files first, and ends at the first failure. Stryker
 * starts it once for each mutant.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDER = process.env.MUTATION_BUNDLES ?? '.cache/mutation-bundles';
const TIMES = join(FOLDER, 'times.json');
const { takeSuite } = await import(pathToFileURL(join(FOLDER, 'jest-globals.mjs')).href);

const times = existsSync(TIMES) ? JSON.parse(readFileSync(TIMES, 'utf8')) : {};
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.test.mjs'))
  .sort((one, other) => (times[one] ?? 0) - (times[other] ?? 0));

let tests = 0;

async function runSuite({ tests: children, ...hooks }, before, after, path) {
  for (const hook of hooks.beforeAll) await hook();
  const allBefore = [...before, ...hooks.beforeEach];
  const allAfter = [...hooks.afterEach, ...after];
  for (const { name, run, suite } of children) {
    const here = `${path} > ${name}`;
    if (suite !== undefined) {
      await runSuite(suite, allBefore, allAfter, here);
      continue;
    }
    tests += 1;
    try {
      for (const hook of allBefore) await hook();
      await run();
      for (const hook of allAfter) await hook();
    } catch (error) {
      fail(here, error);
    }
  }
  for (const hook of hooks.afterAll) await hook();
}

function fail(where, error) {
  console.error(`FAILED ${where}\n${String(error).slice(0, 2000)}`);
  process.exit(1);
}

process.on('unhandledRejection', (error) => fail('a promise that is not handled', error));
process.on('uncaughtException', (error) => fail('an exception outside the tests', error));

// What the code under test prints belongs to no test.
const { error: printError } = console;
console.error = (...args) =>
  String(args[0]).startsWith('FAILED') ? printError(...args) : undefined;

const took = {};
for (const file of files) {
  const start = performance.now();
  await import(pathToFileURL(join(FOLDER, file)).href);
  await runSuite(takeSuite(), [], [], file);
  took[file] = Math.round(performance.now() - start);
}
// Only a run without a mutant says how long the files take.
if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined && Object.keys(times).length === 0) {
  writeFileSync(TIMES, JSON.stringify(took));
}
console.log(`${tests} tests in ${files.length} files passed`);
process.exit(0);
