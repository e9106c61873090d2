import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Io } from '../../src/command/io.js';
import { main } from '../../src/command/main.js';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The files that it has written. */
  readonly files: Readonly<Record<string, string>>;
}

export interface RunOptions {
  /** Files to write, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** What importing a file gives, by name; an error is thrown. */
  readonly modules?: Readonly<Record<string, unknown>>;
  readonly isTerminal?: boolean;
}

/** Runs the command in this process, in an empty folder. */
export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { files = {}, modules = {}, isTerminal = false } = options;
  const cwd = mkdtempSync(join(tmpdir(), 'command-'));
  const printed = { out: '', err: '' };
  const io: Io = {
    cwd,
    isTerminal,
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    importModule: async (url) => {
      const module = modules[basename(new URL(url).pathname)];
      if (module instanceof Error || typeof module !== 'object') throw module;
      return module as object;
    },
  };
  try {
    for (const name of Object.keys(modules)) writeFileSync(join(cwd, name), '');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    const code = await main(args, io, '1.2.3');
    const written = readdirSync(cwd).filter((name) => !(name in modules) && !(name in files));
    const read = written.map((name) => [name, readFileSync(join(cwd, name), 'utf8')] as const);
    return { code, ...printed, files: Object.fromEntries(read) };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** What a usage error looks like: exit code 2 and one sentence on standard error. */
export function usageError(sentence: string): Omit<Run, 'files'> {
  return { code: 2, out: '', err: `middy-cognito-groups: ${sentence}\n` };
}
