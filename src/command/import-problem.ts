import { existsSync } from 'node:fs';
import { quote } from '../lib/quote.js';

const TYPESCRIPT = /\.[cm]?tsx?$/u;

const WITHOUT_STRIPPING =
  'use Node 22.18 or later, which strips types, or compile it first, or run ' +
  '`node --import tsx node_modules/middy-cognito-groups/dist/command.js`';

/** Why a module cannot be imported, and what to do, in one sentence. */
export function importProblem(error: unknown, file: string): string {
  if (!isError(error)) return `it throws ${quote(error)}`;
  const { code } = error as NodeJS.ErrnoException;
  const line = String(error.message.split('\n')[0]);
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && TYPESCRIPT.test(file)) {
    return `Node ${process.versions.node} cannot read TypeScript; ${WITHOUT_STRIPPING}`;
  }
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return (
      `${line}; Node only strips types, so compile it first, or run ` +
      '`node --import tsx node_modules/middy-cognito-groups/dist/command.js`'
    );
  }
  const missing = /^Cannot find module '(?<path>[^']+)\.js'/u.exec(line)?.groups?.path;
  if (missing !== undefined && existsSync(`${missing}.ts`)) {
    return (
      `${line}; Node does not read ${quote(`${missing}.ts`)} for it, so import the .ts file, ` +
      'or compile the modules first'
    );
  }
  // Only Node itself prints where a syntax error is.
  if (error.name === 'SyntaxError') return `${line}; \`node ${file}\` shows the line`;
  return line === '' ? error.name : line;
}

/** Checks the fields, because an error of another realm is not an instance of `Error`. */
function isError(value: unknown): value is Error {
  return (
    typeof value === 'object' && value !== null && typeof (value as Error).message === 'string'
  );
}
