import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import { transformSync } from 'esbuild';
import {
  allOf,
  anyOf,
  authenticated,
  cognitoGroups,
  defineGroups,
  groupTemplate,
  guardRoutes,
  noneOf,
  owner,
  requireGroup,
  routePolicy,
  user,
} from 'middy-cognito-groups';
import { httpJwt, lambdaAuthorizer, verifiedToken } from 'middy-cognito-groups/sources';
import {
  appSyncEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testToken,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { answeredBy, invoke } from '../support/chain.js';
import { anonymousEvent } from '../support/events.js';

/** No request reaches them. */
const OTHER_FOLDERS = /^(?:testing|report|command|cedar)\//u;

/** A string of one word, and a name after a dot, or in an object or a pattern. */
const READ =
  /(?<=["'`])[\w:-]+(?=["'`])|(?<=\.)[A-Za-z_][\w$]*|(?<=[{,])[A-Za-z_][\w$]*(?=[:,}(=])/gu;

/** Every name that the code which decides requests may read; minifying shortens the variables. */
const NAMES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !OTHER_FOLDERS.test(file))
  .map((file) => readFileSync(join('src', file), 'utf8'))
  .map((code) => transformSync(code, { loader: 'ts', minify: true }).code)
  .flatMap((code) => code.match(READ) ?? []);

/** The language reads these from every promise, iterator and property descriptor. */
const BREAKING = ['then', 'return', 'get', 'set', 'value'];

const KEYS = [...new Set(NAMES)].filter(
  (name) => !(name in Object.prototype) && !BREAKING.includes(name),
);

const VALUES = [
  true,
  'everyone',
  ['admin'],
  { groups: ['admin'], sub: '7', claims: { 'cognito:groups': 'admin' } },
  () => true,
];

const ok = async () => ({ statusCode: 200 });
const chain = (...middlewares: object[]) =>
  middlewares
    .reduce(
      (built: ReturnType<typeof middy>, middleware) => built.use(middleware as never),
      middy(),
    )
    .handler(ok);

const route = {
  method: 'GET',
  resource: '/users/{id}',
  path: '/users/8',
  pathParameters: { id: '8' },
};
const member = () => restApiEvent({ ...route, subject: '7', groups: ['member'] });
const defined = defineGroups(['admin', 'member'], { closed: true, implies: { admin: ['member'] } });
const json = lambdaAuthorizer({ key: 'groups', format: 'json' });
const [guardedRoute] = guardRoutes([
  { method: 'GET', path: '/users/{id}', access: 'admin', handler: ok },
]);

async function whilePolluted<TResult>(
  field: string,
  value: unknown,
  act: () => Promise<TResult>,
): Promise<TResult> {
  const polluted = Object.prototype as unknown as Record<string, unknown>;
  polluted[field] = value;
  try {
    return await act();
  } finally {
    delete polluted[field];
  }
}

/** Requests that are denied, each for another reason. */
const DENIED: Record<string, [handler: unknown, event: () => unknown, answer: number | string]> = {
  'another group': [chain(cognitoGroups(), requireGroup('admin')), member, 403],
  'a nested rule': [
    chain(
      cognitoGroups(),
      requireGroup(anyOf('admin', allOf('a', 'b'), owner('id'), groupTemplate('t:{id}'))),
    ),
    member,
    403,
  ],
  'an unknown rule': [
    chain(cognitoGroups(), requireGroup(anyOf('admin', owner('id')))),
    () => restApiEvent({ groups: ['member'] }),
    403,
  ],
  'an excluded group': [chain(cognitoGroups(), requireGroup(noneOf('member'))), member, 403],
  'an unauthenticated request on a REST API': [
    chain(cognitoGroups(), requireGroup(authenticated)),
    () => restApiEvent(),
    401,
  ],
  'an unauthenticated request on an HTTP API': [
    chain(cognitoGroups(), requireGroup('admin')),
    () => httpApiEvent(),
    401,
  ],
  'an empty event': [chain(cognitoGroups(), requireGroup(authenticated)), () => ({}), 'thrown 401'],
  'a route of the table': [
    chain(cognitoGroups(), routePolicy({ 'GET /users/{id}': 'admin' })),
    member,
    403,
  ],
  'a route that is not in the table': [
    chain(cognitoGroups(), routePolicy({ 'GET /': authenticated })),
    member,
    403,
  ],
  'a guarded route': [
    middy()
      .use(cognitoGroups())
      .handler(guardedRoute?.handler as never),
    member,
    403,
  ],
  'a Lambda authorizer': [
    chain(cognitoGroups({ source: json }), requireGroup('admin')),
    () => lambdaAuthorizerEvent({ api: 'rest', key: 'groups', format: 'json', groups: ['member'] }),
    403,
  ],
  'no token': [
    chain(
      cognitoGroups({ source: verifiedToken({ verifier: testVerifier }) }),
      requireGroup(authenticated),
    ),
    () => ({ headers: {}, requestContext: {} }),
    401,
  ],
  'a bad token': [
    chain(
      cognitoGroups({ source: verifiedToken({ verifier: testVerifier }) }),
      requireGroup(authenticated),
    ),
    () => ({ headers: { authorization: 'Bearer a.b.c' }, requestContext: {} }),
    401,
  ],
  'no payload of a middleware': [
    chain(cognitoGroups({ source: httpJwt() }), requireGroup(authenticated)),
    () => ({ requestContext: {} }),
    401,
  ],
  'a defined group': [chain(defined.cognitoGroups(), defined.requireGroup('admin')), member, 403],
  'a bad token of defined groups': [
    chain(
      defined.cognitoGroups({ source: verifiedToken({ verifier: testVerifier }) }),
      defined.requireGroup(defined.authenticated),
    ),
    () => ({ headers: { authorization: 'Bearer a.b.c' }, requestContext: {} }),
    401,
  ],
  'a resolver': [
    chain(cognitoGroups(), requireGroup('admin')),
    () => appSyncEvent({ groups: ['member'] }),
    'thrown 403',
  ],
  'a guard without a reader': [chain(requireGroup('admin')), member, 'thrown 500'],
};

const IN_FULL = process.env.TEST_HARD === '1';

/** One value in turn for each field; all of them where `TEST_HARD` is set. */
const valuesFor = (turn: number) => (IN_FULL ? VALUES : [VALUES[turn % VALUES.length]]);

/** A third of the requests in turn for each field; all of them where `TEST_HARD` is set. */
const requestsFor = (turn: number) =>
  Object.entries(DENIED).filter((_, index) => IN_FULL || (index + turn) % 3 === 0);

describe('with any field in Object.prototype', () => {
  const answers = new Map<string, Map<unknown, string>>();

  function answerAll(field: string, given = Object.entries(DENIED)): () => Promise<void> {
    const requests = given.map(([name, [handler, eventOf]]) => ({
      known: answers.get(name) as Map<unknown, string>,
      handler,
      event: eventOf(),
    }));
    return async () => {
      for (const { known, handler, event } of requests) {
        const answer = await answeredBy(handler, event);
        if (!known.has(answer)) known.set(answer, field);
      }
    };
  }

  // The engine takes a millisecond for each change of the prototype, so requests share it.
  beforeAll(async () => {
    for (const name of Object.keys(DENIED)) answers.set(name, new Map());
    await answerAll('nothing')();
    for (const [turn, key] of KEYS.entries()) {
      for (const value of valuesFor(turn)) {
        await whilePolluted(key, value, answerAll(key, requestsFor(turn)));
      }
    }
  }, 600_000);

  it.each(Object.entries(DENIED))('%s is denied', (name, [, , answer]) => {
    expect([...(answers.get(name) ?? [])]).toEqual([[answer, 'nothing']]);
  });
});

/** The answer of a function whose first request finds a prototype that is already polluted. */
async function firstAnswer(event: () => unknown, field: string, value: unknown): Promise<unknown> {
  jest.resetModules();
  const fresh = await import('middy-cognito-groups');
  const handler = chain(fresh.cognitoGroups(), fresh.requireGroup('admin'));
  await import('http-errors');
  const given = event();
  return whilePolluted(field, value, () => handler(given as never, {} as never));
}

it.each<[string, unknown]>([
  ['401', {}],
  ['403', {}],
  ['403', 'x'],
  ['get', 'x'],
  ['set', 'x'],
  ['headers', { 'WWW-Authenticate': 'no' }],
])(
  'the first denial of a function is the same if Object.prototype has %j: %j',
  async (field, value) => {
    const forbidden = {
      statusCode: 403,
      headers: { 'Content-Type': 'application/json' },
      body: '{"message":"Forbidden"}',
    };
    expect(await firstAnswer(member, field, value)).toEqual(forbidden);
    expect(await firstAnswer(() => restApiEvent(), field, value)).toMatchObject({
      statusCode: 401,
    });
  },
);

describe('a pin of a claim that the token lacks', () => {
  const ISSUER = 'https://partner.example';
  const claims = { sub: '7', 'cognito:groups': ['admin'], token_use: 'id' };
  const field = { info: { parentTypeName: 'Query', fieldName: 'teams' } };
  const sent = { headers: { authorization: 'Bearer a.b.c' }, requestContext: {} };

  /** An event with these claims, and the source that reads it. */
  const EVENTS: Record<string, (given: object) => [event: object, options?: object]> = {
    'OpenID Connect of AppSync': (given) => [
      { ...field, identity: { issuer: ISSUER, claims: given } },
    ],
    'a user pool of AppSync': (given) => [
      { ...field, identity: { issuer: ISSUER, groups: ['admin'], claims: given } },
    ],
    'a REST API': (given) => [
      { requestContext: { authorizer: { claims: { ...given, iss: ISSUER } } } },
    ],
    'an HTTP API': (given) => [
      {
        version: '2.0',
        requestContext: { authorizer: { jwt: { claims: { ...given, iss: ISSUER } } } },
      },
    ],
    'a verified token': (given) => [
      sent,
      { source: verifiedToken({ verifier: { verify: () => ({ ...given, iss: ISSUER }) } }) },
    ],
  };

  it.each(Object.entries(EVENTS))('is not satisfied by Object.prototype at %s', async (_, of) => {
    const statusWith = async (given: object, pins: object, name: string, value: string) => {
      const [event, options] = of(given);
      const handler = chain(
        cognitoGroups({ issuer: ISSUER, ...pins, ...options }),
        requireGroup('admin'),
      );
      return whilePolluted(name, value, () => answeredBy(handler, event));
    };
    const { token_use: _use, ...without } = claims;
    const denied = [401, 'thrown 401'];
    const pins = { tokenUse: 'id', clientId: 'c' };
    expect(denied).toContain(await statusWith(without, { tokenUse: 'id' }, 'token_use', 'id'));
    expect(denied).toContain(await statusWith(claims, pins, 'aud', 'c'));
    expect(denied).not.toContain(await statusWith({ ...claims, aud: 'c' }, pins, 'aud', 'd'));
  });
});

describe('a token that is verified before Object.prototype is polluted', () => {
  const issuer = 'https://a.example';
  const machine = { sub: 'm', client_id: 'm', token_use: 'access', iss: issuer };

  /** The answer if a second reader gets the claims that the first one verified. */
  function answerWhile(
    [name, value]: readonly [string, string],
    claims: object,
    guard: object,
    tokenUse?: 'access',
  ): Promise<unknown> {
    const source = verifiedToken({ verifier: { verify: () => claims } });
    const polluted = Object.prototype as unknown as Record<string, unknown>;
    const clean = () => void Reflect.deleteProperty(polluted, name);
    const handler = chain(
      cognitoGroups({ source, issuer }),
      { before: () => void Object.assign(polluted, { [name]: value }) },
      cognitoGroups({ source, issuer, ...(tokenUse && { tokenUse }) }),
      { before: clean },
      guard,
    );
    const event = { headers: { authorization: 'Bearer a.b.c' }, requestContext: {} };
    return answeredBy(handler, event).finally(clean);
  }

  it.each(['username', 'cognito:username'])('has no %s of it', async (name) => {
    const answerTo = (claims: object) => answerWhile([name, 'ada'], claims, requireGroup(user));
    expect(await answerTo(machine)).toBe(403);
    expect(await answerTo({ ...machine, username: 'ada' })).toBe(200);
  });

  it.each([
    ['token_use', 'access'],
    ['iss', issuer],
  ] as const)('does not satisfy a pin with its %s', async (name, value) => {
    const answerTo = (claims: object) =>
      answerWhile([name, value], claims, requireGroup(authenticated), 'access');
    const { [name]: _, ...without } = machine;
    expect(await answerTo(machine)).toBe(200);
    expect(await answerTo(without)).toBe(401);
  });
});

it('an empty list has no first item', async () => {
  const batch = {
    identity: { claims: { sub: '1' }, groups: ['admin'] },
    info: { parentTypeName: 'Query' },
  };
  await expect(firstAnswer(() => [], '0', batch)).rejects.toMatchObject({ statusCode: 401 });
  const headers = { multiValueHeaders: { authorization: [] }, requestContext: {} };
  const handler = chain(
    cognitoGroups({ source: verifiedToken({ verifier: testVerifier }) }),
    requireGroup('admin'),
  );
  const bearer = `Bearer ${testToken({ groups: ['admin'] })}`;
  expect(await whilePolluted('0', bearer, () => answeredBy(handler, headers))).toBe(401);
});

/** What a middleware could define while it serves a request. */
async function whileDefined<TResult>(
  name: string,
  value: unknown,
  act: () => Promise<TResult>,
): Promise<TResult> {
  const accessor = { get: () => value, set: () => undefined, configurable: true };
  Object.defineProperty(Object.prototype, name, accessor);
  try {
    return await act();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}

it.each<[string, unknown]>([
  ['groups', ['admin']],
  ['subject', 'admin'],
])('an accessor of Object.prototype with the name %s supplies no field', async (name, value) => {
  const handler = chain(cognitoGroups(), requireGroup(anyOf('admin', owner('id'))));
  const event = { ...member(), pathParameters: { id: 'admin' } };
  expect(await whileDefined(name, value, () => answeredBy(handler, event))).toBe(403);
});

it.each<[string, object | undefined, unknown]>([
  ['a REST API', undefined, restApiEvent({ groups: ['member', 'x'] })],
  ['an HTTP API', undefined, httpApiEvent({ groups: ['member', 'x'] })],
  [
    'a Lambda authorizer',
    lambdaAuthorizer({ key: 'groups', format: 'comma' }),
    { requestContext: { authorizer: { groups: 'member,x', principalId: 'p' } } },
  ],
])('an accessor of an index adds no group to the list of %s', async (_, source, event) => {
  const handler = chain(
    cognitoGroups(source && { source: source as never }),
    requireGroup('admin'),
  );
  expect(await whileDefined('1', 'admin', () => answeredBy(handler, event))).toBe(403);
  const member = chain(cognitoGroups(source && { source: source as never }), requireGroup('x'));
  expect(await whileDefined('1', 'admin', () => answeredBy(member, event))).toBe(200);
});

it.each([undefined, ''])(
  'an accessor of iss does not hide the issuer that AppSync writes beside an iss of %j',
  async (iss) => {
    const event = (issuer: string) => ({
      info: { parentTypeName: 'Query', fieldName: 'teams' },
      identity: { issuer, groups: ['admin'], claims: iss === undefined ? {} : { iss } },
    });
    const handler = chain(cognitoGroups(), requireGroup('admin'));
    const answerTo = (issuer: string) =>
      whileDefined('iss', '', () => answeredBy(handler, event(issuer)));
    expect(await answerTo('https://evil.example')).toBe('thrown 401');
    expect(await answerTo('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc')).toBe(200);
  },
);

it('an error of the language is a 500 and grants no access', async () => {
  const handler = chain(cognitoGroups(), requireGroup('member'));
  const event = member();
  // `return` is read from the iterator of a loop that is left early.
  const answer = whilePolluted('return', 'x', () => handler(event as never, {} as never));
  await expect(answer.catch(String)).resolves.toMatch(/^InternalServerError/);
});

it('the names in the source code are tried', () => {
  expect(KEYS).toEqual(
    expect.arrayContaining([
      'kind',
      'claims',
      'cognito:groups',
      'allowed',
      'requestContext',
      'depth',
    ]),
  );
});

it('an unauthenticated event.auth holds nothing of a polluted Object.prototype', async () => {
  const handler = middy()
    .use(cognitoGroups())
    .handler(async ({ auth }) => JSON.parse(JSON.stringify(auth)));
  for (const [name, value] of [
    ['groups', ['admin']],
    ['subject', 'forged'],
    ['username', 'forged'],
    ['source', 'rest-api'],
    ['client_id', 'forged'],
    ['scope', 'forged'],
    ['iat', 1],
    ['type', 'user'],
    ['scopes', ['orders/read']],
    ['clientId', 'forged'],
    ['issuer', 'forged'],
    ['issuedAt', 1727338966],
    ['signedInAt', 1727338966],
    ['claims', { sub: 'forged' }],
  ] as const) {
    const auth = await whilePolluted(name, value, () => invoke(handler, anonymousEvent()));
    expect(auth).toEqual({ groups: [], scopes: [], claims: {}, source: null });
  }
});
