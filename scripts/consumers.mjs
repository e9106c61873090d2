/**
 * Installs the packed tarball into new projects of every kind in `docs/consumers.md`, as users would, and runs the README's quick start in each.
 * Prints a line for each project; exits 1 if one of them is not as the document says.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isDocumented, markdownTable, readmeBlock } from './consumers/documents.mjs';
import { ROWS } from './consumers/rows.mjs';
import { temporaryFolder } from './lib/folders.mjs';
import { onNode } from './lib/node-versions.mjs';
import { tarball } from './lib/package.mjs';
import { run } from './lib/run.mjs';

const EXPECTED = readmeBlock('try.js-output');
const TABLE = markdownTable(
  ['project', 'works', ''],
  ROWS.map(({ name, fails, note }) => [name, fails === undefined ? 'yes' : 'no', note]),
);

/** @throws if the project is not as its row says */
async function tryRow({ type = 'module', middy = 7, packages = [], files, run: commands, node, prints, fails }, cwd) {
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(cwd, file), text);
  await run('npm', ['install', '--no-audit', '--no-fund', packed, `@middy/core@${middy}`, ...packages], { cwd });
  const env = node === undefined ? process.env : environments.get(node);
  let output = '';
  try {
    for (const [command, ...args] of commands) output = await run(command, args, { cwd, env });
  } catch (error) {
    if (fails?.test(error.message)) return;
    throw error;
  }
  if (fails !== undefined) throw new Error(`it works, and should not: ${output}`);
  const right = prints === undefined ? output === EXPECTED : prints.test(output);
  if (!right) throw new Error(`expected the output\n${prints ?? EXPECTED}\nand got\n${output}`);
}

const packed = await tarball();
const folder = temporaryFolder();
const environments = new Map();
for (const { node } of ROWS) if (node !== undefined) environments.set(node, await onNode(node));

let failed = 0;
const waiting = ROWS.map((row, index) => ({ row, cwd: join(folder, `consumer-${index}`) }));

async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { row, cwd } = next;
    mkdirSync(cwd);
    try {
      await tryRow(row, cwd);
      console.log(`ok      ${row.name}: ${row.fails === undefined ? 'works' : 'does not work, as documented'}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${row.name}\n${error.message}`);
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
if (!isDocumented('docs/consumers.md', 'consumers', TABLE)) {
  failed += 1;
  console.log('FAILED  docs/consumers.md has another table; UPDATE_DOCS=1 npm run test:consumers writes it');
}
console.log(`${ROWS.length + 1 - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
