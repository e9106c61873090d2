/**
 * Runs the real parts: software that nobody here wrote, with the package as it ships. Prints what each part proves, and a table of all; exits 1
 * if a part fails.
 *
 * `npm run test:real` runs all of them; one that cannot run on this machine says so, and is `not run` in the table. `npm run test:real -- tokens`
 * runs those that are named, and fails if one of them cannot run.
 */
import { ROOT } from './lib/folders.mjs';
import { tarball } from './lib/package.mjs';
import { NOT_RUN } from './lib/proof.mjs';
import { start } from './lib/run.mjs';

/**
 * A part is commands that are run one after the other at the root of the repository. The last one prints a line for each thing that it proves,
 * `ok …` or `FAILED …`; its exit code is the part's, `NOT_RUN` on a machine where it cannot run.
 */
const PARTS = [
  {
    name: 'tokens',
    what: 'cognito-local, the AWS SDK and CognitoJwtVerifier',
    run: [
      ['npm', 'exec', '--', 'tsc', '-p', 'real/tokens'],
      ['node', '.cache/real/real/tokens/main.js'],
    ],
  },
  {
    name: 'lambda-runtime',
    what: "aws-lambda-ric, AWS's own Lambda runtime client, on Node 22 and 24",
    run: [['node', 'real/lambda-runtime/main.mjs']],
  },
  {
    name: 'serverless-offline',
    what: 'serverless-offline with osls',
    run: [['node', 'real/serverless-offline/main.mjs']],
  },
];

const seconds = (since) => Math.round((Date.now() - since) / 1000);

/** @returns its line of the table */
async function runPart({ name, what, run: commands }, env) {
  console.log(`== ${name}: ${what}`);
  const since = Date.now();
  let printed = '';
  let code = 0;
  for (const [command, ...args] of commands) {
    const part = start(command, args, { cwd: ROOT, env });
    code = await part.ended;
    printed = part.printed.stdout;
    console.log(code === 0 || code === NOT_RUN ? printed : printed + part.printed.stderr);
    if (code !== 0) break;
  }
  const count = (pattern) => printed.match(pattern)?.length ?? 0;
  const [proved, failed] = [count(/^ok /gmu), count(/^FAILED /gmu)];
  if (code === NOT_RUN) return { part: name, result: 'not run', proved, failed, seconds: seconds(since) };
  const result = code === 0 && proved > 0 && failed === 0 ? 'ok' : 'FAILED';
  return { part: name, result, proved, failed, seconds: seconds(since) };
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => PARTS.every((part) => part.name !== name));
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(', ')}; there are ${PARTS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
// Packed once, and by that built.
const env = { ...process.env, PACKAGE_TARBALL: await tarball() };
const table = [];
for (const part of PARTS) {
  if (names.length === 0 || names.includes(part.name)) table.push(await runPart(part, env));
}
console.table(table);
const count = (wanted) => table.filter(({ result }) => result === wanted).length;
console.log(`${count('ok')} passed, ${count('FAILED')} failed, ${count('not run')} not run`);
process.exitCode = count('FAILED') > 0 || (names.length > 0 && count('not run') > 0) ? 1 : 0;
