/** Callers of whom no two are alike, and the events that they send. */

import { sign } from '../fuzz/tokens.mjs';
import { ISSUERS } from '../fuzz/values.mjs';

const LATER = 9_999_999_999;

/** The claims of caller `index`: every third may enter, every third may not, every third is unknown. */
export function personAt(index) {
  const kind = ['member', 'guest', 'stranger'][index % 3];
  if (kind === 'stranger') return { index, kind };
  const claims = {
    sub: `user-${index}`,
    'cognito:username': `name-${index}`,
    'cognito:groups': kind === 'member' ? [`own-${index}`, 'member'] : [`own-${index}`],
    iss: ISSUERS.pool[0],
    token_use: 'id',
    exp: LATER,
  };
  return { index, kind, claims };
}

const path = ({ index }) => `/users/user-${index}`;

const version2 = (person, authorizer) => ({
  version: '2.0',
  routeKey: 'GET /users/{id}',
  rawPath: path(person),
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  pathParameters: { id: `user-${person.index}` },
  requestContext: { ...authorizer, http: { method: 'GET', path: path(person) } },
  body: '{"asked":true}',
  isBase64Encoded: false,
});

const rest = (person, authorizer) => ({
  resource: '/users/{id}',
  path: path(person),
  httpMethod: 'GET',
  headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
  multiValueHeaders: { 'Content-Type': ['application/json'], Accept: ['application/json'] },
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: { id: `user-${person.index}` },
  requestContext: { ...authorizer },
  body: '{"asked":true}',
  isBase64Encoded: false,
});

export const EVENTS_OF = {
  rest: (person) =>
    rest(
      person,
      person.claims && {
        authorizer: {
          claims: {
            ...person.claims,
            exp: 'later',
            'cognito:groups': person.claims['cognito:groups'].join(),
          },
        },
      },
    ),
  http: (person) =>
    version2(
      person,
      person.claims && {
        authorizer: {
          jwt: {
            claims: {
              ...person.claims,
              exp: 'later',
              'cognito:groups': `[${person.claims['cognito:groups'].join(' ')}]`,
            },
          },
        },
      },
    ),
  lambda: (person) =>
    version2(
      person,
      person.claims && {
        authorizer: { lambda: { ...person.claims, groups: person.claims['cognito:groups'] } },
      },
    ),
  /** A stranger sends the token of a member with another signature. */
  token: (person) => {
    const event = version2(person);
    const claims = person.claims ?? personAt(person.index + 1).claims;
    event.headers.authorization = `Bearer ${sign(claims, person.claims ? undefined : 'a wrong key')}`;
    return event;
  },
  alb: (person) => {
    const claims = person.claims ?? personAt(person.index + 1).claims;
    const event = rest(person);
    event.requestContext.elb = {};
    delete event.multiValueHeaders;
    event.headers['x-amzn-oidc-accesstoken'] = sign(claims);
    event.headers['x-amzn-oidc-data'] = sign(
      { sub: claims.sub, exp: LATER },
      person.claims ? undefined : 'a wrong key',
    );
    return event;
  },
};
