import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  allOf,
  anyOf,
  authenticated,
  cognitoGroups,
  everyone,
  groupTemplate,
  noneOf,
  owner,
  type Rule,
  requireGroup,
} from 'middy-cognito-groups';
import { invoke } from '../support/chain.js';
import { generatedBlock, markdownTable } from '../support/documents.js';
import { anonymousEvent, restCaller } from '../support/events.js';

const RULES: readonly (readonly [string, Rule])[] = [
  ["`'admin'`", 'admin'],
  ["`anyOf('admin', 'support')`", anyOf('admin', 'support')],
  ["`allOf('admin', 'support')`", allOf('admin', 'support')],
  ["`noneOf('suspended')`", noneOf('suspended')],
  ['`authenticated`', authenticated],
  ['`everyone`', everyone],
  ["`owner('id')`", owner('id')],
  ["`groupTemplate('team-{id}')`", groupTemplate('team-{id}')],
];

/** The path is `/…/{id}`. No rule names the third caller's group. The last caller owns `{id}`. */
const CALLERS: readonly (readonly [string, object])[] = [
  ['unauthenticated', { ...anonymousEvent(), pathParameters: { id: '7' } }],
  ['no groups', { ...restCaller(), pathParameters: { id: '7' } }],
  ['in `not_admin`', { ...restCaller('not_admin'), pathParameters: { id: '7' } }],
  ['in `suspended`', { ...restCaller('suspended'), pathParameters: { id: '7' } }],
  ['in `admin`', { ...restCaller('admin'), pathParameters: { id: '7' } }],
  ['in `admin`, `support`', { ...restCaller('admin', 'support'), pathParameters: { id: '7' } }],
  ['in `team-7`', { ...restCaller('team-7'), pathParameters: { id: '7' } }],
  [
    'the `sub` in `{id}`',
    { ...restCaller(), pathParameters: { id: '3f1a7c52-0000-4000-8000-000000000001' } },
  ],
];

async function status(rule: Rule, event: object): Promise<string> {
  const handler = middy()
    .use(cognitoGroups())
    .use(requireGroup(rule))
    .handler(async () => ({ statusCode: 200 }));
  return String((await invoke(handler, { ...event })).statusCode);
}

describe('docs/rules.md', () => {
  it('shows the status of every kind of rule for every kind of caller', async () => {
    const rows = await Promise.all(
      RULES.map(async ([name, rule]) => [
        name,
        ...(await Promise.all(CALLERS.map(([, event]) => status(rule, event)))),
      ]),
    );
    const table = markdownTable(['rule', ...CALLERS.map(([name]) => name)], rows);
    expect(generatedBlock('docs/rules.md', 'behaviour', table)).toBe(table);
  });
});
