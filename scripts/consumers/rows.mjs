/**
 * The kinds of project: a row of `docs/consumers.md` each.
 *
 * `packages` are installed beside the tarball and Middy; `files` are written, and `run` is what is done with them, with the running Node or
 * that of `node`. What it prints has to be what the README says of `try.js`, or to fit `prints`. A row with `fails` is one that cannot work: it
 * has to end with this error.
 */
import { pinned } from '../lib/package.mjs';
import { readmeBlock } from './documents.mjs';

const HANDLER = readmeBlock('handler.ts');
const TRY = readmeBlock('try.js');

/** An ES module has no `require`, which CommonJS dependencies call. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
/** Not what this repository tests with. */
const VITEST = 'vitest@5.1.1';
const TYPES = [pinned('typescript'), pinned('@types/aws-lambda'), pinned('@types/node')];

const TYPESCRIPT = {
  packages: TYPES,
  files: { 'handler.ts': HANDLER, 'typed.ts': readmeBlock('typed.ts'), 'try.js': TRY },
  run: [
    ['npx', 'tsc6'],
    ['node', 'try.js'],
  ],
};

const tsconfig = (options) =>
  JSON.stringify({
    compilerOptions: { target: 'ES2022', strict: true, types: ['node'], skipLibCheck: true, ...options },
    files: ['handler.ts', 'typed.ts'],
  });

/** Of the handler alone, as it is deployed; `try.js` imports the bundle. */
const bundle = (format, file, ...options) => ({
  packages: [pinned('esbuild')],
  files: { 'source.js': HANDLER, 'try.js': TRY.replace('./handler.js', `./${file}`) },
  run: [
    [
      'npx',
      'esbuild',
      'source.js',
      '--bundle',
      '--platform=node',
      `--format=${format}`,
      `--outfile=${file}`,
      ...options,
    ],
    // Nothing but the bundle is deployed.
    ['node', '--eval', 'fs.rmSync("node_modules", { recursive: true })'],
    ['node', 'try.js'],
  ],
});

/** As a CommonJS module has to write the README's handler. */
const REQUIRED = HANDLER.replace("import middy from '@middy/core'", "const { default: middy } = require('@middy/core')")
  .replace(/import (\{.*\}) from '(.*)'/u, "const $1 = require('$2')")
  .replace('export const handler =', 'exports.handler =');

const commonJs = { type: 'commonjs', node: 22, run: [['node', 'try.mjs']] };
const requiring = { ...commonJs, files: { 'handler.js': REQUIRED, 'try.mjs': TRY } };

const IMPORTING = `exports.handler = async (...request) => {
  const { handler } = await import('./guarded.mjs');
  return handler(...request);
};
`;

/** The test kit; `test` is a global of Jest and Vitest. */
const KIT_TEST = `import { expectAccess, restApiEvent } from 'middy-cognito-groups/testing';
import { handler } from './handler.js';

test('who may rename a team', () =>
  expectAccess(handler, {
    event: restApiEvent,
    callers: { nobody: {}, member: { groups: ['member'] }, manager: { groups: ['team_manager', 'admin'] } },
    routes: { 'PUT /teams/{teamId}': { nobody: 401, member: 403, manager: 200 } },
  }));
`;

export const ROWS = [
  {
    name: 'ES modules',
    note: '',
    files: { 'handler.js': HANDLER, 'try.js': TRY },
    run: [['node', 'try.js']],
  },
  {
    name: 'TypeScript, `module: NodeNext`',
    note: '',
    ...TYPESCRIPT,
    files: { ...TYPESCRIPT.files, 'tsconfig.json': tsconfig({ module: 'NodeNext' }) },
  },
  {
    name: 'TypeScript, `moduleResolution: bundler`',
    note: '',
    ...TYPESCRIPT,
    files: { ...TYPESCRIPT.files, 'tsconfig.json': tsconfig({ module: 'ESNext', moduleResolution: 'bundler' }) },
  },
  {
    name: 'esbuild, CommonJS output',
    note: '`--format=cjs`',
    ...bundle('cjs', 'bundle.cjs'),
  },
  {
    name: 'esbuild, ES module output with `require`',
    note: `\`--format=esm\` and the banner \`${BANNER}\``,
    ...bundle('esm', 'bundle.mjs', `--banner:js=${BANNER}`),
  },
  {
    name: 'esbuild, ES module output without it',
    note: '`--format=esm`; `http-errors` cannot be loaded, so denials and faults are plain errors in the same shape',
    ...bundle('esm', 'bundle.mjs'),
  },
  {
    name: 'Jest, ES modules',
    note: '`node --experimental-vm-modules node_modules/jest/bin/jest.js`, as its documentation says',
    packages: [pinned('jest')],
    files: { 'handler.js': HANDLER, 'handler.test.js': KIT_TEST },
    run: [['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--json']],
    prints: /"numPassedTests":1,/u,
  },
  {
    name: 'Vitest',
    note: '`npx vitest run`, Node ≥22 as Vitest 5 asks',
    packages: [VITEST],
    node: 22,
    files: { 'handler.js': HANDLER, 'handler.test.js': KIT_TEST },
    run: [['npx', 'vitest', 'run', '--globals', '--reporter=tap-flat']],
    prints: /^ok 1 - handler\.test\.js > who may rename a team/mu,
  },
  {
    name: '`node --test`',
    note: '',
    files: { 'handler.js': HANDLER, 'handler.test.js': `import { test } from 'node:test';\n${KIT_TEST}` },
    run: [['node', '--test', '--test-reporter=tap']],
    prints: /^# pass 1\n# fail 0$/mu,
  },
  {
    name: 'CommonJS, `await import()`',
    note: 'everywhere, Lambda included',
    ...commonJs,
    files: { 'handler.js': IMPORTING, 'guarded.mjs': HANDLER, 'try.mjs': TRY },
  },
  {
    name: 'CommonJS, `require()`, Middy 6',
    note: 'Node ≥20.19, if it is not switched off',
    ...requiring,
    middy: 6,
  },
  {
    name: 'CommonJS, `require()`, Middy 6, on Lambda with Node 20 or 22',
    note: 'AWS switches `require()` of ES modules off there',
    ...requiring,
    middy: 6,
    run: [['node', '--no-experimental-require-module', 'try.mjs']],
    fails: /ERR_REQUIRE_ESM/u,
  },
  ...[5, 7].map((middy) => ({
    name: `CommonJS, \`require()\`, Middy ${middy}`,
    note: 'this Middy has no entry for `require()`',
    ...requiring,
    middy,
    fails: /ERR_PACKAGE_PATH_NOT_EXPORTED.*@middy.core/su,
  })),
];
