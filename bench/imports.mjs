/** Milliseconds of an import in fresh processes, in turns, and of the first request after it. */
import { run } from '../scripts/lib/processes.mjs';

const load = (name) => `await import('${name}');`;
const MIDDY = load('@middy/core');
const HTTP_ERRORS = 'http-errors, after @middy/core';
const OURS = 'ours, after @middy/core';

const QUICK_START = `
  const { default: middy } = await import('@middy/core');
  const { cognitoGroups, requireGroup } = await import('middy-cognito-groups');
  const guarded = middy().use(cognitoGroups()).use(requireGroup('a'));
  const handler = guarded.handler(async () => ({ statusCode: 200 }));
  const claims = (groups) => ({ sub: '1', 'cognito:groups': groups });
  const event = (groups) => ({ requestContext: { authorizer: { claims: claims(groups) } } });
`;

/** What is done before the clock starts, and what is timed. */
const CASES = {
  [HTTP_ERRORS]: [MIDDY, load('http-errors')],
  [OURS]: [MIDDY, load('middy-cognito-groups')],
  'ours, first request, allowed': [QUICK_START, `await handler(event('a,b'), {});`],
  'ours, first request, denied': [QUICK_START, `await handler(event('b'), {});`],
};

/** @returns milliseconds of each process, by case */
export async function measureImports(env, ours, processes) {
  const cases = Object.entries(CASES);
  const found = Object.fromEntries(cases.map(([name]) => [name, []]));
  for (let turn = 0; turn < processes; turn += 1) {
    for (const [name, [before, timed]] of cases) {
      const clock = 'performance.now()';
      const code = `${before} const start = ${clock};\n${timed}\nconsole.log(${clock} - start);`;
      const printed = await run('node', ['--input-type=module', '-e', code], { env, cwd: ours });
      found[name].push(Number(printed));
    }
  }
  return found;
}

/** Our import, turn by turn, as a share of what `http-errors` costs there. */
export const sharesOfHttpErrors = (found) =>
  found[OURS].map((milliseconds, turn) => milliseconds / found[HTTP_ERRORS][turn]);
