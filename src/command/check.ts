import { quote } from '../lib/quote.js';
import { visible } from '../lib/visible.js';
import type { MatrixJson } from '../report/matrix-json.js';
import { readMatrix } from '../report/read-matrix.js';
import type { Access } from './access.js';
import { readArguments } from './arguments.js';
import type { Command } from './command.js';
import { compareMatrix } from './compare-matrix.js';
import { readFile } from './files.js';
import { findAll } from './findings/find-all.js';
import type { Finding } from './findings/finding.js';
import type { Io } from './io.js';
import { loadAccess, MODULE_OPTIONS } from './load-access.js';
import { loadMatrix } from './matrix.js';
import { readDeployment } from './template/read-deployment.js';
import { readTemplate } from './template/template.js';
import { UsageError } from './usage-error.js';

export const check: Command = {
  help: `check MODULE --against FILE | --template FILE

Compares the rules with an earlier matrix, or with a deployment template.
The exit code is 1 if something differs or has to be fixed, otherwise 0.

  MODULE             as for matrix
  --export NAME      as for matrix
  --implies NAME     as for matrix
  --against FILE     what matrix --format json --out FILE wrote
  --groups A,B       as for the earlier matrix
  --template FILE    a template of CloudFormation or SAM, in YAML or JSON; repeatable
  --function ID      check only the routes of this function, by its logical id; repeatable
  --verified-token   the functions verify tokens themselves, so no route needs an authorizer`,

  async run(args, io) {
    const { positionals, values } = readArguments(args, ['MODULE'], {
      ...MODULE_OPTIONS,
      against: { type: 'string' },
      groups: { type: 'string' },
      template: { type: 'string', multiple: true, default: [] },
      function: { type: 'string', multiple: true, default: [] },
      'verified-token': { type: 'boolean', default: false },
    });
    const file = positionals[0] as string;
    const { against, template, function: functions } = values;
    if (against === undefined && template.length === 0) {
      throw new UsageError('check needs --against FILE or --template FILE');
    }
    if (template.length === 0 && (functions.length > 0 || values['verified-token'])) {
      throw new UsageError('--function and --verified-token are for --template');
    }
    let code = 0;
    if (against !== undefined) {
      const before = matrixIn(io, against);
      const now = (await loadMatrix(io, file, values)).toJSON();
      code = reportDifferences(io, against, compareMatrix(before, now));
    }
    if (template.length > 0) {
      const access = await loadAccess(io, file, values);
      const options = { functions, verifiesItself: values['verified-token'] };
      code = Math.max(code, checkTemplates(io, access, template, options));
    }
    return code;
  },
};

/**
 * @throws UsageError for anything but a matrix, because a misread file must never count as equal
 */
function matrixIn(io: Io, file: string): MatrixJson {
  const text = readFile(io.cwd, file);
  try {
    return readMatrix(quote(file), text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function reportDifferences(io: Io, against: string, differences: readonly string[]): number {
  if (differences.length === 0) {
    print(io, [`${against} is up to date`]);
    return 0;
  }
  const accept = `to accept them, run matrix --format json --out ${against}`;
  print(io, [
    ...differences,
    `${counted(differences.length, 'difference')} from ${against}; ${accept}`,
  ]);
  return 1;
}

function checkTemplates(
  io: Io,
  access: Access,
  files: readonly string[],
  options: { readonly functions: readonly string[]; readonly verifiesItself: boolean },
): number {
  const templates = files.map((file) => readTemplate(file, readFile(io.cwd, file)));
  const deployment = readDeployment(templates);
  const unknown = options.functions.find((id) => !deployment.functions.includes(id));
  if (unknown !== undefined) {
    const known = deployment.functions.join(', ') || 'none';
    throw new UsageError(
      `no template has a function ${quote(unknown)}; its functions are: ${known}`,
    );
  }
  const { findings, notes, routes } = findAll(access, deployment, options);
  const compared = `${counted(routes, 'deployed route')}, ${counted(access.rules.size, 'rule')}`;
  print(io, [
    ...findings.flatMap(findingLines),
    ...notes.map((note) => `note: ${note}`),
    `${counted(findings.length, 'finding')}: ${compared}`,
  ]);
  return findings.length === 0 ? 0 : 1;
}

function findingLines({ route, problem, fix, at }: Finding): string[] {
  const place = at === undefined ? [] : [`  at: ${at}`];
  return [`${route}: ${problem}`, ...place, `  fix: ${fix}`];
}

function counted(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Prints each line as one line, whatever names from the template it contains. */
function print(io: Io, lines: readonly string[]): void {
  io.out(lines.map((line) => `${visible(line)}\n`).join(''));
}
