import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context } from 'aws-lambda';
import { expectAccess, httpApiEvent } from 'middy-cognito-groups/testing';
import { handler } from './http-api.ts';
import { people } from './people.ts';

test('people are allowed by their groups', () =>
  expectAccess(handler, {
    event: httpApiEvent,
    ...people,
  }));

test('machines are allowed by their scopes', () =>
  expectAccess(handler, {
    event: httpApiEvent,
    callers: {
      reader: { client: true, scopes: ['teams/read'] },
      other: { client: true, scopes: ['orders/read'] },
    },
    routes: {
      'GET /health': { reader: 200, other: 200 },
      'GET /teams': { reader: 200, other: 403 },
      'PUT /teams/{teamId}': { reader: 403, other: 403 },
      'DELETE /teams/{teamId}': { reader: 403, other: 403 },
    },
  }));

test('a route that is not in the table is a 403, even for an admin', () =>
  expectAccess(handler, {
    event: httpApiEvent,
    callers: { admin: { groups: ['admin'] } },
    routes: { 'POST /teams': { admin: 403 } },
  }));

test('an ID token is rejected', async () => {
  const event = httpApiEvent({ path: '/teams', groups: ['admin'], claims: { token_use: 'id' } });
  const { statusCode, headers } = await handler(event, {} as Context);
  assert.equal(statusCode, 401);
  assert.equal(headers?.['WWW-Authenticate'], 'Bearer error="invalid_token"');
});

test('a team manager renames a team', async () => {
  const event = httpApiEvent({
    method: 'PUT',
    path: '/teams/red',
    resource: '/teams/{teamId}',
    pathParameters: { teamId: 'red' },
    query: { name: 'Crimson' },
    groups: ['team_manager'],
  });
  const { body } = await handler(event, {} as Context);
  assert.equal(body, '{"teamId":"red","name":"Crimson"}');
});
