/**
 * The shortest correct code for the same job that a careful engineer would write without this package: looks at the source by version and path, splits
 * by its rule, drops duplicates, puts a copy on the event and checks its own. It is kinder to malformed claims than the package (it refuses none).
 */

import { sink } from '../sink.mjs';

/** @returns the verified claims and the names in them, or `undefined` for nobody */
export function callerOf(event) {
  if (event.identity) return { claims: event.identity.claims, names: event.identity.groups ?? [] };
  const authorizer = event.requestContext?.authorizer;
  const claims = event.version === '2.0' ? authorizer?.jwt?.claims : authorizer?.claims;
  if (!claims) return undefined;
  const text = claims['cognito:groups'];
  if (!text) return { claims, names: [] };
  if (Array.isArray(text)) return { claims, names: text };
  return { claims, names: event.version ? text.slice(1, -1).split(' ') : text.split(',') };
}

/**
 * @param allows decides from the list of groups
 * @param refuse is called with 401 or 403; throws, or returns the response
 */
export function inlineGuard(allows, refuse) {
  return {
    before: function inlineBefore({ event }) {
      const caller = callerOf(event);
      const groups = caller ? [...new Set(caller.names)] : [];
      event.auth = {
        groups: [...groups],
        subject: caller?.claims.sub,
        username: caller?.claims['cognito:username'] ?? caller?.claims.username,
      };
      if (!caller) return refuse(401);
      if (!allows(groups)) return refuse(403);
    },
  };
}

/**
 * The physical limit: what `event.auth` holds and the decode needs, and nothing else. The list, the handler's own copy, the object around that. It looks
 * for no duplicates and checks nothing, so it is no contestant.
 */
export const floor = {
  before: function floorBefore({ event }) {
    const { authorizer } = event.requestContext;
    const claims = authorizer.claims ?? authorizer.jwt.claims;
    const text = claims['cognito:groups'];
    const groups = text.startsWith('[') ? text.slice(1, -1).split(' ') : text.split(',');
    sink.last = groups;
    event.auth = { groups: [...groups], subject: claims.sub, username: claims.username, source: 'rest-api' };
  },
};

const TEXTS = { 401: 'Unauthorized', 403: 'Forbidden' };

/** Middy takes what a `before` hook returns for the response. It skips every `onError`, so CORS headers are lost on this way. */
export const respondEarly = (statusCode) => ({
  statusCode,
  headers: {
    'Content-Type': 'application/json',
    ...(statusCode === 401 && { 'WWW-Authenticate': 'Bearer' }),
  },
  body: JSON.stringify({ message: TEXTS[statusCode] }),
});
