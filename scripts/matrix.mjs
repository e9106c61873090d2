/**
 * The packed tarball with Middy 5, 6 and 7 on Node 20, 22 and 24: its unit tests and the demo. Prints a line for each cell; exits 1 if one of
 * them fails.
 *
 * The types are not in it: they are checked against Middy 7. `docs/real-parts.md` says what else is not.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT, temporaryFolder } from './lib/folders.mjs';
import { onNode } from './lib/node-versions.mjs';
import { pinned, tarball } from './lib/package.mjs';
import { run } from './lib/run.mjs';
import { compileTests } from './matrix/compile.mjs';
import { makeProject } from './matrix/project.mjs';

/** The newest of each major version. */
const MIDDY = ['5.5.1', '6.4.5', pinned('@middy/core').split('@').at(-1)];
const NODE = [20, 22, 24];

/** Clocks are of no use while two cells share a machine. */
const TIMED = ['in linear time'];

/** What only Middy 7 has. With 5 and 6, `matrix/streaming.test.js` stands in for the first. */
const OF_MIDDY_7 = ['in streaming mode', 'makes routes that the router accepts'];

const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');

/** @returns what to print of the cell */
async function tryCell({ project, version, node }) {
  const env = environments.get(node);
  const start = Date.now();
  const file = join(temporaryFolder(), 'report.json');
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', JEST, '--runInBand', '--silent'];
  const left = version.startsWith('7.') ? TIMED : [...TIMED, ...OF_MIDDY_7];
  const only = ['--testNamePattern', `^(?!.*(?:${left.join('|')}))`];
  await run('node', [...jest, '--json', '--outputFile', file, ...only], { cwd: project, env });
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const demo = await run('node', ['demo/main.js'], { cwd: project, env });
  const answers = /^demo: (.*)$/mu.exec(demo)?.[1];
  if (report.numPassedTests === 0 || answers === undefined) throw new Error('no test or no demo ran');
  return `${report.numPassedTests} tests; demo: ${answers} (${Math.round((Date.now() - start) / 1000)} s)`;
}

const packed = await tarball();
const compiled = await compileTests(temporaryFolder());
const environments = new Map();
for (const node of NODE) environments.set(node, await onNode(node));
let failed = 0;
const cells = [];
for (const version of MIDDY) {
  const project = await makeProject(version, packed, compiled);
  for (const node of NODE) cells.push({ name: `Middy ${version}, Node ${node}`, project, version, node });
}

async function work() {
  for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
    try {
      console.log(`ok      ${cell.name}: ${await tryCell(cell)}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${cell.name}\n${error.message}`);
    }
  }
}

const waiting = [...cells];
await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(`${cells.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
