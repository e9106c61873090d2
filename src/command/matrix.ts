import { resolve } from 'node:path';
import { type AccessMatrix, type AccessMatrixOptions, accessMatrix } from '../access-matrix.js';
import { quote } from '../lib/quote.js';
import { visible } from '../lib/visible.js';
import { readArguments, splitList } from './arguments.js';
import type { Command } from './command.js';
import { writeFile } from './files.js';
import type { Io } from './io.js';
import { loadAccess, MODULE_OPTIONS, type ModuleOptions } from './load-access.js';
import { UsageError } from './usage-error.js';

const FORMATS: Readonly<Record<string, (matrix: AccessMatrix) => string>> = {
  md: (matrix) => matrix.toMarkdown(),
  csv: (matrix) => matrix.toCsv(),
  json: (matrix) => JSON.stringify(matrix, undefined, 2),
  html: (matrix) => matrix.toHtml(),
};

export const matrix: Command = {
  help: `matrix MODULE [--format md|csv|json|html] [--out FILE]

Prints who may call which route.

  MODULE             a module that exports a table, or what routePolicy() or guardRoutes()
                     returned; a file that ends in .json is a table itself
  --export NAME      the export to read; default: access, or the only one that is a table
  --implies NAME     the export with the hierarchy of cognitoGroups({ implies })
  --groups A,B       groups to show as columns, in addition to those that the rules name
  --format FORMAT    md (default), csv, json or html
  --out FILE         write to this file instead of standard output`,

  async run(args, io) {
    const { positionals, values } = readArguments(args, ['MODULE'], {
      ...MODULE_OPTIONS,
      groups: { type: 'string' },
      format: { type: 'string', default: 'md' },
      out: { type: 'string' },
    });
    const { format, out } = values;
    const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
    if (write === undefined) {
      const known = Object.keys(FORMATS).join(', ');
      throw new UsageError(`--format is ${quote(format)}; write one of ${known}`);
    }
    const file = positionals[0] as string;
    if (out !== undefined && resolve(io.cwd, out) === resolve(io.cwd, file)) {
      throw new UsageError(`--out is ${quote(out)}, which has the rules; write another file`);
    }
    const text = `${write(await loadMatrix(io, file, values)).trimEnd()}\n`;
    if (out === undefined) io.out(io.isTerminal ? text.split('\n').map(visible).join('\n') : text);
    else writeFile(io.cwd, out, text);
    return 0;
  },
};

/** @throws UsageError for what `accessMatrix` rejects */
export async function loadMatrix(
  io: Io,
  file: string,
  options: ModuleOptions & { readonly groups?: string | undefined },
): Promise<AccessMatrix> {
  const { input, implies } = await loadAccess(io, file, options);
  const groups = options.groups === undefined ? undefined : splitList(options.groups);
  try {
    return accessMatrix(input as never, { groups, implies } as AccessMatrixOptions);
  } catch (error) {
    throw new UsageError(`${quote(file)}: ${(error as Error).message}`);
  }
}
