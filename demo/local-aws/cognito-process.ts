import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

const START_LIMIT_MS = 10_000;

/** Ends with the pipe to its starter, even after a SIGKILL of the starter. */
const TIED_TO_STARTER =
  'process.stdin.on("end", () => process.exit()).resume(); require(process.argv[1]);';

export interface CognitoProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * cognito-local on a free loopback port, with these files as its `.cognito` folder.
 * The folder is temporary: `stop()` removes it, and so does `process.exit()` at any moment.
 */
export async function startCognito(
  files: Readonly<Record<string, unknown>>,
): Promise<CognitoProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-local-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeFolder);
  await mkdir(join(folder, '.cognito', 'db'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, '.cognito', name), JSON.stringify(content));
  }

  const program = require.resolve('cognito-local/lib/bin/start.js');
  const child = spawn(process.execPath, ['--eval', TIED_TO_STARTER, program], {
    cwd: folder,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  // Before the folder goes: a listener that comes first runs first.
  process.prependOnceListener('exit', kill);

  async function stop(): Promise<void> {
    if (kill()) await once(child, 'exit');
    process.off('exit', kill);
    process.off('exit', removeFolder);
    removeFolder();
  }

  try {
    return { url: await announcedUrl(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The log names the port: with port 0 the system chooses it, so that no two runs collide. */
function announcedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason: string) =>
      reject(new Error(`cognito-local did not start: ${reason}\n${output}`));
    const limit = setTimeout(() => fail(`no answer within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /running on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1];
      if (url === undefined) return;
      settle();
      resolve(url);
    };
    const settle = () => {
      clearTimeout(limit);
      // Unread pipes would fill up and block it; later log lines are of no interest.
      child.stdout?.off('data', read).resume();
      child.stderr?.off('data', read).resume();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => {
      settle();
      fail(`it ended with ${signal ?? code}`);
    });
  });
}
