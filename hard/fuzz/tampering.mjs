/**
 * What callers and broken parts do to a request, and what must come of it. `state` has `event`,
 * `internal` and `reading`, which is `'same'` until a change says otherwise:
 * `'anonymous'`, `'invalid'` (a 401 with `invalid_token`), `'fault 500'`, `'fault 503'`.
 */

import { EVENTS, isDetected } from './events.mjs';
import { claimsOf, sign } from './tokens.mjs';

const ADMIN = { sub: 'evil', 'cognito:groups': ['admin'], 'cognito:username': 'evil' };

/** Own, as JSON.parse makes it. */
function setOwn(object, name, value) {
  Object.defineProperty(object, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

const batchOf = (event) => (Array.isArray(event) ? event : [event]);

const isGateway = ({ kind }) => !['token', 'internal'].includes(EVENTS[kind].wire);
const isRest = ({ kind }) => EVENTS[kind].reader === 'restApi';
const isAppSync = ({ kind }) => EVENTS[kind].reader === 'appSync';
const isLambda = ({ kind }) => EVENTS[kind].reader === 'lambdaAuthorizer';
const isBearer = ({ kind }) => EVENTS[kind].reader === 'verifiedToken';
const isSingleAlb = ({ kind }) => kind === 'alb';
const hasHeaders = (_, { event }) => event.headers !== undefined;
const signedIn = ({ identity }) => identity !== null;

/** A field that the caller may choose must change nothing. */
export const LOOK_ALIKES = {
  'a group header': [hasHeaders, ({ event }) => setOwn(event.headers, 'cognito:groups', 'admin')],
  'a claims header': [
    hasHeaders,
    ({ event }) => setOwn(event.headers, 'x-amzn-oidc-identity', 'evil'),
  ],
  'a header named __proto__': [
    hasHeaders,
    ({ event }) => setOwn(event.headers, '__proto__', { authorization: `Bearer ${sign(ADMIN)}` }),
  ],
  'an unread token': [
    (testCase, state) =>
      hasHeaders(testCase, state) &&
      isGateway(testCase) &&
      ['own', 'detected'].includes(testCase.reader),
    ({ event }) => setOwn(event.headers, 'Authorization', `Bearer ${sign(ADMIN)}`),
  ],
  'a body like an event': [
    (testCase) => !isAppSync(testCase),
    ({ event }) =>
      setOwn(event, 'body', JSON.stringify({ requestContext: { authorizer: { claims: ADMIN } } })),
  ],
  'a query like claims': [
    (testCase) => !isAppSync(testCase),
    ({ event }) => setOwn(event, 'queryStringParameters', { 'cognito:groups': 'admin' }),
  ],
  'arguments like an identity': [
    isAppSync,
    ({ event }) => {
      for (const one of batchOf(event))
        setOwn(one, 'arguments', { identity: { groups: ['admin'] } });
    },
  ],
  'an event.auth': [
    () => true,
    ({ event }) => setOwn(event, 'auth', { groups: ['admin'], has: () => true }),
  ],
  'claims at the top': [() => true, ({ event }) => setOwn(event, 'claims', ADMIN)],
  'an identity at the top': [
    (testCase) => !isAppSync(testCase),
    ({ event }) => setOwn(event, 'identity', { claims: ADMIN, groups: ['admin'], issuer: 'x' }),
  ],
  'a field of Amplify': [
    (testCase) => !isAppSync(testCase),
    ({ event }) => {
      setOwn(event, 'typeName', 'Query');
      setOwn(event, 'fieldName', 'a');
    },
  ],
  'an event in __proto__': [
    () => true,
    ({ event }) =>
      setOwn(event, '__proto__', {
        requestContext: { authorizer: { claims: ADMIN } },
        identity: { claims: ADMIN, groups: ['admin'] },
      }),
  ],
  'claims in __proto__': [
    (testCase, { arrived }) => !isAppSync(testCase) && arrived !== undefined,
    ({ event }) =>
      setOwn(event.requestContext?.authorizer ?? event.requestContext, '__proto__', {
        claims: ADMIN,
      }),
  ],
  'another authorizer beside it': [
    (testCase, { event }) => isRest(testCase) && event.requestContext.authorizer !== undefined,
    ({ event }) => {
      setOwn(event.requestContext.authorizer, 'jwt', { claims: { 'cognito:groups': '[admin]' } });
      setOwn(event.requestContext.authorizer, 'lambda', { groups: '["admin"]' });
      setOwn(event.requestContext.authorizer, 'groups', '["admin"]');
    },
  ],
};

const forged = ({ identity, now, claim }) =>
  sign({ ...claimsOf(identity, now, claim), [claim]: ['admin', 'a', 'b'] }, 'a wrong key');

const expired = ({ identity, now, claim }) => sign({ ...claimsOf(identity, now, claim), exp: now });

const HEADERS = {
  'a forged token': [
    'invalid',
    (headers, _, testCase) => {
      headers.authorization = `Bearer ${forged(testCase)}`;
    },
  ],
  'an expired token': [
    'invalid',
    (headers, _, testCase) => {
      headers.authorization = `Bearer ${expired(testCase)}`;
    },
  ],
  'a token without its signature': [
    'invalid',
    (headers, token) => {
      headers.authorization = `Bearer ${token.slice(0, token.lastIndexOf('.') + 1)}`;
    },
  ],
  'the token twice': [
    'invalid',
    (headers, token) => {
      headers.Authorization = `Bearer ${token}`;
    },
  ],
  'two tokens': [
    'invalid',
    (headers) => {
      headers.AUTHORIZATION = `Bearer ${sign({ ...ADMIN, exp: 1e12 })}`;
    },
  ],
  'two tokens in one header': [
    'invalid',
    (headers, token) => {
      headers.authorization = `Bearer ${token},Bearer ${token}`;
    },
  ],
  'a token after another scheme': [
    'invalid',
    (headers, token) => {
      headers.authorization = `Basic YTpi, Bearer ${token}`;
    },
  ],
  'a token and a word': [
    'invalid',
    (headers, token) => {
      headers.authorization = `Bearer ${token} x`;
    },
  ],
  'the scheme alone': [
    'invalid',
    (headers) => {
      headers.authorization = 'Bearer';
    },
  ],
  'a header of another type': [
    'invalid',
    (headers, token) => {
      headers.authorization = { 0: `Bearer ${token}`, length: 1 };
    },
  ],
  'another scheme': [
    'anonymous',
    (headers) => {
      headers.authorization = 'Basic YTpi';
    },
  ],
  'an empty header': [
    'anonymous',
    (headers) => {
      headers.authorization = '';
    },
  ],
  'a header that is null': [
    'anonymous',
    (headers) => {
      headers.authorization = null;
    },
  ],
  'the scheme in capitals': [
    'same',
    (headers, token) => {
      headers.authorization = `BEARER   ${token}`;
    },
  ],
  'a bare token': [
    'same',
    (headers, token) => {
      headers.authorization = token;
    },
  ],
  'another case of the name': [
    'same',
    (headers, token) => {
      delete headers.authorization;
      headers.AuthoriZation = `Bearer ${token}`;
    },
  ],
};

const MULTI_VALUE = {
  'the same in multiValueHeaders': ['same', (token) => [`Bearer ${token}`]],
  'two in multiValueHeaders': ['invalid', (token) => [`Bearer ${token}`, `Bearer ${token}`]],
  'another in multiValueHeaders': ['invalid', () => [`Bearer ${sign({ ...ADMIN, exp: 1e12 })}`]],
};

const ALB = {
  'no token of the load balancer': [
    'invalid',
    (headers) => {
      delete headers['x-amzn-oidc-data'];
    },
  ],
  'no access token': [
    'invalid',
    (headers) => {
      delete headers['x-amzn-oidc-accesstoken'];
    },
  ],
  'a forged access token': [
    'invalid',
    (headers, testCase) => {
      headers['x-amzn-oidc-accesstoken'] = forged(testCase);
    },
  ],
  'an expired access token': [
    'invalid',
    (headers, testCase) => {
      headers['x-amzn-oidc-accesstoken'] = expired(testCase);
    },
  ],
  'a forged token of the load balancer': [
    'invalid',
    (headers, { identity, now, claim }) => {
      const { sub, exp } = claimsOf(identity, now, claim);
      headers['x-amzn-oidc-data'] = sign({ sub, exp }, 'a wrong key');
    },
  ],
  'a token of the load balancer for another user': [
    'invalid',
    (headers) => {
      headers['x-amzn-oidc-data'] = sign({ sub: 'another', exp: 1e12 });
    },
  ],
  'the access token twice': [
    'invalid',
    (headers) => {
      headers['X-Amzn-Oidc-Accesstoken'] = headers['x-amzn-oidc-accesstoken'];
    },
  ],
};

const always = (reading, change) => (state, testCase) => {
  state.reading = reading;
  change(state.event, testCase, state);
};

/** The object that holds the claims, in each kind of event. */
function claimsHolders(event, { kind }) {
  if (isAppSync({ kind })) return batchOf(event).map(({ identity }) => identity);
  const { authorizer } = event.requestContext;
  return [kind === 'http 2.0' ? authorizer.jwt : authorizer];
}

function setGroups(event, testCase, value) {
  for (const holder of claimsHolders(event, testCase)) {
    const isPool = isAppSync(testCase) && Object.hasOwn(holder, 'groups');
    if (isPool && testCase.claim === 'cognito:groups') holder.groups = value;
    else setOwn(holder.claims, testCase.claim, value);
  }
}

const isRead = (testCase) =>
  signedIn(testCase) && isDetected(EVENTS[testCase.kind]) && testCase.reader !== 'wrong';

/** Formats that AWS does not send. */
const FORMATS = {
  'groups that are a number': [() => true, 7],
  'groups that are an object': [() => true, { 0: 'admin', length: 1 }],
  'groups with a number': [() => true, ['admin', 7]],
  'groups with a list': [() => true, [['admin']]],
  'groups of another source': [({ kind }) => kind !== 'rest', '[admin'],
  'groups in brackets': [({ kind }) => kind === 'rest', '[admin]'],
  'an empty name': [({ kind }) => kind === 'rest', 'admin,,a'],
  'a name that ends the list': [({ kind }) => kind === 'rest', 'admin,'],
  'an escaped comma': [({ kind }) => kind === 'rest', 'x\\,admin'],
  'two spaces': [({ kind }) => kind.startsWith('http '), '[admin  a]'],
  'no brackets': [({ kind }) => kind.startsWith('http '), 'admin'],
  'one bracket': [({ kind }) => kind.startsWith('http '), 'admin]'],
};

/** What the author of a Lambda authorizer must not have written for this format. */
const CONTEXTS = {
  'a context of another type': [() => true, 7],
  'a context that is no JSON': [({ kind }) => kind.endsWith('json'), 'admin'],
  'a context that is JSON text': [({ kind }) => kind.endsWith('json'), '"admin"'],
  'a context that is a JSON object': [({ kind }) => kind.endsWith('json'), '{"0":"admin"}'],
  'a context with an empty name': [({ kind }) => kind.endsWith('comma'), 'admin,,a'],
  'a context with two spaces': [({ kind }) => kind.endsWith('space'), 'admin  a'],
  'a context that is no array': [({ kind }) => kind.endsWith('array'), 'admin'],
};

const EVENT_CHANGES = {
  'claims that are a list': [
    isRead,
    always('anonymous', (event, testCase) => {
      for (const holder of claimsHolders(event, testCase)) holder.claims = [holder.claims];
    }),
  ],
  'claims that are text': [
    isRead,
    always('anonymous', (event, testCase) => {
      for (const holder of claimsHolders(event, testCase)) {
        holder.claims = JSON.stringify(holder.claims);
      }
    }),
  ],
  'an info beside the authorizer': [
    (testCase) => isRead(testCase) && !isAppSync(testCase) && testCase.chain !== 'router',
    always('anonymous', (event) => setOwn(event, 'info', { parentTypeName: 'Query' })),
  ],
  'an unknown version': [
    (testCase) => isRead(testCase) && !isAppSync(testCase) && testCase.chain !== 'router',
    always('anonymous', (event, _, state) => {
      event.version = '3.0';
      state.key = undefined;
    }),
  ],
  'no version': [
    (testCase) => isRead(testCase) && testCase.kind === 'http 2.0' && testCase.chain !== 'router',
    always('anonymous', (event, _, state) => {
      delete event.version;
      state.key = undefined;
    }),
  ],
  'the version of an HTTP API': [
    // With both, it is an event of an HTTP API.
    (testCase) =>
      isRead(testCase) &&
      isRest(testCase) &&
      testCase.chain !== 'router' &&
      !testCase.lookAlikes.includes('another authorizer beside it'),
    always('anonymous', (event, _, state) => {
      event.version = '2.0';
      state.key = undefined;
    }),
  ],
  'a requestContext in an AppSync event': [
    (testCase) => isRead(testCase) && isAppSync(testCase) && testCase.kind !== 'batch',
    always('anonymous', (event, _, state) => {
      event.requestContext = {};
      state.key = undefined;
    }),
  ],
  'one caller in a batch who is another': [
    (testCase) => isRead(testCase) && testCase.kind === 'batch',
    always('fault 500', (event) => {
      event.at(-1).identity.claims.sub = 'another';
    }),
  ],
  'one item of a batch without a caller': [
    (testCase) => isRead(testCase) && testCase.kind === 'batch',
    always('fault 500', (event) => {
      event[1].identity = null;
    }),
  ],
  'groups that differ from the claim': [
    (testCase) =>
      isRead(testCase) &&
      isAppSync(testCase) &&
      !testCase.kind.includes('OpenID') &&
      testCase.claim === 'cognito:groups' &&
      testCase.identity.groups !== undefined,
    always('fault 500', (event) => {
      for (const { identity } of batchOf(event)) identity.groups = [...identity.groups, 'admin'];
    }),
  ],
  'reserved claims in a context': [
    (testCase) =>
      signedIn(testCase) &&
      isLambda(testCase) &&
      !testCase.kind.includes('2.0') &&
      testCase.reader === 'own',
    always('anonymous', (event) => setOwn(event.requestContext.authorizer, 'claims', { sub: 'x' })),
  ],
  'the event of a destination': [
    (testCase) => !isAppSync(testCase),
    ({ event }) => setOwn(event.requestContext, 'functionArn', 'arn:aws:lambda:x'),
  ],
  'the event of an authorizer': [
    (testCase) => !isAppSync(testCase),
    ({ event }) => setOwn(event, 'methodArn', 'arn:aws:execute-api:x'),
  ],
};

/** Errors of a verifier that say nothing about the token, and those that do. */
const VERIFIER_FAILURES = {
  network: ['fault 503', () => Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })],
  'a string': ['fault 503', () => 'no'],
  'an object with 401': ['fault 503', () => ({ statusCode: 401, message: 'Invalid signature' })],
  'an error with 500': ['fault 503', () => Object.assign(new Error('x'), { statusCode: 500 })],
  'a misleading message': ['fault 503', () => new Error('the JWT library crashed')],
  'an error with 401': ['invalid', () => Object.assign(new Error('x'), { statusCode: 401 })],
  'an error of jose': [
    'invalid',
    () => Object.assign(new Error('x'), { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }),
  ],
};

const isVerified = (testCase) =>
  signedIn(testCase) &&
  EVENTS[testCase.kind].wire === 'token' &&
  (testCase.reader === 'own' || testCase.reader === 'list');

const ofHeaders = (changes, applies) =>
  changes.map(([name, [reading, change]]) => [
    name,
    [
      (testCase) => isVerified(testCase) && applies(testCase),
      (state, testCase) => {
        state.reading = reading;
        change(state.event.headers, testCase);
      },
    ],
  ]);

const bearerChange = (change) => (headers, testCase) =>
  change(headers, headers.authorization.slice('Bearer '.length), testCase);

/** One change of a request each, by its name: `[applies, change]`. */
export const ATTACKS = Object.fromEntries([
  ...ofHeaders(
    Object.entries(HEADERS).map(([name, [reading, change]]) => [
      name,
      [reading, bearerChange(change)],
    ]),
    isBearer,
  ),
  ...ofHeaders(Object.entries(ALB), isSingleAlb),
  ...Object.entries(MULTI_VALUE).map(([name, [reading, listOf]]) => [
    name,
    [
      (testCase) => isVerified(testCase) && isBearer(testCase),
      (state) => {
        state.reading = reading;
        const token = state.event.headers.authorization.slice('Bearer '.length);
        state.event.multiValueHeaders = { Authorization: listOf(token) };
      },
    ],
  ]),
  ...Object.entries(FORMATS).map(([name, [applies, value]]) => [
    name,
    [
      (testCase) => isRead(testCase) && applies(testCase),
      (state, testCase) => {
        state.reading = 'fault 500';
        setGroups(state.event, testCase, value);
      },
    ],
  ]),
  ...Object.entries(CONTEXTS).map(([name, [applies, value]]) => [
    name,
    [
      (testCase) =>
        signedIn(testCase) && isLambda(testCase) && testCase.reader === 'own' && applies(testCase),
      (state) => {
        state.reading = 'fault 500';
        const { authorizer } = state.event.requestContext;
        setOwn(authorizer.lambda ?? authorizer, 'groups', value);
      },
    ],
  ]),
  ...Object.entries(EVENT_CHANGES),
  ...Object.entries(VERIFIER_FAILURES).map(([name, [reading, create]]) => [
    `a verifier that throws ${name}`,
    [
      isVerified,
      (state) => {
        state.reading = reading;
        state.verifierFailure = create();
      },
    ],
  ]),
]);
