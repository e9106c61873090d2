import type { Io } from './io.js';

/** A subcommand. */
export interface Command {
  /** What `--help` prints after the name. */
  readonly help: string;
  /** @returns the exit code */
  run(args: readonly string[], io: Io): Promise<number>;
}
