import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  allOf,
  anyOf,
  evaluate,
  issuedWithin,
  noneOf,
  owner,
  type Principal,
  type Rule,
  scope,
  signedInWithin,
  user,
} from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import {
  appSyncEvent,
  functionUrlEvent,
  httpApiEvent,
  restApiEvent,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { authOf } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';
import { httpEvent, restEvent, restJwtEvent } from '../support/events.js';

/** Thu Sep 26 09:22:46 UTC 2024 */
const NOW = 1727342566;

const FRESH = issuedWithin('15m');
const RECENT = signedInWithin('1h');

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW * 1000);
});

afterEach(() => {
  jest.restoreAllMocks();
});

const STALE = { status: 401, challenge: 'Bearer error="invalid_token"' };
const FORBIDDEN = { status: 403, challenge: undefined };

const stepUp = (seconds: number) => ({
  status: 401,
  challenge: `Bearer error="insufficient_user_authentication", max_age="${seconds}"`,
});

describe('a time on the wire', () => {
  const SECONDS: readonly (readonly [unknown, number | undefined])[] = [
    ['Thu Sep 26 09:22:46 UTC 2024', NOW],
    ['Thu Jan 01 00:00:00 UTC 1970', 0],
    ['Thu Feb 29 23:59:59 UTC 2024', 1709251199],
    ['1727342566', NOW],
    ['0', 0],
    [NOW, NOW],
    [NOW + 0.5, NOW + 0.5],
    [0, 0],
    [undefined, undefined],
    [null, undefined],
    ['', undefined],
    [' ', undefined],
    ['now', undefined],
    ['1727342566 ', undefined],
    ['+1727342566', undefined],
    ['-1', undefined],
    ['1e9', undefined],
    ['0x10', undefined],
    ['1727342566.5', undefined],
    ['Infinity', undefined],
    ['NaN', undefined],
    ['9'.repeat(400), undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [true, undefined],
    [[NOW], undefined],
    [{ valueOf: () => NOW }, undefined],
    ['Thu Sep 26 09:22:46 CEST 2024', undefined],
    ['Thu Sep 26 09:22:46 2024', undefined],
    ['Thu Sep 26 2024 09:22:46 UTC', undefined],
    ['Thu, 26 Sep 2024 09:22:46 GMT', undefined],
    ['2024-09-26T09:22:46Z', undefined],
    ['Thu Sep 99 09:22:46 UTC 2024', undefined],
    ['Thu Sep 26 99:22:46 UTC 2024', undefined],
    ['Thu Xxx 26 09:22:46 UTC 2024', undefined],
    ['123 Sep 26 09:22:46 UTC 2024', undefined],
    ['Thu 001 26 09:22:46 UTC 2024', undefined],
    ['thu sep 26 09:22:46 UTC 2024', undefined],
    ['thu sep 26 09:22:46 utc 2024', undefined],
    ['Thu Sep 26 09:22:46 UTC 2024 x', undefined],
    ['Thu Sep 26 09:22:46 UTC 2024 (x)', undefined],
    ['(x) Thu Sep 26 09:22:46 UTC 2024', undefined],
  ];

  it.each(SECONDS)('%j is %j seconds', async (value, seconds) => {
    for (const build of [restEvent, restJwtEvent, httpEvent]) {
      const auth = await authOf(build({ iat: value, auth_time: value }));
      expect([auth.issuedAt, auth.signedInAt]).toEqual([seconds, seconds]);
    }
  });

  it.each([FRESH, RECENT, noneOf(FRESH), noneOf(RECENT), noneOf(noneOf(FRESH))])(
    'that cannot be read is a 403 for %j, because no new token would help',
    async (rule) => {
      for (const [value, seconds] of SECONDS) {
        if (seconds !== undefined) continue;
        const outcome = await outcomeOf(rule, restJwtEvent({ iat: value, auth_time: value }));
        expect(outcome).toMatchObject(FORBIDDEN);
        expect(outcome.reason).toMatch(/^cannot evaluate the rule: .*(?:iat|auth_time)/u);
      }
    },
  );
});

/** The same token as each source hands it over. */
const EVENTS: Readonly<Record<string, (iat: number, authTime: number) => object>> = {
  'a Cognito authorizer': (iat, auth_time) =>
    restApiEvent({ groups: ['admin'], claims: { iat, auth_time } }),
  'a JWT authorizer of a REST API': (iat, auth_time) =>
    restApiEvent({ groups: ['admin'], claims: { iat, auth_time }, authorizer: 'jwt' }),
  'an HTTP API': (iat, auth_time) =>
    httpApiEvent({ groups: ['admin'], claims: { iat, auth_time } }),
  'an HTTP API with payload 1.0': (iat, auth_time) =>
    httpApiEvent({ groups: ['admin'], claims: { iat, auth_time }, payload: '1.0' }),
  AppSync: (iat, auth_time) => appSyncEvent({ groups: ['admin'], claims: { iat, auth_time } }),
  'a Function URL': (iat, auth_time) =>
    functionUrlEvent({ groups: ['admin'], claims: { iat, auth_time } }),
};

describe.each(Object.entries(EVENTS))('with %s', (name, build) => {
  const options =
    name === 'a Function URL' ? { source: verifiedToken({ verifier: testVerifier }) } : {};
  const denied = (rule: Rule, iat: number, authTime: number) =>
    outcomeOf(rule, build(iat, authTime), options);

  it.each<[number, number]>([
    [0, 200],
    [1, 200],
    [899, 200],
    [900, 200],
    [901, 401],
    [86_400, 401],
    [-60, 200],
    [-61, 401],
    [-3600, 401],
  ])('a token that is %d seconds old is a %d for issuedWithin 15m', async (age, status) => {
    const outcome = await denied(FRESH, NOW - age, NOW);
    expect(outcome.status).toBe(status);
    expect(outcome.challenge).toBe(status === 401 ? STALE.challenge : undefined);
  });

  it.each<[number, number]>([
    [0, 200],
    [3600, 200],
    [3601, 401],
    [-60, 200],
    [-61, 403],
  ])('a sign-in %d seconds ago is a %d for signedInWithin 1h', async (age, status) => {
    const outcome = await denied(RECENT, NOW, NOW - age);
    expect(outcome.status).toBe(status);
    expect(outcome.challenge).toBe(status === 401 ? stepUp(3600).challenge : undefined);
  });

  it.each<[number, number]>([
    [901, 200],
    [900, 403],
    [0, 403],
    [-60, 403],
    [-61, 403],
  ])('noneOf(issuedWithin 15m) and a token of %d seconds: %d', async (age, status) => {
    expect(await denied(noneOf(FRESH), NOW - age, NOW)).toMatchObject({
      status,
      challenge: undefined,
    });
  });

  it('event.auth holds both in seconds', async () => {
    expect(await authOf(build(NOW - 7, NOW - 9), options)).toMatchObject({
      issuedAt: NOW - 7,
      signedInAt: NOW - 9,
    });
  });
});

describe('the clock within a second', () => {
  it('is exact at the boundary', async () => {
    const event = () => restJwtEvent({ iat: NOW - 900 });
    jest.spyOn(Date, 'now').mockReturnValue(NOW * 1000 + 1);
    expect((await outcomeOf(FRESH, event())).status).toBe(401);
    jest.spyOn(Date, 'now').mockReturnValue(NOW * 1000 - 1);
    expect((await outcomeOf(FRESH, event())).status).toBe(200);
  });

  it('is read at every request', async () => {
    const event = () => restJwtEvent({ iat: NOW });
    expect((await outcomeOf(FRESH, event())).status).toBe(200);
    jest.spyOn(Date, 'now').mockReturnValue((NOW + 901) * 1000);
    expect((await outcomeOf(FRESH, event())).status).toBe(401);
  });
});

describe('the answer to mixed failures', () => {
  interface Times {
    readonly iat?: unknown;
    readonly auth_time?: unknown;
    readonly scope?: string;
  }

  const old: Times = { iat: NOW - 7200, auth_time: NOW - 7200, scope: 'openid' };
  const future: Times = { iat: NOW + 7200, auth_time: NOW + 7200 };
  const fresh: Times = { iat: NOW, auth_time: NOW };
  const absent: Times = { iat: undefined, auth_time: undefined };
  const client = { 'cognito:username': undefined, client_id: 'c', sub: 'c', token_use: 'access' };
  const nobody = { 'cognito:username': undefined, sub: 'x' };

  it.each<[string, Rule, object, { status: number; challenge: string | undefined }]>([
    ['an old token', FRESH, old, STALE],
    ['an old token and a missing group', allOf(FRESH, 'admin'), old, STALE],
    ['an old token or a missing group', anyOf(FRESH, 'admin'), old, STALE],
    ['an old token and a forbidden group', allOf(FRESH, noneOf('member')), old, STALE],
    ['an old token and a missing scope', allOf(FRESH, scope('a')), old, STALE],
    ['an old token and an old sign-in', allOf(FRESH, RECENT), old, STALE],
    ['an old token and an unknown owner', allOf(FRESH, owner('id')), old, STALE],
    ['an old token of a machine', allOf(FRESH, 'admin'), { ...old, ...client }, STALE],
    [
      'an old token and no auth_time',
      allOf(FRESH, RECENT),
      { ...old, auth_time: undefined },
      STALE,
    ],
    ['an iat in the future', FRESH, future, STALE],
    ['an iat in the future and a missing group', allOf(FRESH, 'admin'), future, STALE],
    ['an iat in the future under noneOf', noneOf(FRESH), future, FORBIDDEN],
    ['a fresh token under noneOf', noneOf(FRESH), fresh, FORBIDDEN],
    ['an old token twice under noneOf', noneOf(noneOf(FRESH)), old, FORBIDDEN],
    ['no iat', FRESH, absent, FORBIDDEN],
    ['no iat and a missing group', allOf(FRESH, 'admin'), absent, FORBIDDEN],
    ['no iat under noneOf', noneOf(FRESH), absent, FORBIDDEN],
    ['a fresh token and a missing group', allOf(FRESH, 'admin'), fresh, FORBIDDEN],

    ['an old sign-in', RECENT, old, stepUp(3600)],
    ['an old sign-in and a held group', allOf('member', RECENT), old, stepUp(3600)],
    ['two old sign-ins', allOf(RECENT, signedInWithin('5m')), old, stepUp(300)],
    [
      'two old sign-ins, the other way round',
      anyOf(signedInWithin('5m'), RECENT),
      old,
      stepUp(300),
    ],
    ['an old sign-in and a missing group', allOf(RECENT, 'admin'), old, FORBIDDEN],
    ['an old sign-in or a missing group', anyOf(RECENT, 'admin'), old, FORBIDDEN],
    ['an old sign-in and a missing scope', allOf(RECENT, scope('a')), old, FORBIDDEN],
    ['an old sign-in and a forbidden group', allOf(RECENT, noneOf('member')), old, FORBIDDEN],
    ['an old sign-in twice under noneOf', noneOf(noneOf(RECENT)), old, FORBIDDEN],
    ['a recent sign-in under noneOf', noneOf(RECENT), fresh, FORBIDDEN],
    ['a sign-in in the future', RECENT, future, FORBIDDEN],
    ['no auth_time', RECENT, absent, FORBIDDEN],
    ['an old sign-in of a machine', RECENT, { ...old, ...client }, FORBIDDEN],
    ['an old sign-in of nobody knows whom', RECENT, { ...old, ...nobody }, FORBIDDEN],
    [
      'an old sign-in of a machine, and user',
      allOf(user, RECENT),
      { ...old, ...client },
      FORBIDDEN,
    ],
    ['a fresh token and an old sign-in', allOf(FRESH, RECENT), { ...old, iat: NOW }, stepUp(3600)],
  ])('%s', async (_, rule, claims, expected) => {
    const event = restJwtEvent({ 'cognito:groups': ['member'], ...claims });
    expect(await outcomeOf(rule, event)).toMatchObject(expected);
  });

  it('is a thrown error with the same header on AppSync', async () => {
    const event = appSyncEvent({ groups: ['admin'], claims: { iat: NOW - 901 } });
    expect(await outcomeOf(FRESH, event)).toMatchObject(STALE);
  });

  it('is the same through evaluate()', () => {
    const principal: Principal = {
      groups: [],
      type: 'user',
      issuedAt: NOW - 901,
      signedInAt: NOW - 3601,
    };
    expect(evaluate(FRESH, principal)).toMatchObject({ ...STALE, failed: [FRESH], missing: [] });
    expect(evaluate(RECENT, principal)).toMatchObject(stepUp(3600));
    expect(evaluate(RECENT, { ...principal, type: 'client' })).toMatchObject(FORBIDDEN);
    expect(evaluate(noneOf(FRESH), { groups: [] })).toMatchObject(FORBIDDEN);
    expect(evaluate(FRESH, { groups: [], issuedAt: NOW + 61 }).reason).toMatch(
      /^cannot evaluate the rule: iat lies in the future;/u,
    );
    expect(evaluate(RECENT, { groups: [], signedInAt: NOW + 61 }).reason).toMatch(
      /^cannot evaluate the rule: auth_time lies in the future;/u,
    );
    for (const wrong of ['1', Number.NaN, null, new Date()]) {
      expect(() => evaluate(FRESH, { groups: [], issuedAt: wrong as number })).toThrow(TypeError);
      expect(() => evaluate(RECENT, { groups: [], signedInAt: wrong as number })).toThrow(
        TypeError,
      );
    }
  });
});

describe('a duration', () => {
  it.each<[string, number]>([
    ['1s', 1],
    ['90s', 90],
    ['15m', 900],
    ['1h', 3600],
    ['7d', 604_800],
    ['999999999s', 999_999_999],
  ])('%s is %d seconds', async (duration, seconds) => {
    const status = async (iat: number) =>
      (await outcomeOf(issuedWithin(duration), restJwtEvent({ iat }))).status;
    expect(await status(NOW - seconds)).toBe(200);
    expect(await status(NOW - seconds - 1)).toBe(401);
    expect(issuedWithin(duration)).toEqual({ issuedWithin: duration });
    expect(signedInWithin(duration)).toEqual({ signedInWithin: duration });
  });

  it.each([
    '',
    '0s',
    '00m',
    '15',
    'm',
    '15M',
    '15 m',
    ' 15m',
    '15m ',
    '15m\n',
    '1.5h',
    '-1h',
    '+1h',
    '1e3s',
    '0x1s',
    '1h30m',
    '15min',
    '1w',
    '1y',
    '1ms',
    'PT15M',
    '１５m',
    `${'9'.repeat(400)}d`,
    'Infinity',
  ])('is refused as %j', (duration) => {
    for (const build of [issuedWithin, signedInWithin]) {
      expect(() => build(duration)).toThrow(TypeError);
    }
    expect(() => allOf({ issuedWithin: duration })).toThrow(TypeError);
    expect(() => allOf({ signedInWithin: duration })).toThrow(TypeError);
  });

  it.each([[undefined], [null], [900], [['15m']], [{}], [true], [new String('15m')]])(
    'is refused as %j',
    (duration) => {
      for (const build of [issuedWithin, signedInWithin]) {
        expect(() => build(duration as unknown as string)).toThrow(/duration|15m/u);
      }
    },
  );

  it('stands alone', () => {
    expect(() => allOf({ issuedWithin: '1h', signedInWithin: '1h' } as never)).toThrow(TypeError);
  });
});
