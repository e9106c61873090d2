import { describe, expect, it } from '@jest/globals';
import { restApiEvent, testToken, testVerifier } from 'middy-cognito-groups/testing';
import { INVALID_TOKEN, UNAUTHORIZED } from '../support/answers.js';
import { invoke, thrownBy } from '../support/chain.js';
import { guarded } from '../support/verifiers.js';

describe('the place of the token', () => {
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
    ['Authorization, with the token alone', { Authorization: token }],
  ])('may be the header %s', async (_, headers) => {
    expect(await invoke(chain, withHeaders(headers))).toBe('in');
  });

  it('may be multiValueHeaders, with or without the single value', async () => {
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
    ['after another scheme', withHeaders({ authorization: `Basic abc, Bearer ${token}` })],
    ['after a space', withHeaders({ authorization: ` Bearer ${token}` })],
    ['after a tab', withHeaders({ authorization: `Bearer\t${token}` })],
    ['in a nested list', withHeaders({}, { authorization: [[`Bearer ${token}`]] })],
    ['joined by a comma', withHeaders({ authorization: `Bearer ${token}, Bearer ${token}` })],
    ['without a token', withHeaders({ authorization: 'Bearer' })],
    ['with an empty token', withHeaders({ authorization: 'Bearer ' })],
    ['with a line break', withHeaders({ authorization: `Bearer ${token}\n` })],
    ['alone, of another issuer', withHeaders({ authorization: 'a.b.c' })],
    ['alone and twice', withHeaders({ authorization: token, Authorization: token })],
    [
      'alone, different in header and list',
      withHeaders({ authorization: token }, { authorization: ['a.b.c'] }),
    ],
  ])('%s is rejected', async (_, event) => {
    expect(await invoke(chain, event)).toMatchObject(INVALID_TOKEN);
  });

  it.each<[string, object]>([
    ['no header', withHeaders({})],
    ['no headers', { requestContext: {} }],
    [
      'headers that are a list',
      { requestContext: {}, headers: [`authorization: Bearer ${token}`] },
    ],
    ['another scheme', withHeaders({ authorization: `Basic ${token}` })],
    ['a bare token with a line break', withHeaders({ authorization: `${token}\n` })],
    ['a bare token with a space', withHeaders({ authorization: ` ${token}` })],
    ['a bare token of two parts', withHeaders({ authorization: 'a.b' })],
    ['a bare token of four parts', withHeaders({ authorization: `${token}.d` })],
    ['a bare word', withHeaders({ authorization: 'token' })],
    ['a header with the same ending', withHeaders({ 'x-authorization': `Bearer ${token}` })],
    ['an inherited header', withHeaders(Object.create({ authorization: `Bearer ${token}` }))],
    ['a header without a value', withHeaders({ authorization: undefined })],
    ['a header with an empty list', withHeaders({}, { authorization: [] })],
    ['a scheme with the same ending', withHeaders({ authorization: `NotBearer ${token}` })],
    ['a token in the body', { requestContext: {}, body: `Bearer ${token}`, headers: {} }],
    [
      'a token in the query',
      { requestContext: {}, queryStringParameters: { authorization: `Bearer ${token}` } },
    ],
  ])('%s makes the request unauthenticated, with a plain challenge', async (_, event) => {
    expect(await invoke(chain, event)).toMatchObject(UNAUTHORIZED);
  });

  it('may be given by a function', async () => {
    const fromQuery = guarded({
      verifier: testVerifier,
      token: (event: { q?: string }) => event.q,
    });
    const asked = (q?: unknown) => invoke(fromQuery, { q, requestContext: {} });
    expect(await asked(token)).toBe('in');
    for (const q of ['x', '', 7]) expect(await asked(q)).toMatchObject(INVALID_TOKEN);
    for (const q of [null, undefined]) expect(await asked(q)).toMatchObject(UNAUTHORIZED);
  });

  it('is a 500 if its function throws', async () => {
    const broken = guarded({
      verifier: testVerifier,
      token: () => {
        throw new Error('broken');
      },
    });
    expect(await thrownBy(broken, {})).toMatchObject({ statusCode: 500, code: 'ERR_CLAIM_FORMAT' });
  });
});
