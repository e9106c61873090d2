import { inspect } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import createError from 'http-errors';
import {
  authenticated,
  cognitoGroups,
  type IdentitySource,
  requireGroup,
} from 'middy-cognito-groups';
import {
  albToken,
  httpJwt,
  restApi,
  type VerifiedTokenOptions,
  verifiedToken,
} from 'middy-cognito-groups/sources';
import {
  albEvent,
  appSyncEvent,
  functionUrlEvent,
  restApiEvent,
  testToken,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { authOf, failureOf, invoke, thrownBy } from '../support/chain.js';
import { PoolKey } from '../support/keys.js';

const POOL = 'eu-west-1_TestPool1';
const CLIENT = 'client1';
const now = () => Math.floor(Date.now() / 1000);

const key = new PoolKey('key-1');

/** The real verifier; it reaches no network: what it has not cached cannot be fetched. */
function cognitoVerifier(
  fetch: () => Promise<ArrayBuffer> = () => Promise.reject(new Error('no network')),
) {
  return CognitoJwtVerifier.create(
    { userPoolId: POOL, tokenUse: 'access', clientId: CLIENT },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch } }) },
  );
}

const verifier = cognitoVerifier();
verifier.cacheJwks(key.jwks);

const payload = (claims: object = {}) => ({
  sub: 'user-1',
  'cognito:groups': ['x,admin', 'team manager', 'admin'],
  iss: `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`,
  client_id: CLIENT,
  token_use: 'access',
  username: 'ada',
  exp: now() + 600,
  iat: now(),
  ...claims,
});

const bearer = (token: string) => functionUrlEvent({ token });

function guarded(options: VerifiedTokenOptions<never> = { verifier }) {
  return middy()
    .use(cognitoGroups({ source: verifiedToken(options) }))
    .use(requireGroup('admin'))
    .handler(async () => 'in');
}

const CHALLENGED = {
  statusCode: 401,
  headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
};
const UNAUTHORIZED = { statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer' } };

/** Why a guard refuses this event, as the operator reads it. */
async function reasonOf(source: IdentitySource, event: unknown): Promise<string> {
  const reasons: string[] = [];
  const handler = middy()
    .use(
      cognitoGroups({ source, onDecision: ({ decision }) => void reasons.push(decision.reason) }),
    )
    .use(requireGroup('admin'))
    .handler(async () => 'in');
  await invoke(handler, event);
  return reasons.join();
}

describe('verifiedToken with the real CognitoJwtVerifier', () => {
  it('reads the claim of a valid token verbatim', async () => {
    expect(
      await authOf(bearer(key.token(payload())), { source: verifiedToken({ verifier }) }),
    ).toEqual({
      groups: ['x,admin', 'team manager', 'admin'],
      subject: 'user-1',
      username: 'ada',
      source: 'verified-token',
    });
  });

  it('a token without the claim is of a caller in no group', async () => {
    const token = key.token(payload({ 'cognito:groups': undefined }));
    expect(await invoke(guarded(), bearer(token))).toMatchObject({ statusCode: 403 });
  });

  const other = new PoolKey('key-1');
  const unknown = new PoolKey('key-2');
  const [header, body, signature] = key.token(payload()).split('.') as [string, string, string];
  const forged = Buffer.from(JSON.stringify(payload({ sub: 'somebody else' }))).toString(
    'base64url',
  );
  const unsigned = Buffer.from('{"alg":"none","kid":"key-1"}').toString('base64url');

  it.each<[string, string]>([
    ['expired', key.token(payload({ exp: now() - 1 }))],
    ['not yet valid', key.token(payload({ nbf: now() + 600 }))],
    [
      'of another pool',
      key.token(payload({ iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other' })),
    ],
    ['without an issuer', key.token(payload({ iss: undefined }))],
    ['of another client', key.token(payload({ client_id: 'client2' }))],
    ['of another use', key.token(payload({ token_use: 'id', aud: CLIENT }))],
    ['with a tampered payload', `${header}.${forged}.${signature}`],
    ['signed by another key of the same name', other.token(payload())],
    ['with alg: none', `${unsigned}.${body}.`],
    ['with alg: none and a signature', `${unsigned}.${body}.${signature}`],
    ['with another algorithm', key.token(payload(), { alg: 'HS256' })],
    ['without a key id', key.token(payload(), { kid: undefined })],
    ['without a signature', `${header}.${body}`],
    ['in five parts', `${header}.${body}.${signature}.x.y`],
    ['that is no JSON', 'aaa.bbb.ccc'],
    ['that is a word', 'token'],
    ['without a subject that is text', key.token(payload({ sub: 7 }))],
    ['that is empty', ''],
    ['with a space', 'a b'],
    ['that is two', `${key.token(payload())},${key.token(payload())}`],
  ])('a token %s is nobody, with a challenge', async (_, token) => {
    expect(await invoke(guarded(), bearer(token))).toMatchObject(CHALLENGED);
  });

  it.each<[string, string, string | RegExp]>([
    ['expired', key.token(payload({ exp: 1 })), 'Token expired at 1970-01-01T00:00:01.000Z'],
    [
      'of another client',
      key.token(payload({ client_id: 'other' })),
      'Client ID not allowed: other. Expected: client1',
    ],
    ['signed by another key', other.token(payload()), 'Invalid signature'],
    ['with a space', 'a b', 'the Authorization header is no single Bearer token'],
  ])('the operator learns why a token %s is refused', async (_, token, why) => {
    const reason = await reasonOf(verifiedToken({ verifier }), bearer(token));
    expect(reason).toBe(`a token was sent and refused: '${why}'; the rule allows group 'admin'`);
  });

  it('the reason holds no line break and no part of the token', async () => {
    const token = `${Buffer.from('{\n"alg').toString('base64url')}.${body}.${signature}`;
    const reason = await reasonOf(verifiedToken({ verifier }), bearer(token));
    expect(reason).toMatch(/^a token was sent and refused: /u);
    expect(reason).not.toContain('\n');
    for (const part of token.split('.')) expect(reason).not.toContain(part);
  });

  it('a key that no published key set holds is refused', async () => {
    const keySet = new TextEncoder().encode(JSON.stringify(key.jwks));
    const fetching = cognitoVerifier(async () => keySet.buffer as ArrayBuffer);
    expect(
      await invoke(guarded({ verifier: fetching }), bearer(unknown.token(payload()))),
    ).toMatchObject(CHALLENGED);
    expect(await invoke(guarded({ verifier: fetching }), bearer(key.token(payload())))).toBe('in');
  });

  it('a claim that is no array of strings is a 500', async () => {
    for (const claim of ['admin', '["admin"]', ['admin', 7], null, { admin: true }]) {
      const event = bearer(key.token(payload({ 'cognito:groups': claim })));
      expect(await failureOf(event, { source: verifiedToken({ verifier }) })).toMatchObject({
        code: 'ERR_CLAIM_FORMAT',
        cause: { source: 'verified-token', claim: "token['cognito:groups']" },
      });
    }
  });
});

describe('where the token is', () => {
  const token = testToken({ groups: ['admin'] });
  const withHeaders = (headers: object, multiValueHeaders?: object) => ({
    headers,
    multiValueHeaders,
    requestContext: {},
  });
  const chain = guarded({ verifier: testVerifier });

  it.each<[string, object]>([
    ['authorization', { authorization: `Bearer ${token}` }],
    ['Authorization', { Authorization: `Bearer ${token}` }],
    ['AUTHORIZATION', { AUTHORIZATION: `bearer   ${token}` }],
  ])('header %s', async (_, headers) => {
    expect(await invoke(chain, withHeaders(headers))).toBe('in');
  });

  it('the list of a REST API or a load balancer, alone or beside the single value', async () => {
    const value = `Bearer ${token}`;
    expect(await invoke(chain, withHeaders({}, { Authorization: [value] }))).toBe('in');
    expect(await invoke(chain, { multiValueHeaders: { authorization: [value] } })).toBe('in');
    expect(await invoke(chain, restApiEvent({ headers: { Authorization: value } }))).toBe('in');
  });

  it.each<[string, object]>([
    [
      'twice in two spellings',
      withHeaders({ authorization: `Bearer ${token}`, Authorization: `Bearer ${token}` }),
    ],
    [
      'twice in the list',
      withHeaders({}, { authorization: [`Bearer ${token}`, `Bearer ${token}`] }),
    ],
    [
      'differently in header and list',
      withHeaders({ authorization: 'Bearer x' }, { authorization: [`Bearer ${token}`] }),
    ],
    ['as a number', withHeaders({ authorization: 7 })],
    ['behind another scheme', withHeaders({ authorization: `Basic abc, Bearer ${token}` })],
    ['behind a space', withHeaders({ authorization: ` Bearer ${token}` })],
    ['behind a tab', withHeaders({ authorization: `Bearer\t${token}` })],
    ['in a list in a list', withHeaders({}, { authorization: [[`Bearer ${token}`]] })],
    ['joined by a comma', withHeaders({ authorization: `Bearer ${token}, Bearer ${token}` })],
    ['without a token', withHeaders({ authorization: 'Bearer' })],
    ['with an empty token', withHeaders({ authorization: 'Bearer ' })],
    ['with a line end', withHeaders({ authorization: `Bearer ${token}\n` })],
  ])('sent %s is refused', async (_, event) => {
    expect(await invoke(chain, event)).toMatchObject(CHALLENGED);
  });

  it.each<[string, object]>([
    ['no header', withHeaders({})],
    ['no headers', { requestContext: {} }],
    [
      'headers that are a list',
      { requestContext: {}, headers: [`authorization: Bearer ${token}`] },
    ],
    ['another scheme', withHeaders({ authorization: `Basic ${token}` })],
    ['a bare token', withHeaders({ authorization: token })],
    ['a header that ends alike', withHeaders({ 'x-authorization': `Bearer ${token}` })],
    ['an inherited header', withHeaders(Object.create({ authorization: `Bearer ${token}` }))],
    ['a header without a value', withHeaders({ authorization: undefined })],
    ['a header with an empty list', withHeaders({}, { authorization: [] })],
    ['a scheme that ends alike', withHeaders({ authorization: `NotBearer ${token}` })],
    ['a token in the body', { requestContext: {}, body: `Bearer ${token}`, headers: {} }],
    [
      'a token in the query',
      { requestContext: {}, queryStringParameters: { authorization: `Bearer ${token}` } },
    ],
  ])('%s is nobody, with a plain challenge', async (_, event) => {
    expect(await invoke(chain, event)).toMatchObject(UNAUTHORIZED);
  });

  it('a function may say where', async () => {
    const fromQuery = guarded({
      verifier: testVerifier,
      token: (event: { q?: string }) => event.q,
    });
    const asked = (q?: unknown) => invoke(fromQuery, { q, requestContext: {} });
    expect(await asked(token)).toBe('in');
    for (const q of ['x', '', 7]) expect(await asked(q)).toMatchObject(CHALLENGED);
    for (const q of [null, undefined]) expect(await asked(q)).toMatchObject(UNAUTHORIZED);
  });

  it('a function that throws is a 500, for the operator', async () => {
    const broken = guarded({
      verifier: testVerifier,
      token: () => {
        throw new Error('broken');
      },
    });
    expect(await thrownBy(broken, {})).toMatchObject({ statusCode: 500, code: 'ERR_CLAIM_FORMAT' });
  });
});

describe('a verifier that fails for a reason of its own', () => {
  const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);
  const token = key.token(payload());

  it.each<[string, VerifiedTokenOptions<never>]>([
    ['a key set that cannot be reached', { verifier: cognitoVerifier() }],
    [
      'an error that quotes the token',
      {
        verifier: {
          verify: (given) => {
            throw new TypeError(`cannot read ${given}`);
          },
        },
      },
    ],
    [
      'a thrown object without a prototype',
      { verifier: { verify: () => Promise.reject(Object.create(null)) } },
    ],
    [
      'an error whose message is no text',
      { verifier: { verify: () => Promise.reject(Object.assign(new Error(), { message: 7 })) } },
    ],
    [
      'a thrown object that holds the token',
      { verifier: { verify: (given) => Promise.reject({ given }) } },
    ],
    ['a thrown string', { verifier: { verify: () => Promise.reject('down') } }],
    [
      'an error that quotes a part of the token',
      {
        verifier: {
          verify: (given) => {
            throw new Error(`502 for ${encodeURIComponent(`${given.split('.')[1]}==`)}`);
          },
        },
      },
    ],
    [
      'a payload in something else, as jose returns it',
      { verifier: { verify: async () => ({ payload: { sub: 'u' }, protectedHeader: {} }) } },
    ],
    [
      'a payload without a subject',
      { verifier: { verify: async () => ({ 'cognito:groups': ['admin'] }) } },
    ],
    ['no payload', { verifier: { verify: async () => undefined } }],
    ['a payload that is text', { verifier: { verify: async () => 'admin' } }],
    ['a payload that is true', { verifier: { verify: async () => true } }],
    [
      'a key set of a wrong form',
      {
        verifier: {
          verify: () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_JWKS_INVALID' })),
        },
      },
    ],
  ])('%s is a 503, reported once, without the token', async (_, options) => {
    reported.mockClear();
    const answer = await invoke(guarded(options), bearer(token));
    expect(answer).toEqual({
      statusCode: 503,
      headers: { 'Content-Type': 'application/json' },
      body: '{"message":"Service Unavailable"}',
    });
    expect(reported).toHaveBeenCalledTimes(1);
    for (const part of [token, ...token.split('.')])
      expect(inspect(reported.mock.calls)).not.toContain(part);
  });

  it('is not one that says 401', async () => {
    for (const refused of [createError(401), Object.assign(new Error('no'), { statusCode: 401 })]) {
      const own = { verify: () => Promise.reject(refused) };
      expect(await invoke(guarded({ verifier: own }), bearer(token))).toMatchObject(CHALLENGED);
    }
    const malformed = { verify: () => Promise.reject(new Error('Malformed signature')) };
    expect(await invoke(guarded({ verifier: malformed }), bearer(token))).toMatchObject(CHALLENGED);
  });

  it('is a 503 by an error handler too, and thrown where a chain only throws', async () => {
    const handler = guarded({ verifier: cognitoVerifier() }).use(
      httpErrorHandler({ logger: false }),
    );
    expect(await invoke(handler, bearer(token))).toMatchObject({
      statusCode: 503,
      body: 'Service Unavailable',
    });
    const source = verifiedToken({ verifier: cognitoVerifier() });
    const error = await failureOf(bearer(token), { source, respond: false });
    expect(error).toMatchObject({
      statusCode: 503,
      code: 'ERR_VERIFIER',
      message: 'Service Unavailable',
    });
    expect(error.cause).toMatchObject({
      source: 'verified-token',
      problem: expect.stringContaining('no network'),
    });
    expect(JSON.stringify(error.cause)).not.toContain(token);
  });

  it.each([
    'ERR_JWT_EXPIRED',
    'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    'ERR_JWKS_NO_MATCHING_KEY',
    'ERR_JOSE_ALG_NOT_ALLOWED',
  ])('is not a verifier of jose that refuses the token with %s', async (code) => {
    const jose = { verify: () => Promise.reject(Object.assign(new Error('refused'), { code })) };
    expect(await invoke(guarded({ verifier: jose }), bearer(token))).toMatchObject(CHALLENGED);
  });
});

describe('one verification a request', () => {
  function counting() {
    const counted = {
      calls: 0,
      verify(token: string) {
        counted.calls += 1;
        return testVerifier.verify(token);
      },
    };
    return counted;
  }

  it('whatever the number of guards and readers', async () => {
    const counted = counting();
    const source = verifiedToken({ verifier: counted });
    const handler = middy()
      .use(cognitoGroups({ source }))
      .use(requireGroup('admin'))
      .use(cognitoGroups({ source }))
      .use(requireGroup(authenticated))
      .handler(async () => 'in');
    expect(await invoke(handler, functionUrlEvent({ groups: ['admin'] }))).toBe('in');
    expect(counted.calls).toBe(1);
  });

  it('and another token on the same event is verified again', async () => {
    const counted = counting();
    const options = { source: verifiedToken({ verifier: counted }) };
    const event = functionUrlEvent({ groups: ['admin'] });
    expect((await authOf(event, options)).groups).toEqual(['admin']);
    event.headers.authorization = 'Bearer forged';
    expect((await authOf(event, options)).groups).toEqual([]);
    expect(counted.calls).toBe(2);
  });
});

describe('several sources', () => {
  const source = [verifiedToken({ verifier: testVerifier }), restApi];
  const handler = middy()
    .use(cognitoGroups({ source }))
    .use(requireGroup('admin'))
    .handler(async ({ auth }) => auth.source);

  it('are asked in order', async () => {
    expect(await invoke(handler, functionUrlEvent({ groups: ['admin'] }))).toBe('verified-token');
    expect(await invoke(handler, restApiEvent({ groups: ['admin'] }))).toBe('rest-api');
  });

  it('a source that recognises its event and refuses ends the search', async () => {
    const event = restApiEvent({ groups: ['admin'], headers: { Authorization: 'Bearer forged' } });
    expect(await invoke(handler, event)).toMatchObject(CHALLENGED);
  });

  it('a source that fails ends it too', async () => {
    const event = restApiEvent({
      groups: ['admin'],
      headers: { Authorization: `Bearer ${testToken({ claims: { 'cognito:groups': 7 } })}` },
    });
    expect(await thrownBy(handler, event)).toMatchObject({ code: 'ERR_CLAIM_FORMAT' });
    expect(
      await thrownBy(handler, restApiEvent({ groups: [], claims: { 'cognito:groups': 'a,,b' } })),
    ).toMatchObject({
      code: 'ERR_CLAIM_FORMAT',
    });
  });

  it('nobody is nobody', async () => {
    expect(await invoke(handler, restApiEvent())).toMatchObject(UNAUTHORIZED);
    expect(await thrownBy(handler, appSyncEvent({ groups: ['admin'] }))).toMatchObject({
      statusCode: 401,
    });
  });
});

describe('albToken', () => {
  const source = albToken({ verifier: testVerifier, albVerifier: testVerifier });
  const handler = middy()
    .use(cognitoGroups({ source }))
    .use(requireGroup('admin'))
    .handler(async () => 'in');

  it('reads the access token, and asks that both tokens are of one subject', async () => {
    expect(await authOf(albEvent({ groups: ['a,b'], subject: 'u' }), { source })).toMatchObject({
      groups: ['a,b'],
      subject: 'u',
      source: 'alb',
    });
    expect(await invoke(handler, albEvent({ groups: ['admin'] }))).toBe('in');
    expect(await invoke(handler, albEvent({ groups: ['member'] }))).toMatchObject({
      statusCode: 403,
    });
  });

  const token = testToken({ groups: ['admin'] });
  it.each<[string, object]>([
    ['a forged access token', albEvent({ groups: [], accessToken: 'a.b.c' })],
    ['a forged data token', albEvent({ groups: ['admin'], data: 'a.b.c' })],
    [
      'tokens of two subjects',
      albEvent({ groups: ['admin'], data: testToken({ subject: 'other' }) }),
    ],
    ['an access token alone', albEvent({ accessToken: token })],
    ['a data token alone', albEvent({ data: token })],
    [
      'an access token sent twice',
      albEvent({ groups: ['admin'], headers: { 'X-Amzn-Oidc-Accesstoken': token } }),
    ],
    [
      'a data token sent twice',
      albEvent({ groups: ['admin'], headers: { 'X-AMZN-OIDC-DATA': token } }),
    ],
  ])('%s is refused', async (_, event) => {
    expect(await invoke(handler, event)).toMatchObject(CHALLENGED);
  });

  it.each<[object, string]>([
    [albEvent({ groups: [], accessToken: 'a.b.c' }), 'Invalid signature'],
    [
      albEvent({ groups: ['admin'], data: testToken({ subject: 'other' }) }),
      'are of different subjects',
    ],
    [albEvent({ accessToken: token }), 'are not there once each'],
  ])('the operator learns why', async (event, why) => {
    expect(await reasonOf(source, event)).toContain(why);
  });

  it('a load balancer that authenticated nobody, and the headers without a load balancer, are nobody', async () => {
    expect(await invoke(handler, albEvent())).toMatchObject(UNAUTHORIZED);
    const { headers } = albEvent({ groups: ['admin'] });
    expect(await invoke(handler, { headers, requestContext: {} })).toMatchObject(UNAUTHORIZED);
    expect(await invoke(handler, { headers, requestContext: { elb: 'x' } })).toMatchObject(
      UNAUTHORIZED,
    );
  });

  it('asks for no key of a load balancer before the access token holds', async () => {
    const asked: string[] = [];
    const albVerifier = {
      verify: (given: string) => testVerifier.verify(given).finally(() => asked.push(given)),
    };
    const source = albToken({ verifier: testVerifier, albVerifier });
    expect(
      (await authOf(albEvent({ groups: ['admin'], accessToken: 'a.b.c' }), { source })).source,
    ).toBeUndefined();
    expect(asked).toEqual([]);
    expect((await authOf(albEvent({ groups: ['admin'] }), { source })).groups).toEqual(['admin']);
    expect(asked).toHaveLength(1);
  });

  it('reads the data token with its own verifier', async () => {
    const strict = albToken({
      verifier: testVerifier,
      albVerifier: { verify: () => Promise.reject(new Error('Invalid signature')) },
    });
    expect(
      (await authOf(albEvent({ groups: ['admin'] }), { source: strict })).source,
    ).toBeUndefined();
  });
});

describe('httpJwt', () => {
  const reads = (payload: unknown, options?: { payloadKey: string }) =>
    middy()
      .before((request) => {
        Object.assign(request.internal, { [options?.payloadKey ?? 'jwt']: payload });
      })
      .use(cognitoGroups({ source: httpJwt(options) }))
      .handler(async ({ auth }) => auth);

  it('reads the payload that an earlier middleware has verified', async () => {
    const answer = await invoke(reads({ sub: 'u', 'cognito:groups': ['a,b', 'c'] }), {});
    expect(answer).toEqual({
      groups: ['a,b', 'c'],
      subject: 'u',
      username: undefined,
      source: 'http-jwt',
    });
    expect(await invoke(reads({ sub: 'u' }, { payloadKey: 'token' }), {})).toMatchObject({
      groups: [],
      source: 'http-jwt',
    });
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    ['x'],
    [[]],
    [{}],
    [{ sub: '' }],
    [{ 'cognito:groups': ['admin'] }],
    [Promise.resolve({ sub: 'u' })],
  ])('%j is nobody', async (payload) => {
    expect(await invoke(reads(payload), { jwt: { 'cognito:groups': ['admin'] } })).toMatchObject({
      groups: [],
      source: undefined,
    });
  });

  it('a claim that is no array is a 500', async () => {
    expect(await thrownBy(reads({ sub: 'u', 'cognito:groups': 'admin' }), {})).toMatchObject({
      code: 'ERR_CLAIM_FORMAT',
      cause: { source: 'http-jwt', claim: "request.internal.jwt['cognito:groups']" },
    });
  });
});

describe('construction', () => {
  const make = { verifiedToken, albToken, httpJwt } as unknown as Record<
    string,
    (options?: unknown) => unknown
  >;

  it.each<[string, unknown, RegExp]>([
    ['verifiedToken', undefined, /options must be a plain object, got undefined/],
    [
      'verifiedToken',
      {},
      /option verifier is undefined; pass a verifier such as CognitoJwtVerifier.create/,
    ],
    ['verifiedToken', { verifier: null }, /option verifier is null/],
    ['verifiedToken', { verifier: () => ({}) }, /option verifier is/],
    ['verifiedToken', { verifier, token: 'x' }, /option token is 'x'; write a function/],
    [
      'verifiedToken',
      { verifier, header: 'x' },
      /unknown option 'header'; the options are verifier, token/,
    ],
    ['albToken', { verifier }, /option albVerifier is undefined/],
    ['albToken', { albVerifier: verifier }, /option verifier is undefined/],
    ['httpJwt', { payloadKey: '' }, /option payloadKey is ''/],
    ['httpJwt', { payloadKey: 7 }, /option payloadKey is 7/],
    ['httpJwt', { key: 'jwt' }, /unknown option 'key'; the options are payloadKey/],
  ])('%s(%j) is a TypeError', (name, options, message) => {
    expect(() => make[name]?.(options)).toThrow(TypeError);
    expect(() => make[name]?.(options)).toThrow(message);
  });
});
