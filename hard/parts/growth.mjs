/** Everything a caller can make long, from 24 KB to 6 MB: four times as much takes about as long. */
import middy from '@middy/core';
import { ISSUERS } from '../fuzz/values.mjs';

const SIZES = [24, 96, 384, 1536, 6144].map((kilobytes) => kilobytes * 1024);

/** Linear is 4, quadratic is 16. */
const MOST_GROWTH = 10;

/** Below it, what a request costs anyway is most of the time, and a collection of garbage shows. */
const NOISE_MS = 150;

const ATTEMPTS = 3;

const fill = (size, pattern) => pattern.repeat(Math.ceil(size / pattern.length));

const claims = (more) => ({
  sub: '1',
  iss: ISSUERS.pool[0],
  'cognito:username': 'ada',
  token_use: 'id',
  ...more,
});

const rest = (more, parameters = { id: '1' }) => ({
  resource: '/t/{id}',
  httpMethod: 'GET',
  pathParameters: parameters,
  headers: {},
  requestContext: { authorizer: { claims: claims(more) } },
});

const http = (more) => ({
  version: '2.0',
  routeKey: 'GET /t/{id}',
  headers: {},
  requestContext: { authorizer: { jwt: { claims: claims(more) } }, http: { method: 'GET' } },
});

const resolver = (groups, more = {}) => ({
  identity: { claims: claims({ 'cognito:groups': groups, ...more }), groups, issuer: 'x' },
  info: { parentTypeName: 'Query', fieldName: 'a' },
});

const context = (groups, version) => ({
  ...(version === undefined ? {} : { version }),
  headers: {},
  requestContext: {
    authorizer: version === '2.0' ? { lambda: { groups } } : { groups, principalId: '1' },
  },
});

const bearer = (authorization) => ({ headers: { authorization }, requestContext: {} });

const names = (size) => Array.from({ length: size / 8 }, (_, index) => `g${index}`);

/** A JSON text nested as deep as it is long. */
const deep = (size) => `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`;

const REFUSING = { verify: () => Promise.reject(new Error('no')) };

const complaining = (size) => ({
  verify: () =>
    Promise.reject(Object.assign(new Error(fill(size, 'JWT ')), { code: fill(size, 'E') })),
});

/** Each as `[name, event of a size, options of the reader, rule]`. */
function targets(library) {
  const { anyOf, allOf, noneOf, owner, scope, groupTemplate, lambdaAuthorizer } = library;
  const token = { source: library.verifiedToken({ verifier: REFUSING }) };
  const list = (format) => ({ source: lambdaAuthorizer({ key: 'groups', format }) });
  const some = anyOf('nobody', noneOf('g1', 'g2'), allOf('g3', 'nobody'));
  const groups = (value) => ({ 'cognito:groups': value });
  const scopes = anyOf(scope('x'), noneOf(scope('y'), scope('z')));
  const template = groupTemplate('x-{id}/{other}.{third}');
  return [
    ...[',', 'a,', 'a', '\\', '\\,', '[', ' ', 'a a,', '\u{1f469}'].map((pattern) => [
      `REST API: groups of ${JSON.stringify(pattern)}`,
      (size) => rest(groups(fill(size, pattern))),
    ]),
    ...[' ', 'a ', 'a', '[', '] [', ','].map((pattern) => [
      `HTTP API: groups of ${JSON.stringify(pattern)}`,
      (size) => http(groups(`[${fill(size, pattern)}]`)),
    ]),
    ['REST API: a list of names', (size) => rest({ exp: 1, ...groups(names(size)) })],
    ['REST API: a list of one name', (size) => rest({ exp: 1, ...groups([fill(size, 'a')]) })],
    ['AppSync: two lists of names', (size) => resolver(names(size / 2))],
    ['AppSync: many items', (size) => Array.from({ length: size / 256 }, () => resolver(['g1']))],
    ['AppSync: items with much', (size) => [resolver(names(size / 8)), resolver(names(size / 8))]],
    [
      'AppSync: many items after one with much',
      (size) => [
        resolver(names(size / 4)),
        ...Array.from({ length: size / 512 }, () => resolver(['g1'])),
      ],
    ],
    ['Lambda authorizer: JSON', (size) => context(JSON.stringify(names(size))), list('json')],
    ['Lambda authorizer: deep JSON', (size) => context(deep(size)), list('json')],
    ['Lambda authorizer: commas', (size) => context(fill(size, 'a,')), list('comma')],
    ['Lambda authorizer: spaces', (size) => context(fill(size, ' ')), list('space')],
    ['Lambda authorizer: a list', (size) => context(names(size), '2.0'), list('array')],
    ...[' ', 'a ', 'a', '['].map((pattern) => [
      `scope of ${JSON.stringify(pattern)}`,
      (size) => rest({ scope: fill(size, pattern) }),
      {},
      scopes,
    ]),
    ...['a.', '-a', 'a-', '.', '@', '%', '\\', 'amazonaws.com.'].map((pattern) => [
      `issuer of ${JSON.stringify(pattern)}`,
      (size) => rest({ iss: `https://cognito-idp.${fill(size, pattern)}-1.amazonaws.com/x` }),
    ]),
    ['issuer: digits', (size) => rest({ iss: `http://127.${fill(size, '0.')}` })],
    ['issuer: a path', (size) => rest({ iss: `${ISSUERS.pool[0]}${fill(size, '/a')}` })],
    ...[' ', ',', ', ', 'bearer,', 'a.', '.', 'a', ', bearer', '\t'].map((pattern) => [
      `Authorization of ${JSON.stringify(pattern)}`,
      (size) => bearer(fill(size, pattern)),
      token,
    ]),
    ['Authorization: Bearer and spaces', (size) => bearer(`Bearer${fill(size, ' ')}`), token],
    ['Authorization: Bearer and a word', (size) => bearer(`Bearer ${fill(size, 'a')}`), token],
    [
      'many headers',
      (size) => ({
        headers: Object.fromEntries(names(size / 2).map((name) => [`authorizatio${name}`, 'x'])),
        requestContext: {},
      }),
      token,
    ],
    [
      'a header with many values',
      (size) => ({ multiValueHeaders: { authorization: names(size) }, requestContext: {} }),
      token,
    ],
    [
      'an error of the verifier',
      () => bearer('Bearer a.b.c'),
      (size) => ({ source: library.verifiedToken({ verifier: complaining(size) }) }),
    ],
    ...['%', '1', '/', '1/1.', '{'].map((pattern) => [
      `path parameter of ${JSON.stringify(pattern)}`,
      (size) => {
        const value = fill(size / 3, pattern);
        return rest({}, { id: value, other: value, third: value });
      },
      {},
      anyOf(owner('id'), template, noneOf(template)),
    ]),
    [
      'sub',
      (size) => rest({ sub: fill(size, 'a') }, { id: fill(size, 'a') }),
      {},
      noneOf(owner('id')),
    ],
    ['iat', (size) => rest({ iat: fill(size, '1') }), {}, library.issuedWithin('1h')],
    [
      'auth_time',
      (size) => rest({ auth_time: `Thu Sep 26 09:22:46 UTC ${fill(size, '2')}` }),
      {},
      library.signedInWithin('1h'),
    ],
    ['many claims', (size) => rest(Object.fromEntries(names(size / 2).map((name) => [name, 'x'])))],
    ['a body', (size) => ({ ...rest({}), body: fill(size, '{"a":') })],
    ...['/a', '{', '{+', '{a}', '+'].map((pattern) => [
      `matched path of ${JSON.stringify(pattern)}`,
      (size) => ({ ...rest({}), resource: `/${fill(size, pattern)}` }),
      {},
      { 'GET /t/{id}': 'nobody' },
    ]),
  ].map(([name, eventOf, options = {}, rule = some]) => ({ name, eventOf, options, rule }));
}

/** The time of the processor, which other programs on the machine do not change. */
async function millisecondsOf(handler, event) {
  const before = process.cpuUsage();
  await handler(event, {}).catch((error) => {
    if (![401, 403, 500, 503].includes(error.statusCode)) throw error;
  });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function handlerFor(library, { options, rule }, size) {
  const given = typeof options === 'function' ? options(size) : options;
  const isTable = Object.keys(rule).some((key) => key.startsWith('GET '));
  return middy()
    .use(library.cognitoGroups({ onDecision: () => undefined, ...given }))
    .use(isTable ? library.routePolicy(rule) : library.requireGroup(rule))
    .handler(async () => ({ statusCode: 200 }));
}

/** A second try, if a collection of garbage fell into the first. */
async function fastest(library, target, size, most) {
  const handler = handlerFor(library, target, size);
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && least > most; attempt += 1) {
    least = Math.min(least, await millisecondsOf(handler, target.eventOf(size)));
  }
  return least;
}

async function problemOf(library, target) {
  let before = 0;
  for (const size of SIZES) {
    const most = before * MOST_GROWTH + NOISE_MS;
    const now = await fastest(library, target, size, most);
    if (now > most) {
      return `${target.name}: ${before.toFixed(1)} ms, and ${now.toFixed(1)} ms at ${size} characters`;
    }
    before = now;
  }
  return undefined;
}

export default async function growth({ library }) {
  const all = targets(library);
  const failed = [];
  for (const target of all) {
    const problem = await problemOf(library, target);
    if (problem !== undefined) failed.push(problem);
  }
  const tried = all.length * SIZES.length;
  return [{ what: 'linear time from 24 KB to 6 MB', tried, unit: 'inputs', failed }];
}
