import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nearestName } from '../lib/nearest-name.js';
import { ownField } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import { type Access, isAccessInput, looksLikeAccess, toAccess } from './access.js';
import { readFile } from './files.js';
import { importProblem } from './import-problem.js';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

/** The options of every subcommand that name parts of the module. */
export const MODULE_OPTIONS = {
  export: { type: 'string' },
  implies: { type: 'string' },
} as const;

export interface ModuleOptions {
  readonly export?: string | undefined;
  readonly implies?: string | undefined;
}

/** The export to use if several could be meant. */
const DEFAULT_EXPORT = 'access';

const EXPORT_A_TABLE = 'export a table, or what routePolicy() or guardRoutes() returned';

/**
 * Imports a user's module. A file whose name ends in `.json` is itself the table.
 *
 * @throws UsageError if it cannot be imported, or has no table
 */
export async function loadAccess(io: Io, file: string, options: ModuleOptions): Promise<Access> {
  const isJson = file.endsWith('.json');
  const module = isJson ? { [DEFAULT_EXPORT]: parseJson(io, file) } : await load(io, file);
  const name = options.export ?? (isJson ? DEFAULT_EXPORT : theOnlyTable(file, module));
  const input = exportOf(file, module, name);
  const label = isJson ? quote(file) : `export ${quote(name)} of ${quote(file)}`;
  if (!isAccessInput(input)) {
    const known = isJson ? 'write a table' : EXPORT_A_TABLE;
    throw new UsageError(`${label} is ${quote(input)}; ${known}`);
  }
  const implies = options.implies && exportOf(file, module, options.implies);
  try {
    return toAccess(input, implies);
  } catch (error) {
    throw new UsageError(`${label}: ${(error as Error).message}`);
  }
}

async function load(io: Io, file: string): Promise<object> {
  const path = resolve(io.cwd, file);
  if (!existsSync(path)) throw new UsageError(`there is no module ${quote(file)}`);
  try {
    return await io.importModule(pathToFileURL(path).href);
  } catch (error) {
    throw new UsageError(`cannot import ${quote(file)}: ${importProblem(error, file)}`);
  }
}

/** @throws UsageError for what is not JSON */
function parseJson(io: Io, file: string): unknown {
  const text = readFile(io.cwd, file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${quote(file)} is not JSON: ${(error as Error).message}`);
  }
}

function exportOf(file: string, module: object, name: string): unknown {
  const value = ownField(module, name);
  if (value !== undefined) return value;
  const names = Object.keys(module);
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? listOf(names) : `did you mean ${quote(nearest)}?`;
  throw new UsageError(`${quote(file)} has no export ${quote(name)}; ${hint}`);
}

function theOnlyTable(file: string, module: object): string {
  const exports = Object.entries(module);
  const names = exports.filter(([, value]) => looksLikeAccess(value)).map(([name]) => name);
  if (names.includes(DEFAULT_EXPORT)) return DEFAULT_EXPORT;
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(
    only === undefined
      ? `${quote(file)} exports no table; ${listOf(Object.keys(module))}; ${EXPORT_A_TABLE}`
      : `${quote(file)} exports several tables; choose one with --export: ${names.join(', ')}`,
  );
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'it has no exports' : `its exports are ${names.join(', ')}`;
}
