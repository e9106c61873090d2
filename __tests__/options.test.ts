import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  cognitoGroups,
  defineGroups,
  guardRoutes,
  owner,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import {
  albToken,
  httpJwt,
  lambdaAuthorizer,
  restApi,
  verifiedToken,
} from 'middy-cognito-groups/sources';
import { testVerifier } from 'middy-cognito-groups/testing';
import { invoke } from './support/chain.js';
import { restCaller } from './support/events.js';

type Build = (options: never) => unknown;

const route = {
  method: 'GET',
  path: '/teams',
  access: 'admin',
  handler: async () => 'in',
} as const;

/** Every function that takes a plain object, and a valid object. */
const TAKERS: [string, Build, object][] = [
  ['cognitoGroups', cognitoGroups, { source: restApi }],
  ['implies', (implies) => cognitoGroups({ implies }), { admin: ['member'] }],
  ['guardRoutes', (options) => guardRoutes([route], options), { any: 'last' }],
  ['a route', (given) => guardRoutes([given]), route],
  ['defineGroups', (options) => defineGroups(['admin'], options), { closed: true }],
  ['routePolicy', (table) => routePolicy(table), { 'GET /teams': 'admin' }],
  ['requireGroup', requireGroup as Build, { anyOf: ['admin'] }],
  ['verifiedToken', verifiedToken as Build, { verifier: testVerifier }],
  ['albToken', albToken as Build, { verifier: testVerifier, albVerifier: testVerifier }],
  ['httpJwt', httpJwt as Build, { payloadKey: 'token' }],
  ['lambdaAuthorizer', lambdaAuthorizer as Build, { key: 'groups', format: 'json' }],
];

/** Objects that inherit the options. */
const INHERITING: [string, (given: object) => object][] = [
  ['an object that inherits it', (given) => Object.create(given)],
  [
    'an object whose prototype looks like Object.prototype',
    (given) => Object.create({ ...given, isPrototypeOf: () => true }),
  ],
  [
    'an object that inherits it without Object.prototype',
    (given) => Object.create(Object.assign(Object.create(null), given)),
  ],
  ['an object that inherits it over two steps', (given) => Object.create(Object.create(given))],
  [
    'an object that inherits it and has its keys too',
    (given) => Object.assign(Object.create({ isPrototypeOf: 1, ...given }), given),
  ],
];

describe.each(TAKERS)('%s', (_, build, given) => {
  it.each(INHERITING)('rejects %s', (_inheriting, inheritingOf) => {
    expect(() => build(inheritingOf(given) as never)).toThrow(TypeError);
  });

  it.each<[string, (given: object) => object]>([
    ['a plain object', (own) => ({ ...own })],
    ['an object without a prototype', (own) => Object.assign(Object.create(null), own)],
    ['an object of another realm', (own) => Object.assign(runInNewContext('({})'), own)],
  ])('accepts %s', (_plain, of) => {
    expect(() => build(of(given) as never)).not.toThrow();
  });
});

describe('options are applied from an object', () => {
  it.each<[string, object]>([
    ['without a prototype', Object.assign(Object.create(null), { respond: 'problem' })],
    ['of another realm', runInNewContext("({ respond: 'problem' })") as object],
  ])('%s', async (_, options) => {
    const handler = middy().use(cognitoGroups(options)).use(requireGroup('admin'));
    expect(await invoke(handler, restCaller('member'))).toMatchObject({
      statusCode: 403,
      headers: { 'Content-Type': 'application/problem+json' },
    });
  });
});

describe('an option that is undefined counts as left out', () => {
  it.each<[string, Build, object]>([
    ['cognitoGroups', cognitoGroups, { source: undefined, claim: undefined, respond: undefined }],
    ['guardRoutes', (options) => guardRoutes([route], options), { any: undefined }],
    [
      'defineGroups',
      (options) => defineGroups(['admin'], options),
      { implies: undefined, closed: undefined },
    ],
    ['owner', (options) => owner('id', options), { claim: undefined }],
    ['httpJwt', httpJwt as Build, { payloadKey: undefined }],
    ['verifiedToken', verifiedToken as Build, { verifier: testVerifier, token: undefined }],
  ])('%s', (_, build, options) => {
    expect(() => build(options as never)).not.toThrow();
    const misspelt = { ...options, misspelt: undefined };
    expect(() => build(misspelt as never)).toThrow(/an option is 'misspelt'/);
  });

  it.each<[string, Build, object]>([
    ['userPoolId', cognitoGroups, { userPoolId: undefined }],
    ['issuer', cognitoGroups, { issuer: undefined, userPoolId: 'eu-west-1_a' }],
    ['tokenUse', cognitoGroups, { tokenUse: undefined }],
    ['clientId', cognitoGroups, { clientId: undefined }],
    [
      'userPoolId of defineGroups',
      (options) => defineGroups(['admin']).cognitoGroups(options),
      { userPoolId: undefined },
    ],
    ['verifier', verifiedToken as Build, { verifier: undefined }],
    ['albVerifier', albToken as Build, { verifier: testVerifier, albVerifier: undefined }],
    ['key', lambdaAuthorizer as Build, { key: undefined, format: 'json' }],
    ['format', lambdaAuthorizer as Build, { key: 'groups', format: undefined }],
  ])('but %s must be set', (name, build, options) => {
    expect(() => build(options as never)).toThrow(TypeError);
    expect(() => build(options as never)).toThrow(`${name.split(' ')[0]} is undefined`);
  });
});
