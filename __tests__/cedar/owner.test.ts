import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import { noneOf, owner, type Rule } from 'middy-cognito-groups';
import { toCedar } from 'middy-cognito-groups/cedar';
import { NAMESPACE, POOL, toCall } from '../support/verified-permissions.js';

const request = { method: 'GET', resource: '/users/{id}', pathParameters: { id: '1' } };

/** What the engine decides for the attributes of an ID token and the context of a request. */
const isAllowed = (rule: Rule, attrs: object, context: object): boolean => {
  const table = { 'GET /users/{id}': rule };
  const { policies } = toCedar(table, { namespace: NAMESPACE, userPoolId: POOL });
  const { entities, ...call } = toCall({ sub: '1' }, request);
  const [entity] = entities as [cedar.EntityJson];
  const answer = cedar.isAuthorized({
    ...call,
    context: context as cedar.Context,
    entities: [{ ...entity, attrs: attrs as cedar.EntityJson['attrs'] }],
    policies: { staticPolicies: policies },
  });
  expect(answer).toMatchObject({ type: 'success', response: { diagnostics: { errors: [] } } });
  return answer.type === 'success' && answer.response.decision === 'allow';
};

const pathParameters = { id: '1' };

describe('owner, and noneOf around it', () => {
  it.each<[string, object, object, boolean, boolean]>([
    ['the subject of an ID token', { sub: '1' }, { pathParameters }, true, false],
    ['another ID token', { sub: '2' }, { pathParameters }, false, true],
    ['the subject of an access token', {}, { pathParameters, token: { sub: '1' } }, true, false],
    ['another access token', {}, { pathParameters, token: { sub: '2' } }, false, true],
    // The service takes both at once. The principal is that of the ID token.
    ['both tokens', { sub: '1' }, { pathParameters, token: { sub: '2' } }, true, false],
    ['both, the other way', { sub: '2' }, { pathParameters, token: { sub: '1' } }, false, true],
  ])('decide by %s', (_, attrs, context, ofOwner, ofOthers) => {
    expect(isAllowed(owner('id'), attrs, context)).toBe(ofOwner);
    expect(isAllowed(noneOf(owner('id')), attrs, context)).toBe(ofOthers);
  });

  it.each<[string, object, object]>([
    ['no path parameters', { sub: '1' }, {}],
    ['another path parameter', { sub: '1' }, { pathParameters: { other: '1' } }],
    ['an empty path parameter', { sub: '1' }, { pathParameters: { id: '' } }],
    ['a path parameter with a %', { sub: '1' }, { pathParameters: { id: '%31' } }],
    ['no subject', {}, { pathParameters }],
    ['an access token without a subject', {}, { pathParameters, token: { scope: ['a'] } }],
    ['an empty subject', { sub: '' }, { pathParameters }],
    ['an empty subject of an access token', {}, { pathParameters, token: { sub: '' } }],
  ])('deny where the rule is unknown: %s', (_, attrs, context) => {
    for (const rule of [owner('id'), noneOf(owner('id')), noneOf(noneOf(owner('id')))]) {
      expect(isAllowed(rule, attrs, context)).toBe(false);
    }
  });
});
