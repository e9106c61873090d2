/**
 * Installs the packed tarball into new projects, as users would, and runs the README's quick start in each.
 * Prints a line for each project; exits 1 if one of them fails.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** A block of the README by its name. */
function readmeBlock(name) {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, block] = text.match(new RegExp(`^\`\`\`\\S+ ${name}\\n((?:.*\\n)*?)\`\`\`$`, 'm')) ?? [];
  if (block === undefined) throw new Error(`the README has no block named ${name}`);
  return block;
}

const quickStart = {
  'handler.js': readmeBlock('handler.ts'),
  'try.js': readmeBlock('try.js'),
};

const expected = readmeBlock('try.js-output');

/** What each kind of project installs beside the tarball and holds, and how it is run. The output must be the README's. */
const CONSUMERS = [
  {
    name: 'plain Node, ESM',
    install: [],
    files: quickStart,
    run: [['node', 'try.js']],
  },
  {
    name: 'TypeScript, NodeNext',
    install: ['typescript', '@types/aws-lambda', '@types/node'],
    files: {
      'handler.ts': readmeBlock('handler.ts'),
      'typed.ts': readmeBlock('typed.ts'),
      'try.js': readmeBlock('try.js'),
      'tsconfig.json': JSON.stringify({
        compilerOptions: { target: 'ES2022', module: 'NodeNext', strict: true, types: ['node'], skipLibCheck: true },
        files: ['handler.ts', 'typed.ts'],
      }),
    },
    run: [
      ['npx', 'tsc6'],
      ['node', 'try.js'],
    ],
  },
];

const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const work = mkdtempSync(join(tmpdir(), 'middy-cognito-groups-'));
let failed = 0;
try {
  const tarball = join(
    work,
    run('npm', ['pack', '--silent', '--pack-destination', work], ROOT).trim().split('\n').at(-1),
  );
  for (const { name, install, files, run: commands } of CONSUMERS) {
    const folder = mkdtempSync(join(work, 'consumer-'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    try {
      const packages = install.map((dependency) => `${dependency}@${devDependencies[dependency]}`);
      run('npm', ['install', '--no-audit', '--no-fund', tarball, '@middy/core@7', ...packages], folder);
      const output = commands.map(([command, ...args]) => run(command, args, folder)).join('');
      if (output !== expected) throw new Error(`expected the output\n${expected}\nand got\n${output}`);
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`${CONSUMERS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
