import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import { allOf, anyOf, authenticated, noneOf, owner, type Rule, scope } from 'middy-cognito-groups';
import { toCedar } from 'middy-cognito-groups/cedar';
import { NAMESPACE, POOL, toCall } from '../support/verified-permissions.js';

const schemaOf = (table: Record<string, Rule>) =>
  toCedar(table, { namespace: NAMESPACE, userPoolId: POOL }).schema;

const NOTHING = { type: 'Record', attributes: {} };
const STRING = { type: 'String', required: false };

const optional = (attributes: object) => ({ type: 'Record', required: false, attributes });

const action = (context: object) => ({
  appliesTo: { context, principalTypes: ['User'], resourceTypes: ['Application'] },
});

const contextOf = (rule: Rule) =>
  schemaOf({ 'GET /users/{userId}/{team-id}': rule })[NAMESPACE]?.actions[
    'get /users/{userId}/{team-id}'
  ]?.appliesTo.context;

describe('the schema', () => {
  it('is that of the API setup of Verified Permissions where rules read only groups', () => {
    expect(schemaOf({ 'GET /teams': 'member', 'PUT /teams/{teamId}': authenticated })).toEqual({
      [NAMESPACE]: {
        entityTypes: {
          UserGroup: { shape: NOTHING },
          User: { shape: NOTHING, memberOfTypes: ['UserGroup'] },
          Application: { shape: NOTHING },
        },
        actions: { 'get /teams': action(NOTHING), 'put /teams/{teamId}': action(NOTHING) },
      },
    });
  });

  it('holds the scopes of an access token where a rule reads them, at any depth', () => {
    const scopes = { type: 'Set', element: { type: 'String' }, required: false };
    const context = { type: 'Record', attributes: { token: optional({ scope: scopes }) } };
    expect(contextOf(scope('a'))).toEqual(context);
    expect(contextOf(anyOf('b', noneOf(allOf('c', scope('a')))))).toEqual(context);
  });

  it('holds the path parameters and the subject where a rule compares them', () => {
    const table = { 'GET /users/{userId}/{team-id}': anyOf(owner('userId'), owner('team-id')) };
    const schema = schemaOf({ ...table, 'GET /teams': 'member' });
    expect(schema[NAMESPACE]?.actions).toEqual({
      'get /users/{userId}/{team-id}': action({
        type: 'Record',
        attributes: {
          token: optional({ sub: STRING }),
          pathParameters: optional({ userId: STRING, 'team-id': STRING }),
        },
      }),
      'get /teams': action(NOTHING),
    });
    expect(schema[NAMESPACE]?.entityTypes.User).toEqual({
      shape: { type: 'Record', attributes: { sub: STRING } },
      memberOfTypes: ['UserGroup'],
    });
  });

  it('survives JSON, in which the service takes it, with any name of a parameter', () => {
    const schema = schemaOf({ 'ANY /{__proto__}/{constructor}': owner('__proto__') });
    const text = JSON.stringify(schema);
    expect(text).toContain('"attributes":{"__proto__":{"type":"String","required":false}}');
    expect(JSON.stringify(JSON.parse(text))).toBe(text);
    expect(cedar.checkParseSchema(JSON.parse(text))).toEqual({ type: 'success' });
  });

  it.each([
    ['an ID token', { sub: '1', token_use: 'id' }],
    ['an access token', { sub: '2', scope: 'orders/read', token_use: 'access' }],
  ])('fits the request that the service makes of %s', (_, { token_use, ...claims }) => {
    const table = { 'GET /users/{id}': anyOf(owner('id'), scope('orders/read')) };
    const { schema, policies } = toCedar(table, { namespace: NAMESPACE, userPoolId: POOL });
    const request = { method: 'GET', resource: '/users/{id}', pathParameters: { id: '1' } };
    const call = toCall({ ...claims, token_use }, request);
    // The schema holds the claims that a rule reads, and no other.
    const read = JSON.parse(JSON.stringify(call).replace(/,"token_use":"\w+"/u, ''));
    const engine = { policies: { staticPolicies: policies }, schema, validateRequest: true };
    expect(cedar.isAuthorized({ ...read, ...engine })).toMatchObject({
      type: 'success',
      response: { decision: 'allow', diagnostics: { errors: [] } },
    });
  });
});
