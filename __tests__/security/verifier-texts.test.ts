import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent } from 'middy-cognito-groups/testing';
import { invoke } from '../support/chain.js';
import {
  bearer,
  CLIENT,
  cognitoVerifier,
  key,
  now,
  payload,
  verifier,
} from '../support/verifiers.js';

/** A verifier's message quotes claims, and claims do not belong into a log. */

const SECRET = 'secret-7d1';

const reported = jest.spyOn(console, 'error').mockReturnValue(undefined);

beforeEach(() => {
  reported.mockClear();
});

afterAll(() => {
  reported.mockRestore();
});

interface Seen {
  readonly status: number;
  readonly reason: string;
  /** All that an operator can read. */
  readonly text: string;
}

async function seenWith(verify: (token: string) => unknown, event: object): Promise<Seen> {
  const reasons: string[] = [];
  const texts: unknown[] = [];
  const handler = middy()
    .use(
      cognitoGroups({
        source: verifiedToken({ verifier: { verify } }),
        onDecision: (report) => {
          reasons.push(report.decision.reason);
          texts.push(report);
        },
      }),
    )
    .use(requireGroup('admin'))
    .onError(({ error }) => {
      const { message, stack, cause, headers } = error as Error & { headers?: object };
      texts.push({ ...error, message, stack, cause, headers });
    })
    .handler(async () => ({ statusCode: 200 }));
  const answer = await invoke(handler, event);
  const logged = reported.mock.calls
    .flat()
    .map((part) => (part instanceof Error ? [part.message, part.stack, part.cause] : part));
  return {
    status: answer.statusCode,
    reason: reasons.join(),
    text: JSON.stringify([answer, texts, logged]),
  };
}

const POOL = { userPoolId: 'eu-west-1_TestPool1', tokenUse: 'access', clientId: CLIENT } as const;

const strict = CognitoJwtVerifier.create({ ...POOL, groups: 'staff', scope: 'orders/read' });
strict.cacheJwks(key.jwks);

const scoped = CognitoJwtVerifier.create({ ...POOL, scope: 'orders/read' });
scoped.cacheJwks(key.jwks);

const grouped = CognitoJwtVerifier.create({ ...POOL, groups: 'staff' });
grouped.cacheJwks(key.jwks);

/** It finds the key set of the pool, and in it no other key. */
const fetching = cognitoVerifier(
  async () => new TextEncoder().encode(JSON.stringify(key.jwks)).buffer as ArrayBuffer,
);

describe('an error of aws-jwt-verify leaves no text of its own', () => {
  it.each<[string, { verify(token: string): unknown }, object, RegExp]>([
    ['Cognito group not allowed', grouped, { 'cognito:groups': [SECRET] }, /group/u],
    ['Scope not allowed', scoped, { scope: `${SECRET}/read` }, /scope/u],
    ['Client ID not allowed', verifier, { client_id: SECRET }, /client/u],
    ['Token use not allowed', verifier, { token_use: SECRET }, /token_use/u],
    ['Issuer not allowed', verifier, { iss: `https://${SECRET}.example` }, /issuer/u],
    ['Token expired', verifier, { exp: now() - 7 }, /expired/u],
    ['Token used too early', verifier, { nbf: now() + 600 }, /not valid yet/u],
    ['several at once', strict, { 'cognito:groups': [SECRET], scope: SECRET }, /./u],
  ])('%s', async (_, real, claims, kind) => {
    const secrets = { sub: SECRET, username: SECRET };
    const token = key.token(payload({ ...secrets, ...claims }));
    const seen = await seenWith((one) => real.verify(one), bearer(token));
    expect(seen.status).toBe(401);
    expect(seen.reason).toMatch(/^the token was rejected: /u);
    expect(seen.reason).toMatch(kind);
    expect(seen.text).not.toMatch(/secret-7d1|staff|orders|TestPool1|not allowed: |expired at/u);
    expect(seen.text).not.toContain(token);
  });

  it.each<[string, string]>([
    ['a key id that nobody knows', key.token(payload({ sub: SECRET }), { kid: SECRET })],
    ['another algorithm', key.token(payload({ sub: SECRET }), { alg: SECRET })],
    ['a wrong signature', `${key.token(payload({ sub: SECRET })).slice(0, -9)}AAAAAAAAA`],
    ['no JWT', `${SECRET}.${SECRET}.${SECRET}`],
    ['two parts', `${SECRET}.${SECRET}`],
    ['no token', SECRET],
  ])('%s', async (_, token) => {
    const seen = await seenWith((one) => fetching.verify(one), functionUrlEvent({ token }));
    expect(seen.status).toBe(401);
    expect(seen.reason).toMatch(/^the token was rejected: /u);
    expect(seen.text).not.toContain(SECRET);
    expect(seen.text).not.toContain(Buffer.from(SECRET).toString('base64url').slice(0, 12));
  });

  it('a key set that cannot be fetched', async () => {
    const unreachable = cognitoVerifier(() => Promise.reject(new Error(`no route to ${SECRET}`)));
    const token = key.token(payload({ sub: SECRET }));
    const seen = await seenWith((one) => unreachable.verify(one), bearer(token));
    expect(seen.status).toBe(503);
    expect(reported).toHaveBeenCalled();
    expect(seen.text).not.toMatch(/secret-7d1|no route|TestPool1/u);
  });
});

describe('any error of a verifier leaves no text of its own', () => {
  it.each<[string, object, number]>([
    ['a message alone', { message: SECRET }, 503],
    ['an assertion', { message: `Scope not allowed: ${SECRET}`, failedAssertion: {} }, 401],
    ['an unknown assertion', { message: SECRET, failedAssertion: {} }, 401],
    ['a 401', { message: SECRET, statusCode: 401 }, 401],
    ['a message of aws-jwt-verify', { message: `JWT string ${SECRET}` }, 401],
    ['a code in words', { message: 'x', code: SECRET }, 503],
    ['a long code', { message: 'x', code: `ERR_${'A'.repeat(500)}` }, 503],
    ['a name', { message: 'x', name: SECRET }, 503],
    ['a cause', { message: 'x', cause: new Error(SECRET) }, 503],
    [
      'other fields',
      { message: 'x', rawJwt: { payload: { sub: SECRET } }, failedAssertion: {} },
      401,
    ],
  ])('%s', async (_, fields, status) => {
    const thrown = Object.defineProperties(
      new Error('x'),
      Object.getOwnPropertyDescriptors(fields),
    );
    thrown.stack = `${SECRET}\n at x`;
    const seen = await seenWith(() => Promise.reject(thrown), bearer('a.b.c'));
    expect(seen.status).toBe(status);
    expect(seen.text).not.toMatch(/secret-7d1|A{100}/u);
  });
});

describe('a message that quotes a huge token', () => {
  const MESSAGES: Readonly<Record<string, (token: string) => Error>> = {
    'of a malformed JWT': (token) => new Error(`JWT string ${token} is malformed`),
    'of an assertion': (token) =>
      Object.assign(new Error(`Token ${token} is not allowed`), { failedAssertion: {} }),
    'of a failure': (token) => new Error(`cannot fetch ${token}`),
    'of an answer': (token) => Object.assign(new Error(token), { statusCode: 401 }),
    'of most of it': (token) => new Error(`Invalid JWT ${token.slice(1)}`),
    'again and again': (token) => new Error(`Invalid JWT ${token} ${token}`),
  };

  const TOKENS: Readonly<Record<string, (size: number) => string>> = {
    'of one character': (size) => 'a'.repeat(size),
    'of dots': (size) => '.'.repeat(size),
    'of parts': (size) => 'eyJ.'.repeat(size / 4),
    'of different words': (size) =>
      Array.from({ length: size / 16 }, (_, at) => `word${at}`.padEnd(15, 'x')).join('.'),
    'of slashes': (size) => '//'.repeat(size / 2),
  };

  /** The shortest of a few runs, in milliseconds. */
  it.each(
    Object.entries(MESSAGES).flatMap(([message, toError]) =>
      Object.entries(TOKENS).map(([shape, toToken]) => [message, shape, toError, toToken] as const),
    ),
  )(
    '%s, %s, costs no time to speak of, and its reason is short',
    async (_, __, toError, toToken) => {
      const verify = (token: string) => Promise.reject(toError(token));
      const start = performance.now();
      const seen = await seenWith(verify, bearer(toToken(400_000)));
      // It once took 15 seconds. The bound is far above a few milliseconds and far below that.
      expect(performance.now() - start).toBeLessThan(3_000);
      expect([401, 503]).toContain(seen.status);
      expect(seen.text.length).toBeLessThan(3000);
      expect(seen.reason.length).toBeLessThan(300);
    },
  );

  it('is the same with the real verifier', async () => {
    const verify = (token: string) => verifier.verify(token);
    for (const [, toToken] of Object.entries(TOKENS)) {
      const seen = await seenWith(verify, bearer(toToken(400_000)));
      expect(seen.status).toBe(401);
      expect(seen.reason.length).toBeLessThan(300);
    }
  });

  it('is the same for an Authorization header that is no token', async () => {
    for (const header of [
      ' '.repeat(400_000),
      ', '.repeat(200_000),
      `,${' '.repeat(400_000)}x`,
      'bearer'.repeat(60_000),
    ]) {
      const event = { ...functionUrlEvent(), headers: { authorization: header } };
      const start = performance.now();
      expect((await seenWith(() => ({}), event)).status).toBe(401);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });
});
