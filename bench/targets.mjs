/** What the numbers were meant to be, and whether they are. Each is a ratio of two measurements of one run. */
import { shareOfHttpErrors } from './cold-start.mjs';
import { ratio } from './statistics.mjs';
import { tableOf } from './table.mjs';

/** The rounds of a contestant, over the empty chain or (`of`) as they are. */
const over = (times, group, name) => times[group]?.[name]?.overs;
const of = (times, group, name) => times[group]?.[name]?.rounds;

const ENGINES = {
  'casl, built a request': 'casl',
  casbin: 'casbin',
  accesscontrol: 'accesscontrol',
  'cedar-wasm, policies parsed before': 'cedar-wasm',
};

/** @returns `[what, ratio, most]`; a ratio is `NaN` where one side was not measured */
export function targetsOf({ times, sizes, coldStart, allocations }) {
  const [small, large] = ['routePolicy, 10 routes', 'routePolicy, 1000 routes'];
  const rows = [
    [
      'allowed, REST, 5 groups: over empty ÷ inline',
      ratio(over(times, 'rest-5', 'ours'), over(times, 'rest-5', 'inline')),
      1,
    ],
    [
      'allowed, HTTP API, 100 groups: over empty ÷ inline',
      ratio(over(times, 'http-100', 'ours'), over(times, 'http-100', 'inline')),
      0.8,
    ],
    [
      'denied: over empty ÷ one createError(403)',
      ratio(over(times, 'denied', 'ours'), of(times, 'denied', 'createError alone')),
      0.25,
    ],
    [
      'routePolicy: 1,000 routes ÷ 10',
      ratio(over(times, 'route-policy', large), over(times, 'route-policy', small)),
      1.1,
    ],
    [
      'verifiedToken: over empty ÷ bare verifier',
      ratio(over(times, 'tokens', 'ours'), of(times, 'tokens', 'bare verifier')),
      1.03,
    ],
    [
      'verifiedToken: whole chain ÷ bare verifier in a hook',
      ratio(of(times, 'tokens', 'ours'), of(times, 'tokens', 'bare verifier in a hook')),
      1.03,
    ],
    ['import: ours ÷ http-errors, both after @middy/core', coldStart && shareOfHttpErrors(coldStart), 0.25],
    ['bundle: quick start, own code, bytes', sizes?.['quick start, own code'].gzipped, 3072],
    ['bundle: quick start with http-errors, bytes', sizes?.['quick start with http-errors'].gzipped, 7680],
  ];
  for (const [name, file] of Object.entries(ENGINES)) {
    const group = `peer: ${file}`;
    const chained = over(times, group, `${name}, in a chain`);
    rows.push([`check: evaluate() ÷ ${name}`, ratio(of(times, group, 'evaluate()'), of(times, group, name)), 1]);
    rows.push([`whole job, over empty: ours ÷ ${name}`, ratio(over(times, group, 'ours'), chained), 1]);
  }
  const jwt = 'peer: middy-middleware-jwt-auth';
  const jwtEmpty = of(times, jwt, 'empty, Middy 5');
  const jwtOver = of(times, jwt, 'middy-middleware-jwt-auth')?.map((ns, index) => ns - jwtEmpty[index]);
  rows.push([
    'ours ÷ middy-middleware-jwt-auth, each over its empty chain',
    ratio(over(times, jwt, 'ours'), jwtOver),
    1,
  ]);
  for (const [group, bytes] of Object.entries(allocations ?? {})) {
    const share = (bytes.ours - bytes.empty) / (bytes.floor - bytes.empty);
    rows.push([`allocations, ${group}: ours ÷ the least that decode and event.auth need`, share, 1]);
  }
  return rows;
}

export function targetsTable(targets) {
  const rows = targets
    .filter(([, is]) => Number.isFinite(is))
    .map(([what, is, most]) => [
      what,
      most > 100 ? is : is.toFixed(is < 0.1 ? 4 : 2),
      `≤ ${most}`,
      is <= most ? 'met' : 'MISSED',
    ]);
  return tableOf('Targets', ['what', 'is', 'should be', ''], rows);
}
