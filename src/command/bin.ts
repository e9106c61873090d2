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

const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };
const code = await main(process.argv.slice(2), io, version);

// A user's module may keep the process alive, for example with an open connection.
process.stdout.write('', () => process.exit(code));
