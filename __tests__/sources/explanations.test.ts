import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { type CognitoGroupsOptions, cognitoGroups } from 'middy-cognito-groups';
import {
  albToken,
  appSync,
  httpApi,
  httpJwt,
  lambdaAuthorizer,
  restApi,
  verifiedToken,
} from 'middy-cognito-groups/sources';
import {
  albEvent,
  functionUrlEvent,
  restApiEvent,
  testToken,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { failureOf, invoke } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';

const PACKAGE = 'middy-cognito-groups';

const failing = (thrown: unknown) =>
  verifiedToken({ verifier: { verify: () => Promise.reject(thrown) } });

const assertion = (message: string) => Object.assign(new Error(message), { failedAssertion: {} });

const tokenEvent = () => functionUrlEvent({ token: 'a.b.c' });

const member = () => restApiEvent({ groups: ['member'] });

describe('the operator reads why a token was rejected', () => {
  it.each<[string, unknown, CognitoGroupsOptions]>([
    ...[
      ['Invalid signature', 'its signature is invalid'],
      ['JWK for kid "1" not found in the JWKS', 'no key of its issuer has its key id'],
      ['issuer not configured: x', 'its issuer is not allowed'],
      ['Empty JWT', 'it is not a well-formed JWT'],
    ].map(([message, problem]): [string, unknown, CognitoGroupsOptions] => [
      problem as string,
      tokenEvent(),
      { source: failing(new Error(message)) },
    ]),
    ...[
      ['Token expired at 1', 'it has expired'],
      ["Token can't be used before 1", 'it is not valid yet'],
      ['Issuer not allowed', 'its issuer is not allowed'],
      ['Client ID not allowed', 'its client or audience is not allowed'],
      ['Audience not allowed', 'its client or audience is not allowed'],
      ['Token use not allowed', 'its token_use is not allowed'],
      ['Scope not allowed', 'its scope is not allowed'],
      ['Cognito group not allowed', 'its groups are not allowed'],
      ['JWT signature algorithm not allowed', 'its algorithm is not allowed'],
      ['not as expected: Token expired, Issuer', 'an assertion of the verifier failed'],
      ["a Token can't be used before, Scope", 'an assertion of the verifier failed'],
      ['a Client ID, Audience, Token use', 'an assertion of the verifier failed'],
      ['a Cognito group, JWT signature algorithm', 'an assertion of the verifier failed'],
    ].map(([message, problem]): [string, unknown, CognitoGroupsOptions] => [
      problem as string,
      tokenEvent(),
      { source: failing(assertion(message as string)) },
    ]),
    [
      'it was rejected: ERR_JWT_EXPIRED',
      tokenEvent(),
      { source: failing(Object.assign(new Error(), { code: 'ERR_JWT_EXPIRED' })) },
    ],
    [
      'the verifier answered 401',
      tokenEvent(),
      { source: failing(Object.assign(new Error(), { statusCode: 401 })) },
    ],
    [
      'the Authorization header is not a single token',
      { ...tokenEvent(), headers: { authorization: 'Bearer a, Bearer b' } },
      { source: verifiedToken({ verifier: testVerifier }) },
    ],
    ...[7, 'Bearer '].map((authorization): [string, unknown, CognitoGroupsOptions] => [
      'the Authorization header is not a single token',
      { ...tokenEvent(), headers: { authorization } },
      { source: verifiedToken({ verifier: testVerifier }) },
    ]),
    [
      'it is not a string, or it is empty',
      tokenEvent(),
      { source: verifiedToken({ verifier: testVerifier, token: () => '' }) },
    ],
    [
      'x-amzn-oidc-accesstoken and x-amzn-oidc-data are not each present once',
      { ...albEvent(), headers: { 'x-amzn-oidc-data': testToken() } },
      { source: albToken({ verifier: testVerifier, albVerifier: testVerifier }) },
    ],
    [
      'x-amzn-oidc-accesstoken and x-amzn-oidc-data have different subjects',
      {
        ...albEvent(),
        headers: {
          'x-amzn-oidc-accesstoken': testToken({ groups: [], subject: 'one' }),
          'x-amzn-oidc-data': testToken({ groups: [], subject: 'other' }),
        },
      },
      { source: albToken({ verifier: testVerifier, albVerifier: testVerifier }) },
    ],
    ['its issuer (iss) is not accepted', member(), { userPoolId: 'eu-west-1_Another' }],
    ['its token_use is not accepted', member(), { tokenUse: 'access' }],
    ['its client_id or aud is not accepted', member(), { clientId: 'another' }],
  ])('%s', async (problem, event, options) => {
    const { reason } = await outcomeOf('admin', event, options);
    expect(reason).toBe(`the token was rejected: ${problem}; the rule is 'admin'`);
  });
});

describe('the operator reads where a claim has another format, and which', () => {
  const GROUPS = 'cognito:groups';

  const restOf = (claims: object) => ({ requestContext: { authorizer: { claims } } });
  const httpOf = (claims: object, version = '2.0') => ({
    version,
    requestContext: { authorizer: version === '2.0' ? { jwt: { claims } } : { claims } },
  });
  const lambdaOf = (g: unknown) => ({ requestContext: { authorizer: { g } } });
  const resolver = (identity: object) => ({
    info: { parentTypeName: 'Query', fieldName: 'a' },
    identity,
  });
  const from = (format: 'json' | 'comma' | 'space' | 'array') => ({
    source: lambdaAuthorizer({ key: 'g', format }),
  });
  const verifiedAs = (claims: object) => ({ verify: async () => ({ sub: '1', ...claims }) });
  const issued = { iss: 'http://localhost/pool', 'cognito:groups': 7 };

  it.each<[string, string, string, unknown, CognitoGroupsOptions]>([
    ['rest-api', GROUPS, 'a name is empty', restOf({ 'cognito:groups': 'a,,b' }), {}],
    ['rest-api', GROUPS, 'it is of type number, not a list', restOf({ 'cognito:groups': 7 }), {}],
    ['rest-api', GROUPS, 'it is of type null, not a list', restOf({ 'cognito:groups': null }), {}],
    ['rest-api', GROUPS, 'element 1 is not a string', restOf({ 'cognito:groups': ['a', 7] }), {}],
    ['rest-api', GROUPS, 'it is in brackets', restOf({ 'cognito:groups': '[a b]' }), {}],
    ['rest-api', GROUPS, 'it holds an escaped comma', restOf({ 'cognito:groups': 'a\\,b' }), {}],
    [
      'rest-api',
      GROUPS,
      'it is of type string, not a list',
      restOf({ 'cognito:groups': 'a', exp: 1 }),
      {},
    ],
    ['http-api', GROUPS, 'it is not in brackets', httpOf({ 'cognito:groups': 'a b' }), {}],
    ['http-api', GROUPS, 'a name is empty', httpOf({ 'cognito:groups': '[a  b]' }), {}],
    ['http-api', GROUPS, 'it is not in brackets', httpOf({ 'cognito:groups': '[a' }, '1.0'), {}],
    [
      'appsync',
      'identity.groups',
      'it is of type string, not a list',
      resolver({ groups: 'a', claims: {} }),
      {},
    ],
    [
      'appsync',
      'identity.groups',
      'it differs from cognito:groups',
      resolver({ groups: ['a'], claims: { 'cognito:groups': ['b'] } }),
      {},
    ],
    [
      'appsync',
      GROUPS,
      'it is of type string, not a list',
      resolver({ issuer: 'http://localhost/', claims: { 'cognito:groups': 'a' } }),
      {},
    ],
    [
      'appsync',
      GROUPS,
      'the callers of a batch differ',
      [resolver({ groups: ['a'], claims: {} }), resolver({ groups: ['b'], claims: {} })],
      {},
    ],
    ['lambda-authorizer', 'g', 'it is of type number, not a string', lambdaOf(7), from('json')],
    ['lambda-authorizer', 'g', 'it is of type number, not a string', lambdaOf(7), from('comma')],
    ['lambda-authorizer', 'g', 'it is of type object, not a string', lambdaOf([]), from('space')],
    ['lambda-authorizer', 'g', 'it is of type string, not a list', lambdaOf('a'), from('array')],
    ['lambda-authorizer', 'g', 'it is not JSON', lambdaOf('a'), from('json')],
    [
      'lambda-authorizer',
      'g',
      'its JSON is of type string, not an array',
      lambdaOf('"a"'),
      from('json'),
    ],
    [
      'lambda-authorizer',
      'g',
      'it is not JSON',
      { version: '2.0', requestContext: { authorizer: { lambda: { g: 'a' } } } },
      from('json'),
    ],
    [
      'verified-token',
      GROUPS,
      'it is of type number, not a list',
      tokenEvent(),
      { source: verifiedToken({ verifier: verifiedAs(issued) }) },
    ],
    [
      'alb',
      GROUPS,
      'it is of type number, not a list',
      albEvent({ groups: [] }),
      { source: albToken({ verifier: verifiedAs(issued), albVerifier: verifiedAs({}) }) },
    ],
  ])('%s: %s: %s', async (source, claim, problem, event, options) => {
    const { code, cause } = await failureOf(event, options);
    expect(code).toBe('ERR_CLAIM_FORMAT');
    expect(cause).toEqual({ package: PACKAGE, source, claim, problem });
  });

  it('http-jwt: what the middleware has left', async () => {
    const handler = middy()
      .before(({ internal }) => {
        Object.assign(internal, { mine: { sub: '1', ...issued } });
      })
      .use(cognitoGroups({ source: httpJwt({ payloadKey: 'mine' }) }));
    await expect(invoke(handler, {})).rejects.toMatchObject({
      cause: {
        source: 'http-jwt',
        claim: GROUPS,
        problem: 'it is of type number, not a list',
      },
    });
  });
});

describe('the operator reads why a verifier failed', () => {
  const returning = (payload: unknown) =>
    verifiedToken({ verifier: { verify: async () => payload } });

  it.each<[string, CognitoGroupsOptions['source']]>([
    ['the verifier failed', failing(new Error('secret'))],
    ['the verifier failed', failing(Object.assign(new Error(), { code: 'a secret' }))],
    ['the verifier failed', failing(Object.assign(new Error(), { code: 7 }))],
    ['the verifier failed', failing(Object.assign(new Error(), { code: ['ENOTFOUND'] }))],
    ['the verifier failed: ENOTFOUND', failing(Object.assign(new Error(), { code: 'ENOTFOUND' }))],
    ['the verifier returned no payload with a sub', returning(undefined)],
    ['the verifier returned no payload with a sub', returning({ sub: '' })],
    ['the verifier returned no payload with a sub', returning({ sub: 7 })],
  ])('%s', async (problem, source) => {
    const { code, cause } = await failureOf(tokenEvent(), { source, respond: false });
    expect(code).toBe('ERR_VERIFIER');
    expect(cause).toEqual({ package: PACKAGE, source: 'verified-token', problem });
  });
});

describe('a mistake at construction is answered with what to write', () => {
  const verifier = testVerifier;
  const call = (build: unknown, options: unknown) => () =>
    (build as (options: unknown) => unknown)(options);
  const read = (options: object) => call(cognitoGroups, options);
  const written = 'restApi, or a list of them';

  it.each<[string, () => unknown]>([
    [
      'verifiedToken: option verifier is undefined; write a verifier: CognitoJwtVerifier.create(...)',
      call(verifiedToken, {}),
    ],
    [
      "verifiedToken: option token is 'x'; write a function of the event",
      call(verifiedToken, { verifier, token: 'x' }),
    ],
    [
      'albToken: option verifier is undefined; write a verifier: CognitoJwtVerifier.create(...)',
      call(albToken, { albVerifier: verifier }),
    ],
    [
      'albToken: option albVerifier is undefined; write a verifier: AlbJwtVerifier.create(...)',
      call(albToken, { verifier }),
    ],
    ["albToken: an option is 'x'; write one of verifier, albVerifier", call(albToken, { x: 1 })],
    [
      "httpJwt: option payloadKey is ''; write the payloadKey of the middleware",
      call(httpJwt, { payloadKey: '' }),
    ],
    [
      "lambdaAuthorizer: option key is ''; write the context key that holds the groups",
      call(lambdaAuthorizer, { key: '', format: 'json' }),
    ],
    [
      "lambdaAuthorizer: option format is 'xml'; write one of json, comma, space, array",
      call(lambdaAuthorizer, { key: 'g', format: 'xml' }),
    ],
    [
      "lambdaAuthorizer: an option is 'x'; write one of key, format",
      call(lambdaAuthorizer, { x: 1 }),
    ],
    [
      "cognitoGroups: option userPoolId is 'x'; write 'eu-west-1_abc', or a list of them",
      read({ userPoolId: 'x' }),
    ],
    [
      "cognitoGroups: option issuer is 'x'; write an issuer URL, or a list of them",
      read({ issuer: 'x' }),
    ],
    [
      "cognitoGroups: option clientId is ''; write a client id, or a list of them",
      read({ clientId: '' }),
    ],
    ["cognitoGroups: option tokenUse is 'x'; write 'id' or 'access'", read({ tokenUse: 'x' })],
    [
      'cognitoGroups: option issuer is undefined; write an issuer URL, or a list of them',
      read({ issuer: undefined }),
    ],
    ["cognitoGroups: option claim is ''; write a claim name", read({ claim: '' })],
    [`cognitoGroups: option source is []; write ${written}`, read({ source: [] })],
    [`cognitoGroups: option source is 'restApi'; write ${written}`, read({ source: 'restApi' })],
    [
      "cognitoGroups: a source of what the caller sent is 'http-jwt'; write it last, and alone",
      read({ source: [httpJwt(), restApi] }),
    ],
    [
      "cognitoGroups: a pin is 'clientId'; write no pin for lambdaAuthorizer, whose context has no token",
      read({ source: lambdaAuthorizer({ key: 'g', format: 'json' }), clientId: 'a' }),
    ],
    ["cognitoGroups: option onDecision is 'x'; write a function", read({ onDecision: 'x' })],
    [
      "cognitoGroups: option respond is 'x'; write 'json', 'problem', false, or a function",
      read({ respond: 'x' }),
    ],
  ])('%s', (message, build) => {
    expect(build).toThrow(new TypeError(message));
  });
});

it('the names of the sources', () => {
  const sources = [
    restApi,
    httpApi,
    appSync,
    lambdaAuthorizer({ key: 'g', format: 'json' }),
    verifiedToken({ verifier: testVerifier }),
    albToken({ verifier: testVerifier, albVerifier: testVerifier }),
    httpJwt(),
  ];
  expect(sources.map(({ name }) => name)).toEqual([
    'rest-api',
    'http-api',
    'appsync',
    'lambda-authorizer',
    'verified-token',
    'alb',
    'http-jwt',
  ]);
});
