/** Undoes what a script has started, however the script ends: by itself, by an exception or by a signal. */
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ORPHAN_CHECK_MS = 250;

const undos = new Set();

/**
 * Has this done when the process exits, the last one first. It must be synchronous.
 *
 * @returns a function that takes it back
 */
export function atExit(undo) {
  undos.add(undo);
  return () => undos.delete(undo);
}

process.once('exit', () => {
  for (const undo of [...undos].reverse()) undo();
});

for (const signal of SIGNALS) process.once(signal, () => process.exit(128 + constants.signals[signal]));

// A SIGTERM to `npm run` ends npm and its shell, which does not pass it on.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(128 + constants.signals.SIGTERM);
}, ORPHAN_CHECK_MS).unref();
