/**
 * The kinds of project, a row of `docs/consumers.md` each. `packages` are installed beside ours
 * and Middy, `files` are written, `run` is done with them on the running Node or that of `node`.
 * It has to print what the README says of `try.js`, or to fit `prints`, or to end as in `fails`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** An ES module has no `require`, which CommonJS dependencies call. */
const BANNER =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
/** Not what this repository tests with. */
const VITEST = 'vitest@5.1.1';

const command = (line) => line.split(' ');

function typeScript(options) {
  const common = { target: 'ES2022', strict: true, types: ['node'], skipLibCheck: true };
  const tsconfig = {
    compilerOptions: { ...common, ...options },
    files: ['handler.ts', 'typed.ts', 'from-json.ts', 'cedar.ts'],
  };
  return {
    note: '',
    packages: ['typescript', '@types/aws-lambda', '@types/node'].map(pinned),
    files: {
      'handler.ts': HANDLER,
      'typed.ts': readmeBlock('typed.ts'),
      'access.json': readmeBlock('access.json', 'docs/routes.md'),
      'from-json.ts': readmeBlock('from-json.ts', 'docs/routes.md'),
      'cedar.ts': readmeBlock('cedar.ts', 'docs/cedar.md'),
      'try.js': TRY,
      'tsconfig.json': JSON.stringify(tsconfig),
    },
    run: [command('npx tsc6'), command('node try.js')],
  };
}

/** Of the handler alone, as it is deployed; `try.js` imports the bundle. */
function bundle(format, file, ...options) {
  const esbuild = `npx esbuild source.js --bundle --platform=node --format=${format} --outfile=${file}`;
  return {
    packages: [pinned('esbuild')],
    files: { 'source.js': HANDLER, 'try.js': TRY.replace('./handler.js', `./${file}`) },
    // Nothing but the bundle is deployed.
    run: [[...command(esbuild), ...options], command('rm -r node_modules'), command('node try.js')],
  };
}

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

const JEST = 'node --experimental-vm-modules node_modules/jest/bin/jest.js';

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
    note: `\`${JEST}\`, as its documentation says`,
    packages: [pinned('jest')],
    ...tested,
    run: [command(`${JEST} --json`)],
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
    note: 'Node ≥20.19, if it is not switched off',
    ...requiring,
    middy: 6,
  },
  {
    name: 'CommonJS, `require()`, Middy 6, on Lambda with Node 20 or 22',
    note: 'AWS switches `require()` of ES modules off there',
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
