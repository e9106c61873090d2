/**
 * Checks the examples that deploy in a copy of `examples/`, with the packed package, as users
 * would: their tests, their bundles, their templates. Nothing is deployed. Exits 1 if one fails.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from './examples/build.mjs';
import { MISTAKES } from './examples/mistakes.mjs';
import { run, temporaryFolder } from './lib/processes.mjs';
import { install, lockedInstall, onNode, ROOT, tarball } from './lib/projects.mjs';
import { tryAll } from './lib/try-all.mjs';

/** By folder: what it deploys of `functions/`, the rules there, and its template. */
const EXAMPLES = {
  'cdk-http-api': {
    entry: 'http-api',
    rules: 'api-access.ts',
    template: 'cdk.out/Teams.template.json',
  },
  'sam-rest-api': { entry: 'rest-api', rules: 'api-access.ts', template: 'template.yaml' },
  appsync: { entry: 'graphql', rules: 'graphql-access.ts', template: 'template.yaml' },
};

/** Of examples that are a single file. */
const TEMPLATES = ['examples/function-per-route.yaml', 'examples/single-function-api.yaml'];

const CHECKS = join(ROOT, 'scripts/examples');
const NOT_COPIED = ['node_modules', 'cdk.out', '.aws-sam'];

/** Of the runtime that is deployed. From 22.18 on, Node runs the TypeScript of the examples. */
const env = await onNode(24);
const folder = temporaryFolder();
const functions = join(folder, 'functions');

async function installAll() {
  const packed = await tarball();
  cpSync(join(ROOT, 'examples'), folder, {
    recursive: true,
    filter: (path) => !NOT_COPIED.includes(basename(path)),
  });
  await Promise.all([
    lockedInstall(functions).then(() => install(functions, packed)),
    lockedInstall(join(folder, 'cdk-http-api')),
    lockedInstall(CHECKS),
  ]);
}

/** Runs a block of an example's README as it is written there. @returns what it prints */
async function runBlock(example, block) {
  const cwd = join(folder, example);
  const readme = readFileSync(join(cwd, 'README.md'), 'utf8');
  const text = new RegExp(`^\`\`\`sh ${block}\n(.*?)^\`\`\`$`, 'msu').exec(readme)?.[1];
  if (text === undefined) throw new Error(`the README has no block "sh ${block}"`);
  return (await run('sh', ['-ec', text], { cwd, env })).trim();
}

/** @returns how many tests have passed */
function passed(output) {
  const [, count] = /^ℹ pass ([1-9]\d*)$/mu.exec(output) ?? [];
  if (count === undefined) throw new Error(`no test ran\n${output}`);
  return `${count} tests`;
}

/** The tests of a function once more, on the one file that is deployed. */
async function testBundle(example, entry) {
  const place = join(functions, 'bundled', entry);
  const test = join(place, `${entry}.test.ts`);
  mkdirSync(place, { recursive: true });
  copyFileSync(await build(join(folder, example), entry, env), join(place, `${entry}.cjs`));
  writeFileSync(join(place, `${entry}.ts`), `export { handler } from './${entry}.cjs';\n`);
  copyFileSync(join(functions, `${entry}.test.ts`), test);
  copyFileSync(join(functions, 'people.ts'), join(place, 'people.ts'));
  return passed(await run('node', ['--test', '--test-reporter=spec', test], { env }));
}

const validate = (cwd, ...templates) =>
  run('node', [join(CHECKS, 'validate.mjs'), ...templates], { cwd, env });

const CHECK = {
  template: (example, template) => validate(join(folder, example), template),

  rules: async (example, template) => {
    const { rules } = EXAMPLES[example];
    const path = join('..', example, template);
    const args = ['middy-cognito-groups', 'check', rules, '--template', path];
    return (await run('npx', args, { cwd: functions, env })).trim();
  },
};

async function tryMistake({ example, check, from, to, finds }, index) {
  const { template } = EXAMPLES[example];
  const correct = readFileSync(join(folder, example, template), 'utf8');
  const text = correct.replace(from, () => to);
  if (text === correct) throw new Error(`${from} is not in the template`);
  const edited = join(dirname(template), `mistake-${index}-${basename(template)}`);
  writeFileSync(join(folder, example, edited), text);
  const output = await CHECK[check](example, edited).then(String, ({ message }) => message);
  if (finds.test(output)) return 'found';
  throw new Error(`it is not found: ${output}`);
}

await installAll();
// The other checks need what it writes.
await runBlock('cdk-http-api', 'synth');
await tryAll([
  ['functions: tests', async () => passed(await runBlock('functions', 'test'))],
  ['functions: the matrix', async () => `\n${await runBlock('functions', 'matrix')}`],
  ['the templates of single files', async () => (await validate(ROOT, ...TEMPLATES)) || 'valid'],
  ['cdk-http-api: tests', async () => passed(await runBlock('cdk-http-api', 'test'))],
  ['cdk-http-api: the rules', () => runBlock('cdk-http-api', 'check')],
  ['sam-rest-api: the rules', () => runBlock('sam-rest-api', 'check')],
  ['appsync: the rules', () => CHECK.rules('appsync', EXAMPLES.appsync.template)],
  ...Object.entries(EXAMPLES).flatMap(([example, { entry, template }]) => [
    [`${example}: tests of the bundle`, () => testBundle(example, entry)],
    [`${example}: the template`, async () => (await CHECK.template(example, template)) || 'valid'],
  ]),
  ...MISTAKES.map((mistake, index) => [
    `${mistake.example}: finds ${mistake.what}`,
    () => tryMistake(mistake, index),
  ]),
]);
