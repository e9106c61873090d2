/** An event of every source, as AWS sends it to a function. */
import { claimsOf, sign } from './tokens.mjs';
import { FORMATS, WIRES } from './wires.mjs';

const fill = (path, parameters) =>
  path.replace(/\{(\w+)\+?\}/g, (_, name) => String(parameters?.[name] ?? name));

/** An event of a proxy integration with payload 1.0. */
const proxy = ({ method, path, parameters, url }, requestContext) => ({
  resource: path,
  path: url ?? fill(path, parameters),
  httpMethod: method,
  headers: { host: 'api.example' },
  multiValueHeaders: { host: ['api.example'] },
  queryStringParameters: null,
  pathParameters: parameters,
  stageVariables: null,
  requestContext: { ...requestContext, resourcePath: path, httpMethod: method },
  body: null,
  isBase64Encoded: false,
});

const version2 = ({ method, path, parameters, url, gatewayMethod = method }, authorizer) => ({
  version: '2.0',
  routeKey: path === '$default' ? path : `${gatewayMethod} ${path}`,
  rawPath: url ?? fill(path, parameters),
  headers: { host: 'api.example' },
  ...(parameters === null ? {} : { pathParameters: parameters }),
  requestContext: {
    ...(authorizer === undefined ? {} : { authorizer }),
    http: { method, path: url ?? fill(path, parameters), sourceIp: '203.0.113.7' },
  },
  isBase64Encoded: false,
});

const withToken = (event, token) =>
  token === undefined
    ? event
    : { ...event, headers: { ...event.headers, authorization: `Bearer ${token}` } };

const httpKey = ({ method, path }) => `${method} ${path}`;

const resolver = (fields) => ({ arguments: {}, source: null, request: { headers: {} }, ...fields });

const poolIdentity = (claims) =>
  claims === undefined
    ? null
    : {
        claims,
        groups: claims['cognito:groups'] ?? null,
        issuer: claims.iss,
        sub: claims.sub,
        username: claims.username,
        sourceIp: ['203.0.113.7'],
        defaultAuthStrategy: 'ALLOW',
      };

const info = ({ field }) => {
  const [parentTypeName, fieldName] = field.split('.');
  return { parentTypeName, fieldName, selectionSetList: [], variables: {} };
};

const flat = (context) =>
  context === undefined
    ? undefined
    : { ...context, principalId: context.sub ?? 'user', integrationLatency: 12 };

/**
 * `encode` gets the request and what the wire makes of the claims (`undefined`: nobody signed in).
 * `key` is what a table must hold for the request.
 */
export const EVENTS = {
  rest: {
    wire: 'commas',
    reader: 'restApi',
    isHttp: true,
    encode: (request, claims) => proxy(request, claims && { authorizer: { claims } }),
    key: httpKey,
  },
  'rest, JWT authorizer': {
    wire: 'native',
    reader: 'restApi',
    isHttp: true,
    encode: (request, claims) => proxy(request, claims && { authorizer: { claims } }),
    key: httpKey,
  },
  'http 2.0': {
    wire: 'brackets',
    reader: 'httpApi',
    isHttp: true,
    encode: (request, claims) => version2(request, claims && { jwt: { claims, scopes: null } }),
    key: httpKey,
  },
  'http 1.0': {
    wire: 'brackets',
    reader: 'httpApi',
    isHttp: true,
    encode: (request, claims) => ({
      version: '1.0',
      ...proxy(request, { authorizer: { claims: claims ?? null, scopes: null } }),
    }),
    key: httpKey,
  },
  resolver: {
    wire: 'native',
    reader: 'appSync',
    encode: (request, claims) =>
      resolver({ identity: poolIdentity(claims), info: info(request), stash: {} }),
    key: ({ field }) => field,
  },
  'resolver, OpenID Connect': {
    wire: 'native',
    reader: 'appSync',
    encode: (request, claims) =>
      resolver({
        identity: claims && { claims, issuer: claims.iss ?? '', sub: claims.sub },
        info: info(request),
      }),
    key: ({ field }) => field,
  },
  batch: {
    wire: 'native',
    reader: 'appSync',
    encode: (request, claims) =>
      Array.from({ length: 3 }, () =>
        resolver({
          identity: poolIdentity(claims && structuredClone(claims)),
          info: info(request),
        }),
      ),
    key: ({ field }) => field,
  },
  '@function': {
    wire: 'native',
    reader: 'appSync',
    encode: (request, claims) => {
      const [typeName, fieldName] = request.field.split('.');
      return resolver({ typeName, fieldName, identity: poolIdentity(claims) });
    },
    key: ({ field }) => field,
  },
  channel: {
    wire: 'native',
    reader: 'appSync',
    encode: ({ channel }, claims) => {
      const [operation, path] = channel.split(' ');
      return {
        identity: poolIdentity(claims),
        info: { channel: { path }, channelNamespace: { name: 'default' }, operation },
        events: [],
      };
    },
    key: ({ channel }) => channel,
  },
  ...Object.fromEntries(
    ['json', 'comma', 'space'].flatMap((format) => [
      [
        `lambda authorizer, rest, ${format}`,
        lambda(format, (request, context) =>
          proxy(request, context && { authorizer: flat(context) }),
        ),
      ],
      [
        `lambda authorizer, http 1.0, ${format}`,
        lambda(format, (request, context) => ({
          version: '1.0',
          ...proxy(request, context && { authorizer: flat(context) }),
        })),
      ],
    ]),
  ),
  ...Object.fromEntries(
    ['json', 'comma', 'space', 'array'].map((format) => [
      `lambda authorizer, http 2.0, ${format}`,
      lambda(format, (request, context) => version2(request, context && { lambda: context })),
    ]),
  ),
  websocket: {
    ...lambda('json', ({ message }, context) => ({
      requestContext: {
        routeKey: message,
        connectionId: 'JKJaXd4GjoECFSA=',
        ...(context === undefined ? {} : { authorizer: flat(context) }),
      },
      isBase64Encoded: false,
    })),
    key: ({ message }) => message,
  },
  'Function URL': {
    wire: 'token',
    reader: 'verifiedToken',
    isHttp: true,
    encode: (request, token) => withToken(version2({ ...request, path: '$default' }), token),
    key: () => undefined,
  },
  'rest, token': {
    wire: 'token',
    reader: 'verifiedToken',
    isHttp: true,
    encode: (request, token) => withToken(proxy(request, {}), token),
    key: httpKey,
  },
  alb: {
    wire: 'token',
    reader: 'albToken',
    isHttp: true,
    encode: (request, token, data) => ({
      requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:x' } },
      httpMethod: request.method,
      path: request.url ?? fill(request.path, request.parameters),
      pathParameters: request.parameters,
      headers:
        token === undefined ? {} : { 'x-amzn-oidc-accesstoken': token, 'x-amzn-oidc-data': data },
      body: '',
    }),
    key: () => undefined,
  },
  'alb, multi-value': {
    wire: 'token',
    reader: 'albToken',
    isHttp: true,
    isMultiValue: true,
    encode: (request, token, data) => ({
      requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:x' } },
      httpMethod: request.method,
      path: request.url ?? fill(request.path, request.parameters),
      pathParameters: request.parameters,
      multiValueHeaders:
        token === undefined
          ? {}
          : { 'X-Amzn-Oidc-Accesstoken': [token], 'x-amzn-oidc-data': [data] },
      body: '',
    }),
    key: () => undefined,
  },
  'http-jwt': {
    wire: 'internal',
    reader: 'httpJwt',
    isHttp: true,
    encode: (request) => version2(request),
    key: httpKey,
  },
};

function lambda(format, encode) {
  return { wire: format, reader: 'lambdaAuthorizer', isHttp: true, encode, key: httpKey };
}

export const isDetected = ({ reader }) => ['restApi', 'httpApi', 'appSync'].includes(reader);

/** A Lambda authorizer writes what its author decides on: here, the claims of the token. */
function contextOf(claims, claim, wire, isFlat) {
  const { [claim]: groups, ...others } = claims;
  const list = groups === undefined ? {} : { groups: FORMATS[wire](groups) };
  const context = { ...others, ...list };
  const change = (value) => (typeof value === 'number' ? String(value) : value);
  return isFlat
    ? Object.fromEntries(Object.entries(context).map(([name, value]) => [name, change(value)]))
    : context;
}

/**
 * The event of a case before tampering.
 *
 * @returns `{ event, internal, arrived }`; `arrived` is what the source shows of the token
 */
export function encodeCase({ kind, identity, now, claim, request }) {
  const source = EVENTS[kind];
  if (identity === null) return { event: source.encode(request), internal: {} };
  const claims = claimsOf(identity, now, claim);
  if (source.wire === 'token') {
    const token = sign(claims);
    const data = sign({ sub: claims.sub, exp: claims.exp });
    return { event: source.encode(request, token, data), internal: {}, arrived: claims };
  }
  if (source.wire === 'internal') {
    return { event: source.encode(request), internal: { jwt: claims }, arrived: claims };
  }
  const arrived =
    source.reader === 'lambdaAuthorizer'
      ? contextOf(claims, claim, source.wire, !kind.includes('2.0'))
      : WIRES[source.wire](claims);
  const event = source.encode(request, arrived);
  const isFlat = source.reader === 'lambdaAuthorizer' && !kind.includes('2.0');
  return { event, internal: {}, arrived: isFlat ? flat(arrived) : arrived };
}
