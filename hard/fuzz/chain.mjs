/** Builds the chain of a case with the library, and runs one event through it. */

import middy from '@middy/core';
import cors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouter from '@middy/http-router';
import { EVENTS } from './events.mjs';
import { IMPLIES } from './expectation.mjs';
import { createVerifier } from './tokens.mjs';

/** Only a handler answers with it. */
const INSIDE = Symbol('inside');

const RESPONDERS = {
  json: 'json',
  problem: 'problem',
  false: false,
  own: ({ statusCode }) => ({ statusCode, headers: { 'X-Own': 'yes' }, body: 'own' }),
  'own, asynchronous': async ({ statusCode }) => ({ statusCode, body: 'own' }),
  nothing: () => undefined,
  success: () => ({ statusCode: 200, body: 'in' }),
  throwing: () => {
    throw new Error('respond failed');
  },
};

export const RESPONDER_NAMES = Object.keys(RESPONDERS);

/** What other middleware does to the event between `cognitoGroups()` and the guards. */
const BETWEEN = {
  spread: (request) => {
    request.event = { ...request.event };
  },
  'structured clone': (request) => {
    request.event = structuredClone(request.event);
  },
  JSON: (request) => {
    request.event = JSON.parse(JSON.stringify(request.event));
  },
  inherit: (request) => {
    request.event = Object.create(request.event);
  },
  freeze: ({ event }) => {
    Object.freeze(event);
  },
  'freeze before': ({ event }) => {
    Object.freeze(event);
  },
  'failed reading': async ({ event }, library) => {
    const token = () => {
      throw new Error('no token');
    };
    const source = library.verifiedToken({ verifier: createVerifier(0), token });
    const failing = middy().use(library.cognitoGroups({ source }));
    await failing(event, {}).catch(() => undefined);
  },
  'failed reading of a copy': async (request, library) => {
    const { event } = request;
    request.event = Array.isArray(event) ? event : { ...event };
    await BETWEEN['failed reading']({ event }, library);
  },
  'forged auth': ({ event }) => {
    event.auth.groups.push('admin');
    event.auth = { groups: ['admin', 'a', 'b'], subject: '1', has: () => true };
  },
  'edited claims': ({ event }) => {
    for (const one of [event].flat()) {
      const claims = one.requestContext?.authorizer?.claims ?? one.identity?.claims ?? {};
      Object.assign(claims, { sub: '1', 'cognito:groups': 'admin', scope: 'orders/read' });
    }
  },
};

export const BETWEEN_NAMES = Object.keys(BETWEEN);

function readersOf({ kind, reader }, library, verifierFailure, now) {
  const source = EVENTS[kind];
  const verifier = createVerifier(now, verifierFailure);
  const create = {
    restApi: () => library.restApi,
    httpApi: () => library.httpApi,
    appSync: () => library.appSync,
    verifiedToken: () => library.verifiedToken({ verifier }),
    albToken: () => library.albToken({ verifier, albVerifier: verifier }),
    httpJwt: () => library.httpJwt(),
    lambdaAuthorizer: () =>
      library.lambdaAuthorizer({
        key: 'groups',
        format: source.reader === 'lambdaAuthorizer' ? source.wire : 'json',
      }),
  };
  if (reader === 'detected') return undefined;
  if (reader === 'own') return create[source.reader]();
  if (reader === 'wrong') {
    const others = Object.keys(create).filter((name) => name !== source.reader);
    return create[others[kind.length % others.length]]();
  }
  const gateway = ['restApi', 'httpApi', 'appSync'];
  const own = gateway.includes(source.reader) ? [] : [source.reader];
  const last = ['verifiedToken', 'albToken', 'httpJwt'].includes(source.reader)
    ? []
    : ['verifiedToken'];
  return [...gateway, ...own, ...last].map((name) => create[name]());
}

/** The functions that build guards: of the package, or of a `defineGroups`. */
function guardsOf({ defined }, library) {
  if (defined === null) return library;
  return library.defineGroups(defined.names, {
    closed: defined.closed,
    ...(defined.implies ? { implies: IMPLIES } : {}),
  });
}

/**
 * @returns `run()`, which resolves to `{ inside, event, allowed }` from the handler, or
 *   `{ answered }`, or `{ thrown }`; and `reports`, what `onDecision` got
 */
export function buildChain(testCase, state, library) {
  const { chain, rules, pins, claim, respond, between, errorHandler } = testCase;
  const guards = guardsOf(testCase, library);
  const reports = [];
  const source = readersOf(testCase, library, state.verifierFailure, testCase.now);
  const reader = guards.cognitoGroups({
    ...pins,
    ...(source === undefined ? {} : { source }),
    ...(claim === 'cognito:groups' ? {} : { claim }),
    ...(testCase.implies && testCase.defined === null ? { implies: IMPLIES } : {}),
    respond: RESPONDERS[respond],
    onDecision: (report, request) => {
      reports.push(report);
      request.response = { statusCode: 200, body: 'from onDecision' };
    },
  });

  const handlerFor = (index, rule) => async (event) => ({
    statusCode: 200,
    [INSIDE]: {
      index,
      parameters: event.pathParameters,
      auth: copyOf(event.auth),
      ...(between === 'forged auth'
        ? {}
        : {
            has: event.auth.has(rule),
            evaluated: guards.evaluate(rule, event.auth, event).allowed,
          }),
    },
  });

  const built = middy();
  if (errorHandler === 'before') built.use(httpErrorHandler({ logger: false })).use(cors());
  built.before(({ internal }) => void Object.assign(internal, state.internal));
  if (between === 'freeze before') built.before(BETWEEN[between]);
  built.use(reader);
  if (between !== 'freeze before' && between !== 'none') {
    built.before((request) => BETWEEN[between](request, library));
  }
  if (chain === 'guards') for (const rule of rules) built.use(guards.requireGroup(rule));
  if (chain === 'policy') built.use(guards.routePolicy(Object.fromEntries(testCase.table)));
  if (errorHandler === 'after') built.use(httpErrorHandler({ logger: false })).use(cors());
  built.handler(
    chain === 'router'
      ? httpRouter(
          guards.guardRoutes(
            testCase.routes.map(({ rule, method, path }, index) => ({
              method,
              path,
              access: rule,
              handler: handlerFor(index, rule),
            })),
            { any: 'last', greedy: 'exact' },
          ),
        )
      : handlerFor(undefined, rules[0]),
  );
  return { run: () => outcomeOf(built, state.event), reports };
}

/** `structuredClone` would lose what `event.auth` derives. */
function copyOf(auth) {
  return typeof auth?.toJSON === 'function' ? { ...auth.toJSON(), source: auth.source } : auth;
}

async function outcomeOf(handler, event) {
  try {
    const answered = await handler(event, { awsRequestId: 'request-1' });
    return Object.hasOwn(Object(answered), INSIDE) ? { inside: answered[INSIDE] } : { answered };
  } catch (thrown) {
    return { thrown };
  }
}
