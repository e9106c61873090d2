/**
 * Runs the bundled tests in one process and ends at the first failure. Stryker starts it once
 * without a mutant, to learn which test files reach which mutant, and then once for each mutant
 * with the files that reach it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDER = process.env.MUTATION_BUNDLES ?? '.cache/mutation-bundles';
const REACHED = join(FOLDER, 'reached.json');

/** What one mutant may cost: a survivor in the core would cost all files. A second look may. */
const BUDGET_MS = process.env.MUTATION_ALIVE === undefined ? 4000 : Number.POSITIVE_INFINITY;

/** A mutant that runs so much more often than without it does not end by itself. */
const ENDLESS = 100;

enableCompileCache(join(FOLDER, 'compiled'));

// The instrumented sources count here what they run.
const stryker = {};
globalThis.__stryker__ = stryker;

const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
const { files, hits } = mutant === undefined ? allFiles() : reaching(mutant);
// No other test file can tell: it does not run the code.
if (files.length === 0) process.exit(0);

const bundle = (name) => import(pathToFileURL(join(FOLDER, name)).href);
const { jest, takeNeedsJest, takeSuite } = await bundle('jest-globals.mjs');

let [tests, skipped] = [0, 0];

async function runSuite({ tests: children, ...hooks }, before, after, path) {
  for (const hook of hooks.beforeAll) await hook();
  const allBefore = [...before, ...hooks.beforeEach];
  const allAfter = [...hooks.afterEach, ...after];
  for (const { name, run, suite } of children) {
    const here = `${path} > ${name}`;
    if (suite === undefined) await runTest(here, [...allBefore, run], allAfter);
    else await runSuite(suite, allBefore, allAfter, here);
  }
  for (const hook of hooks.afterAll) await hook();
}

async function runTest(name, steps, after) {
  tests += 1;
  const failures = [];
  for (const part of [steps, after]) {
    try {
      for (const step of part) await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (takeNeedsJest()) skipped += 1;
  else if (failures.length > 0) fail(name, failures[0]);
}

const printError = console.error;
// What the code under test prints belongs to no test.
console.error = () => undefined;

function fail(where, error) {
  printError(`FAILED ${where}\n${String(error).slice(0, 2000)}`);
  process.exit(1);
}

process.on('unhandledRejection', (error) => fail('a promise that is not handled', error));
process.on('uncaughtException', (error) => fail('an exception outside the tests', error));

const took = {};
for (const file of files) {
  const start = process.cpuUsage();
  stryker.currentTestId = file;
  if (hits !== undefined) Object.assign(stryker, { hitCount: 0, hitLimit: ENDLESS * hits });
  await bundle(file);
  await runSuite(takeSuite(), [], [], file);
  jest.restoreAllMocks();
  const { user, system } = process.cpuUsage(start);
  took[file] = Math.round((user + system) / 1000);
}
if (mutant === undefined) {
  const { perTest } = stryker.mutantCoverage ?? { perTest: {} };
  writeFileSync(REACHED, JSON.stringify({ took, ...reachedBy(perTest) }));
}
console.log(`${tests} tests in ${files.length} files, ${skipped} of them left to Jest`);
process.exit(0);

function allFiles() {
  return { files: readdirSync(FOLDER).filter((name) => name.endsWith('.test.mjs')) };
}

function reaching(id) {
  return JSON.parse(readFileSync(REACHED, 'utf8'))[id] ?? { files: [] };
}

/**
 * For each mutant the files that reach it and how often one does at most: first those that are
 * named after the source, then quick ones.
 */
function reachedBy(perTest) {
  const reached = {};
  for (const [id, source] of mutants()) {
    const files = Object.keys(perTest).filter((file) => id in perTest[file]);
    const cost = (file) => (nameOf(file).startsWith(source) ? 0 : took[file]);
    files.sort((one, other) => cost(one) - cost(other));
    let ms = 0;
    const chosen = files.filter((file) => {
      ms += cost(file);
      return ms <= BUDGET_MS;
    });
    const hits = Math.max(0, ...files.map((file) => perTest[file][id]));
    reached[id] = { files: chosen, hits };
  }
  return reached;
}

/** `issuers` for `security--issuers.test.mjs`. */
function nameOf(bundle) {
  return bundle.replace(/^.*--|\.test\.mjs$/gu, '');
}

/** Each mutant with the name of its source: `issuer`. */
function mutants() {
  return readdirSync('src', { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const code = readFileSync(join('src', name), 'utf8');
      const ids = code.matchAll(/stryMutAct_\w+\("(\d+)"\)/gu);
      return [...ids].map(([, id]) => [id, basename(name, '.ts')]);
    });
}
