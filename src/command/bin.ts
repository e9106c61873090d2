#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { main } from './main.js';

/** The manifest of this package, which a module can import by the package's own name. */
const MANIFEST = new URL(import.meta.resolve('middy-cognito-groups/package.json'));

const io = {
  cwd: process.cwd(),
  isTerminal: process.stdout.isTTY === true,
  out: (text: string) => process.stdout.write(text),
  err: (text: string) => process.stderr.write(text),
  importModule: (url: string) => import(url) as Promise<object>,
};

let problem = 'the module has ended the process, or never loads';

/** What has not been done must not look done, whatever a module of the user does. */
function fail(): void {
  io.err(`middy-cognito-groups: ${problem}\n`);
  process.exitCode = 2;
}

function failWriting({ message }: Error): void {
  problem = `cannot write the output: ${message}`;
  process.exit();
}

process.on('exit', fail);
process.stdout.on('error', failWriting);

const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };
const code = await main(process.argv.slice(2), io, version);

// A user's module may keep the process alive, for example with an open connection.
process.stdout.write('', (error) => {
  if (error) failWriting(error);
  process.off('exit', fail);
  process.exit(code);
});
