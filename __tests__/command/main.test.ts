import { describe, expect, it } from '@jest/globals';
import { main } from '../../src/command/main.js';
import { runCommand, usageError } from '../support/command.js';

const modules = { 'access.mjs': { access: { 'GET /a': 'a' } } };

describe('the command', () => {
  it.each(['--help', '-h', 'help'])(
    '%s lists the subcommands and the exit codes',
    async (option) => {
      const { code, out } = await runCommand([option]);
      expect(code).toBe(0);
      expect(out).toMatch(/^Usage: middy-cognito-groups COMMAND\n/u);
      for (const word of ['matrix', 'check', 'explain', '--version', 'Exit codes: 0, 1']) {
        expect(out).toContain(word);
      }
    },
  );

  it.each([
    ['matrix', ['--export', '--implies', '--groups', '--format', '--out']],
    ['check', ['--against', '--template', '--function', '--verified-token']],
    [
      'explain',
      ['--groups', '--scopes', '--subject', '--client', '--param', '--issued', '--claim'],
    ],
  ])('%s --help names its options', async (name, options) => {
    for (const help of ['--help', '-h']) {
      const { code, out } = await runCommand([name, 'access.mjs', help]);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^Usage: middy-cognito-groups ${name} MODULE`, 'u'));
      for (const option of options) expect(out).toContain(option);
    }
  });

  it('--version prints the version of the package', async () => {
    expect(await runCommand(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
  });

  it.each([
    [[], 'write a command: matrix, check, explain, or --help'],
    [['check'], 'argument MODULE is missing'],
    [['explain'], 'argument MODULE is missing'],
    [['matrx'], "unknown command 'matrx'; did you mean matrix?"],
    [['frobnicate'], "unknown command 'frobnicate'; the commands are matrix, check, explain"],
    [['constructor'], "unknown command 'constructor'; the commands are matrix, check, explain"],
    [['--format'], "unknown command '--format'; the commands are matrix, check, explain"],
    [['matrix'], 'argument MODULE is missing'],
    [['matrix', 'access.mjs', 'b.mjs'], "unexpected argument 'b.mjs'"],
    [
      ['explain', 'access.mjs', 'GET', '/a'],
      "unexpected argument '/a'; write the route in quotes: 'GET /a'",
    ],
    [['explain', 'access.mjs', 'GET /a', 'b'], "unexpected argument 'b'"],
    [['matrix', 'access.mjs', '--expot', 'a'], "unknown option '--expot'; did you mean --export?"],
    [
      ['matrix', 'access.mjs', '--formatted'],
      "unknown option '--formatted'; did you mean --format?",
    ],
    [
      ['matrix', 'access.mjs', '--frobnicate'],
      "unknown option '--frobnicate'; the options are --export, --implies, --groups, --format, --out",
    ],
    [['matrix', 'access.mjs', '--out', 'a', '--out', 'b'], 'option --out is given twice'],
    [['matrix', 'access.mjs', '--out'], "option '--out <value>' argument missing"],
    [['matrix', 'access.mjs', '--out', '--format'], "option '--out' argument is ambiguous"],
    [
      ['check', 'access.mjs', '--verified-token=1'],
      "option '--verified-token' does not take an argument",
    ],
    [['matrix', 'x\u001b[2J.mjs'], "there is no module 'x\\u001b[2J.mjs'"],
  ])('with %j is a usage error: one sentence, no stack', async (args, sentence) => {
    expect(await runCommand(args, { modules })).toMatchObject(usageError(sentence));
  });

  it('reports a defect of its own with a stack, and not as a finding', async () => {
    const io = {
      cwd: '/',
      isTerminal: false,
      out: () => {
        throw new RangeError('broken \u001b[2J');
      },
      err: (text: string) => printed.push(text),
      importModule: async () => ({}),
    };
    const printed: string[] = [];
    expect(await main(['--help'], io, '1.2.3')).toBe(2);
    expect(printed.join('')).toMatch(
      /^middy-cognito-groups: RangeError: broken \\u\{1b\}\[2J\n {4}at /u,
    );
  });
});
