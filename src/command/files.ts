import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { quote } from '../lib/quote.js';
import { UsageError } from './usage-error.js';

/** @throws UsageError that names the file and the reason */
export function readFile(cwd: string, name: string): string {
  try {
    return readFileSync(resolve(cwd, name), 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${quote(name)}: ${reasonOf(error)}`);
  }
}

/** @throws UsageError that names the file and the reason */
export function writeFile(cwd: string, name: string, text: string): void {
  try {
    writeFileSync(resolve(cwd, name), text);
  } catch (error) {
    throw new UsageError(`cannot write ${quote(name)}: ${reasonOf(error)}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[String(code)] ?? message;
}
