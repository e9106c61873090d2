import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, everyone, routePolicy } from 'middy-cognito-groups';
import { FORBIDDEN } from './support/answers.js';
import { invoke, thrownBy } from './support/chain.js';
import { appSyncEvent, httpEvent, httpV1Event, restCaller } from './support/events.js';

const OK = { statusCode: 200 };

const chain = (table: object) =>
  middy()
    .use(cognitoGroups())
    .use(routePolicy(table as Record<never, never>))
    .handler(async () => OK);

describe('ANY serves every method, but no request without one', () => {
  const handler = chain({ 'ANY /teams': everyone });
  const http = (method: object) => ({
    ...httpEvent(),
    routeKey: 'ANY /teams',
    requestContext: { http: { path: '/teams', ...method } },
  });

  it.each<[string, object]>([
    ['REST API, no method', { ...restCaller('admin'), httpMethod: undefined }],
    ['REST API, a method that is null', { ...restCaller('admin'), httpMethod: null }],
    ['REST API, a method in a list', { ...restCaller('admin'), httpMethod: ['GET'] }],
    ['HTTP API 1.0, no method', { ...httpV1Event(), httpMethod: undefined }],
    ['HTTP API 2.0, no method', http({})],
    ['HTTP API 2.0, a method that is a number', http({ method: 7 })],
  ])('%s', async (_, event) => {
    expect(await invoke(handler, event)).toEqual(FORBIDDEN);
  });

  it.each<[string, object]>([
    ['REST API', { ...restCaller(), httpMethod: 'PATCH' }],
    ['HTTP API 1.0', { ...httpV1Event(), httpMethod: 'PATCH' }],
    ['HTTP API 2.0', http({ method: 'PATCH' })],
  ])('%s with a method', async (_, event) => {
    expect(await invoke(handler, event)).toEqual(OK);
  });
});

describe('the field of a resolver', () => {
  const handler = chain({
    'Query.a': everyone,
    'Mutation.b': everyone,
    'Query.undefined': everyone,
    'undefined.teams': everyone,
    'undefined.undefined': everyone,
    'Query.7': everyone,
  });

  const item = (info: object) => ({ ...appSyncEvent(['member']), info });
  const a = item({ parentTypeName: 'Query', fieldName: 'a' });
  const b = item({ parentTypeName: 'Mutation', fieldName: 'b' });
  const withoutField = item({ parentTypeName: 'Query' });

  it.each<[string, unknown]>([
    ['a field', a],
    ['a batch of one', [a]],
    ['a batch of one field', [a, a, a]],
  ])('%s is in the table', async (_, event) => {
    expect(await invoke(handler, event)).toEqual(OK);
  });

  it.each<[string, unknown]>([
    ['a batch whose last item names another field', [a, a, b]],
    ['a batch whose second item names another field', [a, b, a]],
    ['a batch whose first item names another field', [b, a, a]],
    ['no field', withoutField],
    ['no type', item({ fieldName: 'teams' })],
    ['neither type nor field', item({})],
    ['a field that is a number', item({ parentTypeName: 'Query', fieldName: 7 })],
    ['a batch without fields', [withoutField, withoutField]],
    ['a batch of one without a field', [withoutField]],
  ])('%s is not in the table', async (_, event) => {
    expect(await thrownBy(handler, event)).toMatchObject({
      statusCode: 403,
      code: 'ERR_FORBIDDEN',
      cause: { rule: undefined, missing: [], route: undefined },
    });
  });

  it.each<[string, unknown]>([
    ['first', [withoutField, a]],
    ['last', [a, withoutField]],
  ])('a batch whose %s item has no field was not written by AppSync: 500', async (_, event) => {
    expect(await thrownBy(handler, event)).toMatchObject({
      statusCode: 500,
      code: 'ERR_CLAIM_FORMAT',
    });
  });
});
