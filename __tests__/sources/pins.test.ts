import { describe, expect, it } from '@jest/globals';
import { type CognitoGroupsOptions, cognitoGroups } from 'middy-cognito-groups';
import { httpApi, lambdaAuthorizer, restApi, verifiedToken } from 'middy-cognito-groups/sources';
import {
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { outcomeOf } from '../support/decided.js';

const POOL = 'eu-west-1_testpool1';
const OTHER_POOL = 'us-east-1_otherpool';
const PARTNER = 'https://partner.example/oidc';

const issuerOf = (pool: string, service = 'cognito-idp') =>
  `https://${service}.${pool.split('_')[0]}.amazonaws.com/${pool}`;

type Claims = Readonly<Record<string, unknown>>;

const ID: Claims = { token_use: 'id', aud: 'client1', client_id: undefined };
const ACCESS: Claims = { token_use: 'access', client_id: 'client1', aud: undefined };

/** The same caller as four sources hand it over. */
const READINGS: Readonly<
  Record<string, (claims: Claims) => readonly [CognitoGroupsOptions, object]>
> = {
  'a Cognito authorizer': (claims) => [{}, restApiEvent({ groups: ['admin'], claims })],
  'a JWT authorizer of a REST API': (claims) => [
    {},
    restApiEvent({ groups: ['admin'], claims, authorizer: 'jwt' }),
  ],
  'an HTTP API': (claims) => [{}, httpApiEvent({ groups: ['admin'], claims })],
  'a verified token': (claims) => [
    { source: verifiedToken({ verifier: testVerifier }) },
    functionUrlEvent({ groups: ['admin'], claims }),
  ],
};

function pinned(reading: string, pins: CognitoGroupsOptions, claims: Claims) {
  const [options, event] = (READINGS[reading] as (typeof READINGS)[string])(claims);
  return outcomeOf('admin', event, { ...options, ...pins });
}

const INVALID = { status: 401, challenge: 'Bearer error="invalid_token"' };

describe.each(Object.keys(READINGS))('with %s', (reading) => {
  it.each<[string, CognitoGroupsOptions, Claims]>([
    ['its pool', { userPoolId: POOL }, {}],
    [
      'a pool in a region with a two-digit number',
      { userPoolId: 'eu-west-10_a' },
      { iss: issuerOf('eu-west-10_a') },
    ],
    ['a list with its pool', { userPoolId: [OTHER_POOL, POOL] }, {}],
    ['the regional issuer of its pool', { userPoolId: POOL }, { iss: issuerOf(POOL) }],
    [
      'the global issuer of its pool',
      { userPoolId: POOL },
      { iss: issuerOf(POOL, 'issuer-cognito-idp') },
    ],
    [
      'a pool in China',
      { userPoolId: 'cn-north-1_a' },
      { iss: 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_a' },
    ],
    [
      'a pool of the European partition',
      { userPoolId: 'eusc-de-east-1_a' },
      { iss: 'https://cognito-idp.eusc-de-east-1.amazonaws.eu/eusc-de-east-1_a' },
    ],
    ['its issuer', { issuer: PARTNER }, { iss: PARTNER }],
    ['a list with its issuer', { issuer: ['https://a.example', PARTNER] }, { iss: PARTNER }],
    ['a pool or an issuer, by the pool', { userPoolId: POOL, issuer: PARTNER }, {}],
    ['a pool or an issuer, by the issuer', { userPoolId: POOL, issuer: PARTNER }, { iss: PARTNER }],
    ['an ID token', { tokenUse: 'id' }, ID],
    ['an access token', { tokenUse: 'access' }, ACCESS],
    ['the client_id of an access token', { clientId: 'client1' }, ACCESS],
    ['the aud of an ID token', { clientId: 'client1' }, ID],
    ['a list of clients', { clientId: ['client0', 'client1'] }, ACCESS],
    [
      'every pin at once',
      { userPoolId: POOL, issuer: PARTNER, tokenUse: 'access', clientId: 'client1' },
      ACCESS,
    ],
  ])('a token passes a pin of %s', async (_, pins, claims) => {
    expect((await pinned(reading, pins, claims)).status).toBe(200);
  });

  it.each<[string, CognitoGroupsOptions, Claims, RegExp]>([
    ['another pool', { userPoolId: OTHER_POOL }, {}, /iss/u],
    ['a pool, without iss', { userPoolId: POOL }, { iss: undefined }, /iss/u],
    ['a pool, with an empty iss', { userPoolId: POOL }, { iss: '' }, /iss/u],
    ['a pool, with a slash behind it', { userPoolId: POOL }, { iss: `${issuerOf(POOL)}/` }, /iss/u],
    ['a pool in another case', { userPoolId: 'eu-west-1_TESTPOOL1' }, {}, /iss/u],
    [
      'a pool, with its issuer in upper case',
      { userPoolId: POOL },
      { iss: issuerOf(POOL).toUpperCase() },
      /iss/u,
    ],
    [
      'a pool, with a tab in its issuer',
      { userPoolId: POOL },
      { iss: issuerOf(POOL).replace('.', '\t.') },
      /iss/u,
    ],
    [
      'a pool, with the host of another region',
      { userPoolId: POOL },
      { iss: `https://cognito-idp.us-east-1.amazonaws.com/${POOL}` },
      /iss/u,
    ],
    [
      'a pool, with a loopback issuer',
      { userPoolId: POOL },
      { iss: `http://localhost:9229/${POOL}` },
      /iss/u,
    ],
    ['a pool, with a longer id', { userPoolId: POOL }, { iss: `${issuerOf(POOL)}x` }, /iss/u],
    [
      'a pool or an issuer',
      { userPoolId: POOL, issuer: PARTNER },
      { iss: issuerOf(OTHER_POOL) },
      /iss/u,
    ],
    ['an issuer', { issuer: PARTNER }, {}, /iss/u],
    ['an issuer, with a slash behind it', { issuer: PARTNER }, { iss: `${PARTNER}/` }, /iss/u],
    ['an issuer, without iss', { issuer: PARTNER }, { iss: undefined }, /iss/u],
    ['an issuer of another case', { issuer: PARTNER }, { iss: PARTNER.toUpperCase() }, /iss/u],
    ['an ID token', { tokenUse: 'id' }, ACCESS, /token_use/u],
    ['an access token', { tokenUse: 'access' }, ID, /token_use/u],
    [
      'an access token, without token_use',
      { tokenUse: 'access' },
      { token_use: undefined },
      /token_use/u,
    ],
    [
      'an access token, with another token_use',
      { tokenUse: 'access' },
      { token_use: 'Access' },
      /token_use/u,
    ],
    ['a client', { clientId: 'client2' }, ACCESS, /client/u],
    ['a client, by aud', { clientId: 'client2' }, ID, /client/u],
    ['a list of clients', { clientId: ['client2', 'client3'] }, ACCESS, /client/u],
    [
      'a client, with the aud of an access token',
      { clientId: 'client1' },
      { token_use: 'access', client_id: 'client2', aud: 'client1' },
      /client/u,
    ],
    [
      'a client, with only the aud of an access token',
      { clientId: 'client1' },
      { token_use: 'access', client_id: undefined, aud: 'client1' },
      /client/u,
    ],
    [
      'a client, with the client_id of an ID token',
      { clientId: 'client1' },
      { token_use: 'id', client_id: 'client1', aud: 'client2' },
      /client/u,
    ],
    [
      'a client, with only the client_id of an ID token',
      { clientId: 'client1' },
      { token_use: 'id', client_id: 'client1', aud: undefined },
      /client/u,
    ],
    [
      'a client, without token_use',
      { clientId: 'client1' },
      { ...ACCESS, ...ID, token_use: undefined },
      /client/u,
    ],
    [
      'a client, with another token_use',
      { clientId: 'client1' },
      { ...ACCESS, token_use: 'refresh' },
      /client/u,
    ],
    ['a client, in another case', { clientId: 'CLIENT1' }, ACCESS, /client/u],
    ['a client, without either', { clientId: 'client1' }, { ...ID, aud: undefined }, /client/u],
    [
      'the right client in the wrong pool',
      { userPoolId: OTHER_POOL, clientId: 'client1' },
      ACCESS,
      /iss/u,
    ],
  ])('a token fails a pin of %s', async (_, pins, claims, claim) => {
    const outcome = await pinned(reading, pins, claims);
    expect(outcome).toMatchObject(INVALID);
    expect(outcome.reason).toMatch(/^the token was rejected: its /u);
    expect(outcome.reason).toMatch(claim);
  });

  it('the reason names no value of a claim', async () => {
    const claims = {
      iss: 'https://secret-iss.example',
      token_use: 'secret-use',
      aud: 'secret-aud',
    };
    for (const pins of [
      { userPoolId: POOL },
      { issuer: PARTNER },
      { issuer: claims.iss, tokenUse: 'id' },
      { issuer: claims.iss, clientId: 'client1' },
    ] as const) {
      expect((await pinned(reading, pins, claims)).reason).not.toMatch(/secret|testpool|ada/u);
    }
  });
});

describe('a list instead of one aud', () => {
  it.each([[['client1']], [['client2', 'client1']], [{ 0: 'client1' }], [true], [null]])(
    'such as %j fails the pin of a client',
    async (aud) => {
      const claims = { token_use: 'id', aud };
      expect(await pinned('a verified token', { clientId: 'client1' }, claims)).toMatchObject(
        INVALID,
      );
    },
  );
});

describe('another claim', () => {
  const options = { claim: 'roles' } as const;
  const claims = (iss: unknown) => ({ iss, roles: ['admin'] });

  it.each([PARTNER, undefined, '', issuerOf(POOL)])(
    'is read from a token of the issuer %j',
    async (iss) => {
      for (const reading of Object.keys(READINGS)) {
        expect((await pinned(reading, options, claims(iss))).status).toBe(200);
      }
    },
  );

  it.each([issuerOf(POOL), undefined, '', `${PARTNER}/`])(
    'with a pin of the issuer is not read from a token of %j',
    async (iss) => {
      for (const reading of Object.keys(READINGS)) {
        const outcome = await pinned(reading, { ...options, issuer: PARTNER }, claims(iss));
        expect(outcome).toMatchObject(INVALID);
      }
    },
  );
});

const PINS = ['userPoolId', 'issuer', 'tokenUse', 'clientId'] as const;

const VALID = { userPoolId: POOL, issuer: PARTNER, tokenUse: 'id', clientId: 'client1' } as const;

describe('a pin is refused at construction', () => {
  it.each(PINS)('as %s: undefined, as an unset environment variable is', (pin) => {
    const options = { [pin]: undefined } as CognitoGroupsOptions;
    expect(() => cognitoGroups(options)).toThrow(TypeError);
    expect(() => cognitoGroups(options)).toThrow(pin);
    expect(() => cognitoGroups({ ...VALID, ...options })).toThrow(pin);
  });

  it.each(
    PINS.flatMap((pin) =>
      [[], '', null, 7, {}, [undefined], [null], [[]], ['']].map((value) => [pin, value] as const),
    ),
  )('as %s: %j', (pin, value) => {
    const options = { [pin]: value } as CognitoGroupsOptions;
    expect(() => cognitoGroups(options)).toThrow(TypeError);
    expect(() => cognitoGroups(options)).toThrow(pin);
  });

  it.each<[keyof typeof VALID, unknown]>([
    ['userPoolId', 'eu-west-1'],
    ['userPoolId', 'testpool1'],
    ['userPoolId', ` ${POOL}`],
    ['userPoolId', `${POOL}\n`],
    ['userPoolId', `${POOL}/../x`],
    ['userPoolId', issuerOf(POOL)],
    ['userPoolId', 'evil.example#_a'],
    ['userPoolId', [POOL, '']],
    ['userPoolId', [POOL, undefined]],
    ['userPoolId', `${POOL},${OTHER_POOL}`],
    ['issuer', 'partner.example'],
    ['issuer', [PARTNER, undefined]],
    ['issuer', [PARTNER, '']],
    ['issuer', new URL(PARTNER)],
    ['issuer', [[PARTNER]]],
    ['tokenUse', 'ID'],
    ['tokenUse', 'refresh'],
    ['tokenUse', ['id', 'access']],
    ['clientId', ['client1', undefined]],
    ['clientId', ['client1', '']],
  ])('as %s: %j', (pin, value) => {
    expect(() => cognitoGroups({ [pin]: value } as CognitoGroupsOptions)).toThrow(TypeError);
  });

  it('by its misspelt name', () => {
    for (const name of ['userpoolId', 'userPoolIds', 'iss', 'clientIds', 'token_use', 'aud']) {
      expect(() => cognitoGroups({ [name]: POOL } as CognitoGroupsOptions)).toThrow(name);
    }
  });
});

describe('a list that is changed after construction', () => {
  it('changes no pin', async () => {
    const userPoolId = [POOL];
    const options = { userPoolId };
    const event = restApiEvent({ groups: ['admin'], claims: { iss: issuerOf(OTHER_POOL) } });
    const reader = cognitoGroups(options);
    userPoolId.push(OTHER_POOL);
    const request = { event, context: {}, response: undefined, error: null, internal: {} };
    await reader.before?.(request as never);
    expect((event as unknown as { auth: { groups: string[] } }).auth.groups).toEqual([]);
  });
});

describe('lambdaAuthorizer, whose author writes what he likes,', () => {
  const source = lambdaAuthorizer({ key: 'groups', format: 'json' });

  it.each(PINS)('refuses %s, alone and in a list', (pin) => {
    const pins = { [pin]: VALID[pin] } as CognitoGroupsOptions;
    const lists = [
      source,
      [source],
      [restApi, source],
      [source, httpApi],
      [source, verifiedToken({ verifier: testVerifier })],
    ];
    for (const list of lists) {
      expect(() => cognitoGroups({ source: list, ...pins })).toThrow(TypeError);
      expect(() => cognitoGroups({ source: list, ...pins })).toThrow(pin);
    }
  });

  it('is read without a check of an issuer', async () => {
    for (const iss of [undefined, PARTNER, '']) {
      const event = lambdaAuthorizerEvent({
        groups: ['admin'],
        ...(iss === undefined ? {} : { context: { iss } }),
      });
      expect((await outcomeOf('admin', event, { source })).status).toBe(200);
    }
  });
});
