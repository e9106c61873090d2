/**
 * The cases. Each is the same events for all its contestants: `empty`, the Middy chain without
 * any guard, that costs are counted from; builds of this package; and what they are compared with.
 */
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import createError from 'http-errors';
import {
  httpEvents,
  OTHERS,
  restEvents,
  routesOf,
  signedEvents,
  VERIFIER,
  WANTED,
} from './events.mjs';
import * as peers from './peers/peers.mjs';

const RESPONSE = Object.freeze({ statusCode: 200, body: '' });
const CONTEXT = Object.freeze({ functionName: 'bench', awsRequestId: '1' });

function chain(middlewares, status = 200) {
  const built = middlewares.reduce((chained, middleware) => chained.use(middleware), middy());
  const handler = built.handler(async () => RESPONSE);
  return {
    call: (event) => handler(event, CONTEXT),
    right: (outcome) => outcome?.statusCode === status,
  };
}

// Two functions: one in two places would be a shape less for the compiler than a real chain has.
const NOTHING = { before: function nothing() {} };
const EMPTY = chain([NOTHING, { before: function nothingEither() {} }]);

/** The same chain with the middlewares of each build. */
const ofBuilds = (builds, middlewaresOf, status) =>
  Object.fromEntries(builds.map(([name, build]) => [name, chain(middlewaresOf(build), status)]));

const guards = ({ cognitoGroups, requireGroup }) => [cognitoGroups(), requireGroup(WANTED)];

/** The shortest correct code by hand. It is kinder to malformed claims: it refuses none. */
function callerOf(event) {
  if (event.identity) return { claims: event.identity.claims, names: event.identity.groups ?? [] };
  const authorizer = event.requestContext?.authorizer;
  const claims = event.version === '2.0' ? authorizer?.jwt?.claims : authorizer?.claims;
  if (!claims) return undefined;
  const text = claims['cognito:groups'];
  if (!text) return { claims, names: [] };
  if (Array.isArray(text)) return { claims, names: text };
  return { claims, names: event.version ? text.slice(1, -1).split(' ') : text.split(',') };
}

/** @param allows decides from the groups, or from the caller and the groups as an engine does */
function byHand(allows, read = callerOf) {
  function settle(allowed) {
    if (!allowed) throw createError(403);
  }
  function decide(event, caller) {
    if (!caller) throw createError(401);
    const groups = [...new Set(caller.names)];
    const { sub, username, 'cognito:username': cognitoUsername } = caller.claims;
    event.auth = { groups: [...groups], subject: sub, username: cognitoUsername ?? username };
    const allowed = allows(groups, sub);
    return allowed instanceof Promise ? allowed.then(settle) : settle(allowed);
  }
  return {
    before: function byHandBefore({ event }) {
      const caller = read(event);
      return caller instanceof Promise
        ? caller.then((verified) => decide(event, verified))
        : decide(event, caller);
    },
  };
}

const isWanted = (groups) => groups.includes(WANTED);

const allowed = (texts) => (builds) => ({
  texts,
  contestants: {
    empty: EMPTY,
    'by hand': chain([byHand(isWanted), NOTHING]),
    ...ofBuilds(builds, guards),
  },
});

function denied(builds) {
  const handled = [httpErrorHandler({ logger: false }), byHand(isWanted)];
  const error = { call: () => createError(403), right: ({ status }) => status === 403 };
  return {
    texts: restEvents(5, { allowed: false }),
    contestants: {
      empty: EMPTY,
      'by hand': chain(handled, 403),
      'createError(403)': { ...error, alone: true },
      ...ofBuilds(builds, guards, 403),
    },
  };
}

const table = (count) => (builds) => {
  const routes = routesOf(count);
  const rules = routes.map(({ httpMethod, resource }) => [`${httpMethod} ${resource}`, WANTED]);
  const byKey = new Map(rules);
  const lookUp = {
    before: function lookUpBefore({ event }) {
      const rule = byKey.get(`${event.httpMethod} ${event.resource}`);
      if (rule === undefined || !event.auth.groups.includes(rule)) throw createError(403);
    },
  };
  const policy = ({ cognitoGroups, routePolicy }) => [
    cognitoGroups(),
    routePolicy(Object.fromEntries(rules)),
  ];
  return {
    texts: restEvents(5, { routes }),
    contestants: {
      empty: EMPTY,
      'by hand': chain([byHand(() => true), lookUp]),
      ...ofBuilds(builds, policy),
    },
  };
};

const tokenOf = (event) => event.headers.authorization.slice('Bearer '.length);

function tokens(jwks) {
  const verifier = CognitoJwtVerifier.create(VERIFIER);
  verifier.cacheJwks(jwks);
  const guarded = ({ cognitoGroups, requireGroup, verifiedToken }) => [
    cognitoGroups({ source: verifiedToken({ verifier }) }),
    requireGroup(WANTED),
  ];
  return { verifier, guarded };
}

function verifiedToken(builds) {
  const { texts, jwks } = signedEvents();
  const { verifier, guarded } = tokens(jwks);
  async function read(event) {
    const claims = await verifier.verify(tokenOf(event));
    return { claims, names: claims['cognito:groups'] ?? [] };
  }
  const verify = (event) => verifier.verify(tokenOf(event));
  return {
    texts,
    contestants: {
      empty: EMPTY,
      'by hand': chain([byHand(isWanted, read), NOTHING]),
      'verify()': { call: verify, right: ({ sub }) => sub !== undefined, alone: true },
      ...ofBuilds(builds, guarded),
    },
  };
}

/** The whole job with an engine: the groups are read by hand, put on the event, and it is asked. */
const engine = (name, build) => async (builds) => {
  const check = await build({ wanted: WANTED, others: OTHERS });
  const asks = byHand((groups, subject) => check({ groups, subject }));
  return {
    texts: restEvents(5),
    contestants: { empty: EMPTY, [name]: chain([asks, NOTHING]), ...ofBuilds(builds, guards) },
  };
};

async function jwtAuth(builds) {
  const { texts, jwks, publicKey } = signedEvents();
  const handler = await peers.jwtAuth({ wanted: WANTED, publicKey });
  const peer = { call: (event) => handler(event, {}), right: EMPTY.right };
  const ours = ofBuilds(builds, tokens(jwks).guarded);
  return { texts, contestants: { empty: EMPTY, 'middy-middleware-jwt-auth': peer, ...ours } };
}

export const CASES = {
  'allowed, REST API, 5 groups': allowed(restEvents(5)),
  'allowed, HTTP API, 100 groups': allowed(httpEvents(100)),
  'denied, REST API, 5 groups': denied,
  'routePolicy, 10 routes': table(10),
  'routePolicy, 1000 routes': table(1000),
  'verified token': verifiedToken,
  'peer casl': engine('casl', peers.casl),
  'peer casbin': engine('casbin', peers.casbin),
  'peer accesscontrol': engine('accesscontrol', peers.accesscontrol),
  'peer express-jwt-permissions': engine('express-jwt-permissions', peers.expressJwtPermissions),
  'peer cedar-wasm': engine('cedar-wasm', peers.cedar),
  'peer middy-middleware-jwt-auth': jwtAuth,
};
