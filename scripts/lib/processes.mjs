/** Other programs and temporary folders. None of them outlives this process, however it ends. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Native code takes minutes to build on a busy machine. */
const TIME_LIMIT_MS = 600_000;
const ORPHAN_CHECK_MS = 250;

const undos = new Set();

process.once('exit', () => {
  for (const undo of [...undos].reverse()) undo();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}
// A SIGTERM to `npm run` ends npm and its shell, which does not pass it on.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(128 + constants.signals.SIGTERM);
}, ORPHAN_CHECK_MS).unref();

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'middy-cognito-groups-'));
  undos.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * Its own process group, so that whatever the program starts ends with it. `output` grows;
 * `ended` is a promise of the exit code.
 */
export function start(command, args, { cwd, env = process.env } = {}) {
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = spawn(command, args, { cwd, env, detached: true, stdio });
  const program = { output: { stdout: '', stderr: '' }, stop };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      program.output[name] += chunk;
    });
  }
  function stop() {
    try {
      if (undos.delete(stop) && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
    return program.ended;
  }
  undos.add(stop);
  program.ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  }).finally(() => undos.delete(stop));
  return program;
}

/** Runs a program to its end. @returns its standard output; a failure throws all of its output */
export async function run(command, args, { limitMs = TIME_LIMIT_MS, ...options } = {}) {
  const { ended, output, stop } = start(command, args, options);
  const limit = setTimeout(stop, limitMs);
  const code = await ended.finally(() => clearTimeout(limit));
  if (code === 0) return output.stdout;
  const how = code === 'SIGKILL' ? `took longer than ${limitMs} ms` : `ended with ${code}`;
  throw new Error(`${command} ${args.join(' ')} ${how}\n${output.stdout}${output.stderr}`);
}
