import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context } from 'aws-lambda';
import { type CallerOptions, expectAccess, restApiEvent } from 'middy-cognito-groups/testing';
import { people } from './people.ts';

process.env.ALLOWED_ORIGIN = 'https://app.example';
const { handler } = await import('./rest-api.ts');

test('people are allowed by their groups', () =>
  expectAccess(handler, {
    event: restApiEvent,
    ...people,
  }));

test('every response has the CORS headers, denials included', async () => {
  const callers: [CallerOptions, number][] = [
    [{}, 401],
    [{ groups: [] }, 403],
    [{ groups: ['member'] }, 200],
  ];
  for (const [caller, status] of callers) {
    const event = restApiEvent({
      path: '/teams',
      headers: { Origin: 'https://app.example' },
      ...caller,
    });
    const { statusCode, headers } = await handler(event, {} as Context);
    assert.equal(statusCode, status);
    assert.equal(headers?.['Access-Control-Allow-Origin'], 'https://app.example');
  }
});

test('an access token is rejected', async () => {
  const event = restApiEvent({
    path: '/teams',
    groups: ['admin'],
    claims: { token_use: 'access' },
  });
  const { statusCode, headers } = await handler(event, {} as Context);
  assert.equal(statusCode, 401);
  assert.equal(headers?.['WWW-Authenticate'], 'Bearer error="invalid_token"');
});
