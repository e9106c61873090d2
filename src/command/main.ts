import { nearestName } from '../lib/nearest-name.js';
import { quote } from '../lib/quote.js';
import { visible } from '../lib/visible.js';
import { check } from './check.js';
import type { Command } from './command.js';
import { explain } from './explain.js';
import type { Io } from './io.js';
import { matrix } from './matrix.js';
import { UsageError } from './usage-error.js';

const NAME = 'middy-cognito-groups';

const COMMANDS: Readonly<Record<string, Command>> = { matrix, check, explain };

const HELP = `Usage: ${NAME} COMMAND

  matrix             print who may call which route
  check              compare the rules with an earlier matrix, or with a template
  explain            decide one request and show which part of the rule decided

  COMMAND --help     show the arguments of a command
  --version          show the version of this package

Exit codes: 0, 1 if check finds something, 2 for a mistake in the arguments or in a file.
`;

/**
 * Runs the command.
 *
 * @returns the exit code: 0, 1 if a check found something, 2 if it could not run
 */
export async function main(args: readonly string[], io: Io, version: string): Promise<number> {
  try {
    return await run(args, io, version);
  } catch (error) {
    if (error instanceof UsageError) io.err(`${NAME}: ${visible(error.message)}\n`);
    // A defect in this command. Its exit code must differ from that of a finding.
    else
      io.err(
        `${NAME}: ${String((error as Error).stack)
          .split('\n')
          .map(visible)
          .join('\n')}\n`,
      );
    return 2;
  }
}

async function run([name, ...args]: readonly string[], io: Io, version: string): Promise<number> {
  if (name === '--version') {
    io.out(`${version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    io.out(HELP);
    return 0;
  }
  if (name === undefined || !Object.hasOwn(COMMANDS, name)) {
    throw new UsageError(unknownCommand(name));
  }
  const command = COMMANDS[name] as Command;
  if (!args.includes('--help') && !args.includes('-h')) return command.run(args, io);
  io.out(`Usage: ${NAME} ${command.help}\n`);
  return 0;
}

function unknownCommand(name: string | undefined): string {
  const names = Object.keys(COMMANDS);
  if (name === undefined) return `write a command: ${names.join(', ')}, or --help`;
  const nearest = nearestName(name, names);
  const hint =
    nearest === undefined ? `the commands are ${names.join(', ')}` : `did you mean ${nearest}?`;
  return `unknown command ${quote(name)}; ${hint}`;
}
