/** Preloaded into a server by `node --import`: it ends with the pipe to its starter, so that not even a SIGKILL of the starter leaves it behind. */
import { isMainThread } from 'node:worker_threads';

// A worker inherits the preload, and its standard input ends at once.
if (isMainThread) process.stdin.once('end', () => process.exit()).resume();
