/**
 * The kinds of project, a row of `docs/consumers.md` each. `packages` are installed beside ours
 * and Middy, `files` are written, `run` is done with them on the running Node or that of `node`.
 * It has to print what the README says of `try.js`, or to fit `prints`, or to end as in `fails`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { pinned, ROOT } from '../lib/projects.mjs';

/** A block of the README, or of another document, by its name. */
export function readmeBlock(name, document = 'README.md') {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const [, block] = text.match(new RegExp(`^\`\`\`\\S+ ${name}\\n((?:.*\\n)*?)\`\`\`$`, 'm')) ?? [];
  if (block === undefined) throw new Error(`${document} has no block named ${name}`);
  return block;
}

const HANDLER = readmeBlock('handler.ts');
const TRY = readmeBlock('try.js');

/** Not what this repository builds or tests with. */
const VITEST = 'vitest@5.1.1';
const CDK = ['aws-cdk-lib@2.276.0', 'constructs@10.8.1'];
const TYPESCRIPT_5 = ['typescript@5.4.5', 'typescript@5.9.3'];

const command = (line) => line.split(' ');

const ofThisPage = (name) => readmeBlock(name, 'docs/consumers.md');

/** Nothing but the bundle is deployed. */
const AS_DEPLOYED = [command('rm -r node_modules'), command('node try.mjs')];

const TYPES = ['@types/aws-lambda', '@types/node'].map(pinned);

/** Blocks that import every entry point, some of which must not compile. */
const TYPED = {
  'handler.ts': HANDLER,
  'typed.ts': readmeBlock('typed.ts'),
  ...Object.fromEntries(
    [
      ['docs/typescript.md', 'typed-names.ts'],
      ['docs/typescript.md', 'typed-table.ts'],
      ['docs/typescript.md', 'typed-subject.ts'],
      ['docs/testing.md', 'functions.ts'],
      ['docs/testing.md', 'tokens.ts'],
      ['docs/cedar.md', 'cedar.ts'],
    ].map(([document, name]) => [name, readmeBlock(name, document)]),
  ),
};

function tsconfig(compilerOptions, files) {
  const common = { target: 'ES2022', strict: true, types: ['node'], skipLibCheck: true };
  return JSON.stringify({ compilerOptions: { ...common, ...compilerOptions }, files });
}

function typeScript(options) {
  const files = { ...TYPED, 'from-json.ts': readmeBlock('from-json.ts', 'docs/routes.md') };
  return {
    note: '',
    packages: [pinned('typescript'), ...TYPES],
    files: {
      ...files,
      'access.json': readmeBlock('access.json', 'docs/routes.md'),
      'try.js': TRY,
      'tsconfig.json': tsconfig(options, Object.keys(files)),
    },
    run: [command('npx tsc6'), command('node try.js')],
  };
}

/** `tsc` checks the types, and esbuild makes what is deployed. */
function classic(middy, typescript) {
  const options = { module: 'commonjs', moduleResolution: 'node', noEmit: true };
  const { packages, files, run } = bundle('cjs', 'bundle.js', 'handler.ts');
  return {
    name: `TypeScript ${typescript.match(/5\.\d+/u)}, \`module: commonjs\`, Middy ${middy}`,
    note: '`moduleResolution: node`; bundle the code to run it',
    type: 'commonjs',
    middy,
    packages: [typescript, ...TYPES, ...packages],
    files: {
      ...TYPED,
      'try.mjs': files['try.mjs'],
      'tsconfig.json': tsconfig(options, Object.keys(TYPED)),
    },
    run: [command('npx tsc'), ...run],
  };
}

/** Of the handler alone, as it is deployed; `try.mjs` imports the bundle. */
function bundle(format, file, source, ...options) {
  const esbuild = `npx esbuild ${source} --bundle --platform=node --format=${format} --outfile=${file}`;
  return {
    packages: [pinned('esbuild')],
    files: { [source]: HANDLER, 'try.mjs': TRY.replace('./handler.js', `./${file}`) },
    run: [[...command(esbuild), ...options], ...AS_DEPLOYED],
  };
}

const [SAM_ENTRY] = parse(ofThisPage('sam.yaml')).Metadata.BuildProperties.EntryPoints;

/** What the block asks of esbuild, which the framework hands on. */
const SERVERLESS = Object.entries(parse(ofThisPage('serverless.yml')).build.esbuild).map(
  ([option, value]) => `--${option}=${value}`,
);

const FROM_ASSET = `import { readdirSync } from 'node:fs';
const asset = readdirSync('cdk.out').find((name) => name.startsWith('asset.'));
const { handler } = await import(\`./cdk.out/\${asset}/index.js\`);
`;

const BUNDLED = { 'source.js': HANDLER, 'try.mjs': TRY.replace('./handler.js', './bundle.mjs') };

const ROLLUP = `import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import resolve from '@rollup/plugin-node-resolve';

export default {
  input: 'source.js',
  plugins: [resolve({ preferBuiltins: true }), commonjs(), json()],
  external: /^node:/,
  output: { file: 'bundle.mjs', inlineDynamicImports: true },
};
`;

const ROLLUP_PACKAGES = [
  'rollup@4.68.8',
  '@rollup/plugin-commonjs@29.0.3',
  '@rollup/plugin-json@6.1.0',
  '@rollup/plugin-node-resolve@16.0.3',
];

const WEBPACK = `export default {
  mode: 'production',
  target: 'node20',
  entry: './source.js',
  experiments: { outputModule: true },
  output: { path: import.meta.dirname, filename: 'bundle.mjs', library: { type: 'module' } },
};
`;

const SWC = `import { readFileSync, writeFileSync } from 'node:fs';
import { minify } from '@swc/core';

const options = { module: true, compress: true, mangle: true };
const { code } = await minify(readFileSync('bundle.mjs', 'utf8'), options);
writeFileSync('bundle.mjs', code);
`;

/** As a CommonJS module has to write the README's handler. */
const REQUIRED = HANDLER.replace(
  /import middy from (.*);/u,
  'const { default: middy } = require($1);',
)
  .replace(/import (\{.*\}) from (.*);/u, 'const $1 = require($2);')
  .replace('export const handler =', 'exports.handler =');

const commonJs = { type: 'commonjs', node: 22, run: [command('node try.mjs')] };
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
    callers: { anonymous: {}, member: { groups: ['member'] }, manager: { groups: ['team_manager', 'admin'] } },
    routes: { 'PUT /teams/{teamId}': { anonymous: 401, member: 403, manager: 200 } },
  }));
`;
const tested = { files: { 'handler.js': HANDLER, 'handler.test.js': KIT_TEST } };
const TEST_IMPORT = "import { test } from 'node:test';\n";

/** A table in a JSON file: checked by the schema of the package, and accepted by Cedar's own. */
const EXPORTED = `import { Ajv } from 'ajv';
import cedar from '@cedar-policy/cedar-wasm/nodejs';
import { routePolicy } from 'middy-cognito-groups';
import { toCedar } from 'middy-cognito-groups/cedar';
import tableSchema from 'middy-cognito-groups/table.schema.json' with { type: 'json' };
import access from './access.json' with { type: 'json' };

const isValid = new Ajv().validate(tableSchema, access);
const options = { namespace: 'TeamsApi', userPoolId: 'eu-west-1_abcdefghi' };
const { schema, policies } = toCedar(routePolicy(access), options);
const answer = cedar.validate({ schema, policies: { staticPolicies: policies } });
console.log(isValid, Object.keys(policies), answer.type, answer.validationErrors);
`;
const EXPORTED_TABLE = `{
  "$schema": "./node_modules/middy-cognito-groups/schema/table.schema.json",
  "GET /teams": { "authenticated": true },
  "PUT /teams/{teamId}": { "anyOf": ["admin", { "scope": "teams/write" }] }
}
`;

const RULES = `export const access = {
  'GET /health': { everyone: true },
  'GET /teams': 'member',
}`;
const TEMPLATE = `Resources:
  Health:
    Type: AWS::ApiGatewayV2::Route
    Properties: { RouteKey: GET /health, Target: !Sub 'integrations/\${Integration}' }
  Teams:
    Type: AWS::ApiGatewayV2::Route
    Properties: { RouteKey: GET /teams, AuthorizationType: JWT }
`;

/** The command, with rules in this file. */
function commandLine(file, rules) {
  const npx = 'npx middy-cognito-groups';
  return {
    files: { [file]: rules, 'template.yaml': TEMPLATE },
    run: [
      command(`${npx} matrix ${file} --format json --out matrix.json`),
      command(`${npx} check ${file} --against matrix.json --template template.yaml`),
    ],
    prints: 'matrix.json is up to date\nno findings: 2 deployed routes, 2 rules\n',
  };
}

const JEST = ofThisPage('jest').trim();

export const ROWS = [
  {
    name: 'ES modules',
    note: '',
    files: { 'handler.js': HANDLER, 'try.js': TRY },
    run: [command('node try.js')],
  },
  { name: 'TypeScript, `module: NodeNext`', ...typeScript({ module: 'NodeNext' }) },
  {
    name: 'TypeScript, `moduleResolution: bundler`',
    ...typeScript({ module: 'ESNext', moduleResolution: 'bundler' }),
  },
  {
    name: 'TypeScript, `module: NodeNext`, `"type": "commonjs"`',
    note: 'write `"type": "module"`, or compile for a bundler',
    type: 'commonjs',
    packages: [pinned('typescript'), ...TYPES],
    files: {
      'typed.ts': readmeBlock('typed.ts'),
      'tsconfig.json': tsconfig({ module: 'NodeNext' }),
    },
    run: [command('npx tsc6 --noEmit')],
    fails: /TS2307: Cannot find module '@middy\/core'/u,
  },
  classic(5, TYPESCRIPT_5[0]),
  classic(6, TYPESCRIPT_5[1]),
  classic(7, TYPESCRIPT_5[1]),
  {
    name: 'esbuild, CommonJS output',
    note: '`--format=cjs`',
    ...bundle('cjs', 'bundle.cjs', 'source.js'),
  },
  {
    name: 'esbuild, ES module output with `require`',
    note: '`--format=esm` and [the banner](#esbuild)',
    packages: [pinned('esbuild')],
    files: { 'handler.ts': HANDLER, 'try.mjs': TRY.replace('./handler.js', './handler.mjs') },
    run: [['bash', '-c', ofThisPage('esbuild')], ...AS_DEPLOYED],
  },
  {
    name: 'esbuild, ES module output without it',
    note: '`--format=esm`; `http-errors` cannot be loaded, so denials and internal errors are plain errors of the same shape',
    ...bundle('esm', 'bundle.mjs', 'source.js'),
  },
  {
    name: 'AWS SAM, `BuildMethod: esbuild`',
    note: 'bundled as `sam build` does, with its arguments for esbuild',
    type: 'commonjs',
    ...bundle('cjs', 'bundle.js', SAM_ENTRY, '--target=es2020', '--minify'),
  },
  {
    name: 'AWS CDK, `NodejsFunction`',
    note: 'synthesized and bundled by the CDK',
    type: 'commonjs',
    packages: [pinned('esbuild'), ...CDK],
    files: {
      'handler.ts': HANDLER,
      'stack.mjs': ofThisPage('stack.mjs'),
      'try.mjs': TRY.replace(/^import .*\n/mu, FROM_ASSET),
    },
    run: [command('node stack.mjs'), ...AS_DEPLOYED],
  },
  {
    name: 'Serverless Framework 4',
    note: 'bundled as it does, with its arguments for esbuild',
    type: 'commonjs',
    ...bundle('cjs', 'bundle.js', 'handler.ts', '--sourcemap'),
  },
  {
    name: 'Serverless Framework 4, a JavaScript handler',
    note: 'with [these options](#serverless-framework)',
    type: 'commonjs',
    packages: [pinned('esbuild')],
    files: { 'handler.js': HANDLER, 'try.mjs': TRY.replace('./handler.js', './bundle.js') },
    run: [
      ['npx', 'esbuild', 'handler.js', '--platform=node', '--outfile=bundle.js', ...SERVERLESS],
      ...AS_DEPLOYED,
    ],
  },
  {
    name: 'Rollup',
    note: 'with `@rollup/plugin-json`, because a dependency of `http-errors` reads JSON',
    packages: ROLLUP_PACKAGES,
    files: { ...BUNDLED, 'rollup.config.js': ROLLUP },
    run: [command('npx rollup -c'), ...AS_DEPLOYED],
  },
  {
    name: 'Rollup, minified by SWC',
    note: '`compress` and `mangle`',
    packages: [...ROLLUP_PACKAGES, '@swc/core@1.16.22'],
    files: { ...BUNDLED, 'rollup.config.js': ROLLUP, 'minify.js': SWC },
    run: [command('npx rollup -c'), command('node minify.js'), ...AS_DEPLOYED],
  },
  {
    name: 'webpack',
    note: "ES module output, `mode: 'production'`",
    packages: ['webpack@5.113.0', 'webpack-cli@7.3.1'],
    files: { ...BUNDLED, 'webpack.config.js': WEBPACK },
    run: [command('npx webpack'), ...AS_DEPLOYED],
  },
  {
    name: 'Jest, ES modules',
    note: `\`${JEST}\`, as its documentation says`,
    packages: [pinned('jest')],
    ...tested,
    run: [command(`${JEST} --json`)],
    prints: /"numPassedTests":1,/u,
  },
  {
    name: 'Jest with ts-jest, CommonJS',
    note: 'with [this configuration](#jest)',
    type: 'commonjs',
    packages: [...['jest', 'ts-jest'].map(pinned), TYPESCRIPT_5[1], ...TYPES],
    files: {
      'handler.ts': HANDLER,
      'handler.test.ts': `import { test } from '@jest/globals';\n${KIT_TEST.replace('.js', '')}`,
      'jest.config.js': ofThisPage('jest.config.js'),
      'tsconfig.json': tsconfig({ module: 'commonjs', moduleResolution: 'node' }),
    },
    run: [command('npx jest --json')],
    prints: /"numPassedTests":1,/u,
  },
  {
    name: 'Vitest',
    note: '`npx vitest run`, Node ≥22 as Vitest 5 asks',
    packages: [VITEST],
    node: 22,
    ...tested,
    run: [command('npx vitest run --globals --reporter=tap-flat')],
    prints: /^ok 1 - handler\.test\.js > who may rename a team/mu,
  },
  {
    name: '`node --test`',
    note: '',
    files: { 'handler.js': HANDLER, 'handler.test.js': TEST_IMPORT + KIT_TEST },
    run: [command('node --test --test-reporter=tap')],
    prints: /^# pass 1\n# fail 0$/mu,
  },
  { name: 'the command', note: '', ...commandLine('access.js', RULES) },
  {
    name: 'the command, rules in TypeScript',
    note: 'Node ≥22.18, which strips types',
    node: 22,
    ...commandLine('access.ts', `${RULES} as const;\n`),
  },
  {
    name: 'the command, rules in TypeScript, Node 20',
    note: 'compile them, or `node --import tsx`',
    node: 20,
    ...commandLine('access.ts', `${RULES} as const;\n`),
    fails: /cannot read TypeScript; use Node 22\.18 or later/u,
  },
  {
    name: 'a table in a JSON file, its JSON Schema, and `toCedar`',
    note: 'Node 20 prints a warning for the import of JSON',
    packages: [pinned('ajv'), pinned('@cedar-policy/cedar-wasm')],
    files: { 'access.json': EXPORTED_TABLE, 'export.js': EXPORTED },
    run: [command('node export.js')],
    prints: /^true \[ 'GET \/teams', 'PUT \/teams\/\{teamId\}' \] success \[\]$/mu,
  },
  {
    name: 'CommonJS, `await import()`',
    note: 'everywhere, Lambda included',
    ...commonJs,
    files: { 'handler.js': IMPORTING, 'guarded.mjs': HANDLER, 'try.mjs': TRY },
  },
  {
    name: 'CommonJS, `require()`, Middy 6',
    note: 'Node ≥20.19, unless `require()` of ES modules is switched off',
    ...requiring,
    middy: 6,
  },
  {
    name: 'CommonJS, `require()`, Middy 6, on Lambda with Node 20 or 22',
    note: 'AWS switches off `require()` of ES modules there',
    ...requiring,
    middy: 6,
    run: [command('node --no-experimental-require-module try.mjs')],
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
