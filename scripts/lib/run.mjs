/** Other programs, run to their end or until they are stopped. */
import { spawn } from 'node:child_process';
import { atExit } from './cleanup.mjs';

const TIME_LIMIT_MS = 240_000;

/**
 * Starts a program in a process group of its own, so that what it starts ends with it.
 *
 * @returns `printed`, its output so far, `ended`, a promise of its exit code, and `stop()`
 */
export function start(command, args, { cwd, env = process.env, stdin = 'ignore' } = {}) {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: [stdin, 'pipe', 'pipe'] });
  const kill = () => killGroup(child);
  const keep = atExit(kill);
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      printed[name] += chunk;
    });
  }
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  }).finally(keep);
  // Whoever waits for it still gets the error; nobody has to.
  ended.catch(() => undefined);
  return {
    ended,
    printed,
    async stop() {
      kill();
      await ended.catch(() => undefined);
    },
  };
}

/**
 * Runs a program to its end.
 *
 * @returns what it printed on its standard output
 * @throws if it does not start, takes too long or ends with another code than 0; the message holds all that it printed
 */
export async function run(command, args, { timeLimitMs = TIME_LIMIT_MS, ...options } = {}) {
  const { ended, printed, stop } = start(command, args, options);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    stop();
  }, timeLimitMs);
  try {
    const code = await ended;
    if (code === 0) return printed.stdout;
    const how = late ? `took longer than ${timeLimitMs} ms` : `ended with ${code}`;
    throw new Error(`${command} ${args.join(' ')} ${how}\n${printed.stdout}${printed.stderr}`);
  } finally {
    clearTimeout(limit);
  }
}

function killGroup({ pid }) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Gone already.
    if (error.code !== 'ESRCH') throw error;
  }
}
