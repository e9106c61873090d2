import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, type IdentitySource, requireGroup } from 'middy-cognito-groups';
import { albToken, verifiedToken } from 'middy-cognito-groups/sources';
import { INVALID_TOKEN, UNAUTHORIZED } from '../support/answers.js';
import { invoke } from '../support/chain.js';
import { POOL_ISSUER } from '../support/events.js';

/** Accepts every token, so that only the reading of the header can reject one. */
const verifier = {
  verify: async () => ({ sub: 'user-1', iss: POOL_ISSUER, 'cognito:groups': ['admin'] }),
};

const OK = { statusCode: 200 };

const guarded = (source: IdentitySource) =>
  middy()
    .use(cognitoGroups({ source }))
    .use(requireGroup('admin'))
    .handler(async () => OK);

const bearer = guarded(verifiedToken({ verifier }));
const alb = guarded(albToken({ verifier, albVerifier: verifier }));

const request = (headers: object, multiValueHeaders?: object) => ({
  headers,
  multiValueHeaders,
  requestContext: {},
});

const albRequest = (headers: object, multiValueHeaders?: object) => ({
  headers,
  multiValueHeaders,
  requestContext: { elb: {} },
});

describe('a header is found by its whole name', () => {
  it.each(['cache-control', 'Cache-Control', 'authorizatiom', 'buthorization'])(
    '%s has as many letters as Authorization and is not read',
    async (name) => {
      expect(await invoke(bearer, request({ [name]: 'Bearer good' }))).toEqual(UNAUTHORIZED);
      expect(await invoke(bearer, request({}, { [name]: ['Bearer good'] }))).toEqual(UNAUTHORIZED);
    },
  );

  it.each(['cache-control', 'authorizatiom'])(
    '%s beside Authorization does not make it ambiguous',
    async (name) => {
      expect(
        await invoke(bearer, request({ [name]: 'no-cache', authorization: 'Bearer good' })),
      ).toEqual(OK);
    },
  );

  it('headers named like those of a load balancer are not read', async () => {
    const lookalikes = { 'x-amzn-oidc-accesstokem': 'good', 'x-amzn-oidc-date': 'good' };
    expect(await invoke(alb, albRequest(lookalikes))).toEqual(UNAUTHORIZED);
    expect(
      await invoke(
        alb,
        albRequest({ 'x-amzn-oidc-accesstoken': 'good', 'x-amzn-oidc-data': 'good' }),
      ),
    ).toEqual(OK);
  });
});

describe('a header that was sent twice, in two spellings, is rejected', () => {
  it.each<[object]>([
    [{ authorization: 'Bearer good', Authorization: 'Bearer other' }],
    [{ Authorization: 'Bearer good', authorization: 'Bearer good' }],
    [{ authorization: '', Authorization: 'Bearer good' }],
  ])('%j', async (headers) => {
    expect(await invoke(bearer, request(headers))).toEqual(INVALID_TOKEN);
    const several = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value]]),
    );
    expect(await invoke(bearer, request({}, several))).toEqual(INVALID_TOKEN);
  });
});

describe('headers and multiValueHeaders must agree', () => {
  it.each<[single: string, several: unknown]>([
    ['Bearer good', ['Bearer other']],
    ['Bearer other', ['Bearer good']],
    ['Bearer good', ['Bearer good', 'Bearer other']],
    ['Bearer good', ['Bearer other', 'Bearer good']],
    ['Bearer good', ['Bearer good', 'Bearer good']],
    ['Bearer good', 'Bearer other'],
    ['Bearer good', ['bearer good']],
    ['Bearer good', [7]],
    ['Bearer good', [['Bearer good']]],
  ])('%j against %j is rejected', async (single, several) => {
    expect(
      await invoke(bearer, request({ authorization: single }, { authorization: several })),
    ).toEqual(INVALID_TOKEN);
  });

  it.each(['x-amzn-oidc-accesstoken', 'x-amzn-oidc-data'])(
    '%s of a load balancer too',
    async (name) => {
      const headers = { 'x-amzn-oidc-accesstoken': 'good', 'x-amzn-oidc-data': 'good' };
      for (const several of [['other'], ['good', 'other'], ['good', 'good']]) {
        expect(await invoke(alb, albRequest(headers, { [name]: several }))).toEqual(INVALID_TOKEN);
      }
      expect(await invoke(alb, albRequest(headers, { [name]: ['good'] }))).toEqual(OK);
    },
  );

  it('the same value in both places is one header', async () => {
    expect(
      await invoke(
        bearer,
        request({ authorization: 'Bearer good' }, { authorization: ['Bearer good'] }),
      ),
    ).toEqual(OK);
  });
});

describe('a header without a value is not a second header', () => {
  it.each<[object]>([
    [{ authorization: null, Authorization: 'Bearer good' }],
    [{ Authorization: 'Bearer good', authorization: null }],
    [{ authorization: undefined, Authorization: 'Bearer good' }],
    [{ Authorization: 'Bearer good', AUTHORIZATION: null, authorization: undefined }],
  ])('%j', async (headers) => {
    expect(await invoke(bearer, request(headers))).toEqual(OK);
  });

  it('in multiValueHeaders neither', async () => {
    const several = { authorization: null, Authorization: ['Bearer good'] };
    expect(await invoke(bearer, request({}, several))).toEqual(OK);
    expect(
      await invoke(bearer, request({ authorization: 'Bearer good' }, { authorization: null })),
    ).toEqual(OK);
  });

  it('null alone is not a header', async () => {
    expect(await invoke(bearer, request({ authorization: null }))).toEqual(UNAUTHORIZED);
  });
});

describe('a token is one word', () => {
  it.each([
    'Bearer a,b',
    'Bearer a,',
    'Bearer ,a',
    'Bearer a, b',
    'Bearer a b',
    'Bearer  a b',
    'Bearer ',
    'Bearer   ',
  ])('%j is rejected before any verifier is asked', async (authorization) => {
    expect(await invoke(bearer, request({ authorization }))).toEqual(INVALID_TOKEN);
  });

  it.each(['Bearer a', 'bearer  a', 'BEARER a.b-c_d'])('%j is accepted', async (authorization) => {
    expect(await invoke(bearer, request({ authorization }))).toEqual(OK);
  });

  it.each<[unknown, object]>([
    ['', INVALID_TOKEN],
    [7, INVALID_TOKEN],
    [['a'], INVALID_TOKEN],
    [undefined, UNAUTHORIZED],
    [null, UNAUTHORIZED],
    ['a', OK],
  ])('option token may return %j', async (token, answer) => {
    const handler = guarded(verifiedToken({ verifier, token: () => token as string }));
    expect(await invoke(handler, request({ authorization: 'Bearer good' }))).toEqual(answer);
  });
});
