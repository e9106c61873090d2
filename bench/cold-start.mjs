/** Time to import, in fresh processes, in turns; and the first requests of a function that has just started. */
import { fileURLToPath } from 'node:url';
import { run } from '../scripts/lib/run.mjs';
import { median, quantile } from './statistics.mjs';
import { count, tableOf } from './table.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ENGINES = fileURLToPath(new URL('peers/engines/', import.meta.url));
const JWT_AUTH = fileURLToPath(new URL('peers/jwt-auth/', import.meta.url));

const load = (...names) => names.map((name) => `await import('${name}');`).join('\n');

const QUICK_START = `
  const { default: middy } = await import('@middy/core');
  const { cognitoGroups, requireGroup } = await import('middy-cognito-groups');
  const handler = middy().use(cognitoGroups()).use(requireGroup('a')).handler(async () => ({ statusCode: 200 }));
  const event = (groups) => ({ requestContext: { authorizer: { claims: { sub: '1', 'cognito:groups': groups } } } });
`;

const BY_HAND = `
  const { default: middy } = await import('@middy/core');
  const { default: createError } = await import('http-errors');
  const before = ({ event }) => {
    const groups = event.requestContext.authorizer.claims['cognito:groups'].split(',');
    if (!groups.includes('a')) throw createError(403);
  };
  const onError = (request) => { request.response = { statusCode: request.error.statusCode }; };
  const handler = middy().use({ before, onError }).handler(async () => ({ statusCode: 200 }));
  const event = (groups) => ({ requestContext: { authorizer: { claims: { sub: '1', 'cognito:groups': groups } } } });
`;

/** What is done before the clock starts, what is timed, and the folder that it is resolved in. */
const CASES = {
  'empty module': { timed: load('data:text/javascript,') },
  '@middy/core': { timed: load('@middy/core') },
  'http-errors, after @middy/core': { before: load('@middy/core'), timed: load('http-errors') },
  'two modules of one line, after @middy/core': {
    before: load('@middy/core'),
    timed: load('./two-modules/index.mjs'),
  },
  'ours, after @middy/core': { before: load('@middy/core'), timed: load('middy-cognito-groups') },
  'ours, after @middy/core and http-errors': {
    before: load('@middy/core', 'http-errors'),
    timed: load('middy-cognito-groups'),
  },
  'quick start: import and build': { timed: QUICK_START },
  'quick start: first request, allowed': { before: QUICK_START, timed: `await handler(event('a,b'), {});` },
  'quick start: first request, denied': { before: QUICK_START, timed: `await handler(event('b'), {});` },
  'by hand with http-errors: import and build': { timed: BY_HAND },
  'by hand with http-errors: first request, allowed': { before: BY_HAND, timed: `await handler(event('a,b'), {});` },
  'by hand with http-errors: first request, denied': { before: BY_HAND, timed: `await handler(event('b'), {});` },
  'aws-jwt-verify': { timed: load('aws-jwt-verify') },
  casl: { timed: load('@casl/ability'), cwd: ENGINES },
  casbin: { timed: load('casbin'), cwd: ENGINES },
  accesscontrol: { timed: load('accesscontrol'), cwd: ENGINES },
  'express-jwt-permissions': { timed: load('express-jwt-permissions'), cwd: ENGINES },
  'cedar-wasm': { timed: load('@cedar-policy/cedar-wasm/nodejs'), cwd: ENGINES },
  'middy-middleware-jwt-auth': { timed: load('middy-middleware-jwt-auth'), cwd: JWT_AUTH },
};

/** @returns milliseconds `{ ms, low, high }` by case */
export async function measureColdStart(env, { processes, peers = true }) {
  const cases = Object.entries(CASES).filter(([, { cwd }]) => peers || cwd === undefined);
  const found = Object.fromEntries(cases.map(([name]) => [name, []]));
  for (let turn = 0; turn < processes; turn += 1) {
    for (const [name, { before = '', timed, cwd = HERE }] of cases) {
      const code = `${before}\nconst start = performance.now();\n${timed}\nconst end = performance.now();\nconsole.log(end - start);`;
      found[name].push(Number(await run('node', ['--input-type=module', '-e', code], { env, cwd })));
    }
  }
  return Object.fromEntries(
    cases.map(([name]) => [
      name,
      { ms: median(found[name]), low: quantile(found[name], 0.25), high: quantile(found[name], 0.75) },
    ]),
  );
}

/** Our import over `@middy/core`, as a share of what `http-errors` costs there. */
export const shareOfHttpErrors = (coldStart) =>
  coldStart['ours, after @middy/core'].ms / coldStart['http-errors, after @middy/core'].ms;

export function coldStartTable(coldStart) {
  const rows = Object.entries(coldStart).map(([name, { ms, low, high }]) => [
    name,
    ms.toFixed(2),
    `${count(low)}–${count(high)}`,
  ]);
  return tableOf('Milliseconds in a fresh process', ['what', 'median', 'quartiles'], rows);
}
