import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context } from 'aws-lambda';
import { appSyncEvent, type CallerOptions } from 'middy-cognito-groups/testing';
import { handler } from './graphql.ts';

const context = {} as Context;
const teamId = 'red';

/** What AppSync receives: the result, or the error that it turns into a GraphQL error. */
const resolve = (route: string, caller: CallerOptions) =>
  handler(appSyncEvent({ route, arguments: { teamId, name: 'Crimson' }, ...caller }), context);

test('a member lists the teams and renames none', async () => {
  const member = { groups: ['member'] };
  assert.deepEqual(await resolve('Query.teams', member), [{ teamId: 'red' }, { teamId: 'blue' }]);
  await assert.rejects(resolve('Mutation.renameTeam', member), { message: 'Forbidden' });
  await assert.rejects(resolve('Mutation.deleteTeam', member), { message: 'Forbidden' });
});

test('a team manager renames a team and deletes none', async () => {
  const manager = { groups: ['team_manager'] };
  assert.deepEqual(await resolve('Mutation.renameTeam', manager), { teamId, name: 'Crimson' });
  await assert.rejects(resolve('Mutation.deleteTeam', manager), { message: 'Forbidden' });
});

test('an admin deletes a team', async () => {
  assert.deepEqual(await resolve('Mutation.deleteTeam', { groups: ['admin'] }), { teamId });
});

test('a field that is not in the table is denied, even for an admin', async () => {
  await assert.rejects(resolve('Query.secrets', { groups: ['admin'] }), { message: 'Forbidden' });
});

test('a caller in no group and a caller without a token are denied', async () => {
  await assert.rejects(resolve('Query.teams', { groups: [] }), { message: 'Forbidden' });
  await assert.rejects(resolve('Query.teams', {}), { message: 'Unauthorized' });
});
