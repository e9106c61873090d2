/** Events with only the fields that the decoders read, so that a test shows its subject. */

/** The claims of every user token except its groups, as a REST API sends them. */
const REST_CLAIMS = {
  sub: '3f1a7c52-0000-4000-8000-000000000001',
  'cognito:username': 'ada',
  exp: 'Thu Sep 26 09:22:46 UTC 2024',
};

/** The same with JSON types, as JWT authorizers of REST APIs and AppSync send them. */
const NATIVE_CLAIMS = { ...REST_CLAIMS, exp: 1727342566 };

/** The issuer of the user pool in these events. */
export const POOL_ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_testpool1';

/** An issuer that is not a user pool. Its tokens need the option `issuer`. */
export const OIDC_ISSUER = 'https://issuer.example';

/** Row 1a. */
export function restEvent(claims: object = {}): object {
  return {
    resource: '/teams',
    httpMethod: 'GET',
    requestContext: { authorizer: { claims: { ...REST_CLAIMS, ...claims } } },
  };
}

/** Row 1b. */
export function restJwtEvent(claims: object = {}): object {
  return restEvent({ exp: NATIVE_CLAIMS.exp, ...claims });
}

/** Row 2a. */
export function httpEvent(claims: object = {}): object {
  const jwt = { claims: { ...REST_CLAIMS, exp: '1727342566', ...claims }, scopes: null };
  return {
    version: '2.0',
    routeKey: 'GET /teams',
    requestContext: { http: { method: 'GET', path: '/teams' }, authorizer: { jwt } },
  };
}

/** Row 2b. */
export function httpV1Event(claims: object = {}): object {
  const authorizer = { claims: { ...REST_CLAIMS, exp: '1727342566', ...claims }, scopes: null };
  return { version: '1.0', resource: '/teams', httpMethod: 'GET', requestContext: { authorizer } };
}

/** Row 5. */
export function appSyncEvent(groups: unknown, claims: object = {}): object {
  const identity = {
    sub: NATIVE_CLAIMS.sub,
    issuer: POOL_ISSUER,
    groups,
    claims: { ...NATIVE_CLAIMS, ...claims },
  };
  return {
    arguments: {},
    identity,
    source: null,
    info: { parentTypeName: 'Query', fieldName: 'teams' },
  };
}

/** Row 5b. */
export function appSyncOidcEvent(claims: object = {}): object {
  const identity = {
    sub: NATIVE_CLAIMS.sub,
    issuer: OIDC_ISSUER,
    claims: { ...NATIVE_CLAIMS, ...claims },
  };
  return {
    arguments: {},
    identity,
    source: null,
    info: { parentTypeName: 'Query', fieldName: 'teams' },
  };
}

/** A REST API event of a caller in these groups. */
export function restCaller(...groups: string[]): object {
  return restEvent(groups.length === 0 ? {} : { 'cognito:groups': groups.join(',') });
}

/** A route without an authorizer. */
export function anonymousEvent(): object {
  return {
    resource: '/teams',
    httpMethod: 'GET',
    headers: { Authorization: 'Bearer forged' },
    requestContext: {},
  };
}
