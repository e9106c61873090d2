/**
 * Installs the packed package into new projects of every kind in `docs/consumers.md`, as users
 * would, and runs the README's quick start or the command in each. Exits 1 if one differs from the document.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROWS, readmeBlock } from './consumers/rows.mjs';
import { run, temporaryFolder } from './lib/processes.mjs';
import { install, onNode, ROOT, tarball } from './lib/projects.mjs';
import { tryAll } from './lib/try-all.mjs';

const DOCUMENT = join(ROOT, 'docs/consumers.md');
const BLOCK = /(?<=<!-- begin consumers -->\n).*(?=\n<!-- end consumers -->)/su;

async function tryRow({ type = 'module', middy = 7, node, packages = [], files, ...row }) {
  const { run: commands, fails, prints = readmeBlock('try.js-output') } = row;
  const cwd = temporaryFolder();
  const env = await onNode(node);
  const written = { ...files, 'package.json': JSON.stringify({ private: true, type }) };
  for (const [file, text] of Object.entries(written)) writeFileSync(join(cwd, file), text);
  await install(cwd, packed, `@middy/core@${middy}`, ...packages);
  let output = '';
  try {
    for (const [command, ...args] of commands) output = await run(command, args, { cwd, env });
  } catch (error) {
    if (fails?.test(error.message)) return 'does not work, as documented';
    throw error;
  }
  if (fails !== undefined) throw new Error(`it works, and should not: ${output}`);
  if (prints instanceof RegExp ? prints.test(output) : prints === output) return 'works';
  throw new Error(`expected the output\n${prints}\nand got\n${output}`);
}

async function checkDocument() {
  const works = ({ fails }) => (fails === undefined ? 'yes' : 'no');
  const cells = ROWS.map((row) => [row.name, works(row), row.note]);
  const lines = [['project', 'works', ''], ['---', '---', '---'], ...cells];
  const table = lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
  const text = readFileSync(DOCUMENT, 'utf8');
  if (BLOCK.exec(text)?.[0] === table) return 'has this table';
  if (!process.env.UPDATE_DOCS) throw new Error('UPDATE_DOCS=1 npm run test:consumers writes it');
  writeFileSync(
    DOCUMENT,
    text.replace(BLOCK, () => table),
  );
  return 'written';
}

const packed = await tarball();
// Fetched once, before the rows request it in parallel.
for (const { node } of ROWS) await onNode(node);
const attempts = ROWS.map((row) => [row.name, () => tryRow(row)]);
await tryAll([...attempts, ['docs/consumers.md', checkDocument]]);
