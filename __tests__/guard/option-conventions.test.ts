import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import * as all from 'middy-cognito-groups';
import {
  type CognitoGroupsOptions,
  cognitoGroups,
  cognitoGroupsValidateOptions,
  defineGroups,
  guardRoutes,
  owner,
  requireGroup,
} from 'middy-cognito-groups';
import { httpJwt, restApi, verifiedToken } from 'middy-cognito-groups/sources';
import { functionUrlEvent, restApiEvent, testVerifier } from 'middy-cognito-groups/testing';
import { authOf, failureOf, thrownBy } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';
import { anonymousEvent, restCaller, restEvent } from '../support/events.js';

const PACKAGE = 'middy-cognito-groups';

const OPTIONS = ['source', 'claim', 'implies', 'respond', 'onDecision'] as const;

const PINS = ['userPoolId', 'issuer', 'tokenUse', 'clientId'] as const;

/** TypeScript users write `condition ? value : undefined`. */
describe('an option that is undefined', () => {
  it.each(OPTIONS)('counts as left out: %s', async (name) => {
    const options = { [name]: undefined } as CognitoGroupsOptions;
    expect(await outcomeOf('admin', restCaller('admin'), options)).toMatchObject({ status: 200 });
    expect(await outcomeOf('admin', restCaller('member'), options)).toMatchObject({ status: 403 });
    expect(await authOf(restCaller('admin'), options)).toMatchObject({ source: 'rest-api' });
    expect(() => cognitoGroupsValidateOptions(options)).not.toThrow();
  });

  it('counts as left out, all at once', async () => {
    const options = Object.fromEntries(OPTIONS.map((name) => [name, undefined]));
    expect((await outcomeOf('admin', restCaller('member'), options)).status).toBe(403);
  });

  it.each(PINS)(
    'is a TypeError as a pin, because an unset variable is not any pool: %s',
    (name) => {
      const options = { [name]: undefined } as CognitoGroupsOptions;
      for (const build of [cognitoGroups, cognitoGroupsValidateOptions]) {
        expect(() => build(options)).toThrow(TypeError);
        expect(() => build(options)).toThrow(name);
      }
      const groups = defineGroups(['admin']);
      expect(() => groups.cognitoGroups(options)).toThrow(name);
    },
  );

  it('is still an error under a name that no option has', () => {
    for (const name of ['sorce', 'userpoolId', 'groups', '']) {
      expect(() => cognitoGroups({ [name]: undefined })).toThrow(TypeError);
      expect(() => cognitoGroupsValidateOptions({ [name]: undefined })).toThrow(TypeError);
    }
  });

  it('counts as left out elsewhere too', () => {
    expect(httpJwt({ payloadKey: undefined } as object).name).toBe('http-jwt');
    expect(verifiedToken({ verifier: testVerifier, token: undefined } as never).name).toBe(
      'verified-token',
    );
    expect(owner('id', { claim: undefined } as object)).toEqual({ owner: 'id' });
    const routes = [
      { method: 'GET', path: '/', access: 'admin', handler: async () => 'in' },
    ] as const;
    expect(guardRoutes(routes, { any: undefined } as object)).toHaveLength(1);
    expect(() => verifiedToken({ verifier: undefined } as never)).toThrow(TypeError);
  });
});

describe('null', () => {
  it.each([...OPTIONS, ...PINS])('does not count as left out: %s', (name) => {
    expect(() => cognitoGroups({ [name]: null } as never)).toThrow(TypeError);
    expect(() => cognitoGroupsValidateOptions({ [name]: null })).toThrow(TypeError);
  });
});

describe('cognitoGroupsValidateOptions', () => {
  it.each<[unknown]>([
    [undefined],
    [{}],
    [{ source: restApi }],
    [{ source: [restApi, httpJwt()] }],
    [{ claim: 'roles', implies: { a: ['b'] }, respond: 'problem', onDecision: () => undefined }],
    [{ userPoolId: 'eu-west-1_a', issuer: 'https://a.example', tokenUse: 'id', clientId: ['c'] }],
  ])('accepts what cognitoGroups accepts: %j', (options) => {
    expect(cognitoGroupsValidateOptions(options)).toBeUndefined();
    expect(cognitoGroups(options as CognitoGroupsOptions).before).toBeInstanceOf(Function);
  });

  it.each<[unknown]>([
    [null],
    ['x'],
    [7],
    [[]],
    [new Map()],
    [{ x: 1 }],
    [{ source: {} }],
    [{ source: [] }],
    [{ source: { name: 'rest-api', identify: () => ({ groups: ['admin'] }) } }],
    [{ source: [httpJwt(), restApi] }],
    [{ claim: 'scope' }],
    [{ claim: 'email' }],
    [{ implies: { a: ['a'] } }],
    [{ respond: true }],
    [{ onDecision: 'x' }],
    [{ userPoolId: 'x' }],
    [{ tokenUse: 'refresh' }],
  ])('refuses what cognitoGroups refuses, and names the package: %j', (options) => {
    expect(() => cognitoGroups(options as CognitoGroupsOptions)).toThrow(TypeError);
    let thrown: unknown;
    try {
      cognitoGroupsValidateOptions(options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TypeError);
    expect(thrown).toMatchObject({ cause: { package: PACKAGE } });
  });

  it('is exported beside the middleware, as Middy does', () => {
    expect(Object.keys(all)).toEqual(
      expect.arrayContaining(['cognitoGroups', 'cognitoGroupsValidateOptions']),
    );
  });
});

describe('cause.package', () => {
  const failing = (error: Error) => ({
    source: verifiedToken({ verifier: { verify: () => Promise.reject(error) } }),
  });

  it('is in every denial', async () => {
    for (const [event, options] of [
      [restCaller('member'), {}],
      [anonymousEvent(), {}],
      [functionUrlEvent({ token: 'a.b.c' }), failing(new Error('Invalid signature'))],
    ] as const) {
      const chain = middy()
        .use(cognitoGroups({ respond: false, ...options }))
        .use(requireGroup('admin'));
      expect((await thrownBy(chain, event)).cause).toMatchObject({
        package: PACKAGE,
        rule: 'admin',
        reason: expect.any(String),
      });
    }
  });

  it('is in every fault', async () => {
    const claim = restEvent({ 'cognito:groups': '[admin]' });
    expect((await failureOf(claim)).cause).toEqual({
      package: PACKAGE,
      source: 'rest-api',
      claim: 'cognito:groups',
      problem: expect.any(String),
    });
    const options = { ...failing(new Error('down')), respond: false } as const;
    expect((await failureOf(functionUrlEvent({ token: 'a.b.c' }), options)).cause).toEqual({
      package: PACKAGE,
      source: 'verified-token',
      problem: expect.any(String),
    });
    expect((await failureOf(Object.freeze(restApiEvent()))).cause).toMatchObject({
      package: PACKAGE,
    });
    expect(
      (await thrownBy(middy().use(requireGroup('admin')), restApiEvent())).cause,
    ).toMatchObject({ package: PACKAGE });
  });
});
