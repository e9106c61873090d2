import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  allOf,
  anyOf,
  authenticated,
  cognitoGroups,
  everyone,
  groupTemplate,
  issuedWithin,
  noneOf,
  owner,
  type Rule,
  requireGroup,
  scope,
  signedInWithin,
  user,
} from 'middy-cognito-groups';
import { type CallerOptions, restApiEvent } from 'middy-cognito-groups/testing';
import { invoke } from '../support/chain.js';
import { generatedBlock, markdownTable } from '../support/documents.js';

type Named<TValue> = readonly (readonly [name: string, value: TValue])[];

const RULES: Named<Rule> = [
  ["`'admin'`", 'admin'],
  ["`anyOf('admin', 'support')`", anyOf('admin', 'support')],
  ["`allOf('admin', 'support')`", allOf('admin', 'support')],
  ["`noneOf('suspended')`", noneOf('suspended')],
  ["`allOf(user, noneOf('suspended'))`", allOf(user, noneOf('suspended'))],
  ['`authenticated`', authenticated],
  ['`user`', user],
  ['`everyone`', everyone],
  ["`owner('id')`", owner('id')],
  ["`groupTemplate('team-{id}')`", groupTemplate('team-{id}')],
];

/** The path is `/…/{id}`. No rule names the third caller's group. One caller owns `{id}`. */
const CALLERS: Named<CallerOptions> = [
  ['unauthenticated', {}],
  ['no groups', { groups: [] }],
  ['in `not_admin`', { groups: ['not_admin'] }],
  ['in `suspended`', { groups: ['suspended'] }],
  ['in `admin`', { groups: ['admin'] }],
  ['in `admin`, `support`', { groups: ['admin', 'support'] }],
  ['in `team-7`', { groups: ['team-7'] }],
  ['the `sub` in `{id}`', { groups: [], subject: '7' }],
  ['a machine', { client: true }],
];

const TOKEN_RULES: Named<Rule> = [
  ["`scope('orders/read')`", scope('orders/read')],
  ["`noneOf(scope('orders/read'))`", noneOf(scope('orders/read'))],
  ["`issuedWithin('15m')`", issuedWithin('15m')],
  ["`noneOf(issuedWithin('15m'))`", noneOf(issuedWithin('15m'))],
  ["`signedInWithin('1h')`", signedInWithin('1h')],
  ["`owner('id', { claim: 'tenant' })`", owner('id', { claim: 'tenant' })],
];

const NOW = Math.floor(Date.now() / 1000);
const YESTERDAY = NOW - 86_400;

const TOKENS: Named<CallerOptions> = [
  ['ID token, now', { groups: [], issuedAt: NOW }],
  ['ID token, a day old', { groups: [], issuedAt: YESTERDAY }],
  [
    'access token, signed in a day ago',
    { groups: [], issuedAt: NOW, signedInAt: YESTERDAY, scopes: ['openid'] },
  ],
  ['access token, `orders/read`', { groups: [], issuedAt: NOW, scopes: ['openid', 'orders/read'] }],
  ['a machine, `orders/read`', { client: true, issuedAt: NOW, scopes: ['orders/read'] }],
  ['a machine, a day old', { client: true, issuedAt: YESTERDAY, scopes: ['orders/write'] }],
  ['`tenant` in `{id}`', { groups: [], issuedAt: NOW, claims: { tenant: '7' } }],
];

/** The status, and the error code of the challenge where it has one. */
async function answer(rule: Rule, caller: CallerOptions): Promise<string> {
  const handler = middy()
    .use(cognitoGroups())
    .use(requireGroup(rule))
    .handler(async () => ({ statusCode: 200, headers: {} }));
  const event = restApiEvent({ ...caller, pathParameters: { id: '7' } });
  const { statusCode, headers } = await invoke(handler, event);
  const [, code] = /error="(\w+)"/u.exec(headers['WWW-Authenticate'] ?? '') ?? [];
  return code === undefined ? String(statusCode) : `${statusCode} ${code}`;
}

async function tableOf(
  corner: string,
  rules: Named<Rule>,
  callers: Named<CallerOptions>,
): Promise<string> {
  const rows = rules.map(async ([name, rule]) => [
    name,
    ...(await Promise.all(callers.map(([, caller]) => answer(rule, caller)))),
  ]);
  return markdownTable([corner, ...callers.map(([name]) => name)], await Promise.all(rows));
}

describe('docs/rules.md', () => {
  it('shows the status of every kind of rule for every kind of caller', async () => {
    const table = await tableOf('rule', RULES, CALLERS);
    expect(generatedBlock('docs/rules.md', 'behaviour', table)).toBe(table);
  });

  it('shows the answer of every rule about the token for every kind of token', async () => {
    const table = await tableOf('rule', TOKEN_RULES, TOKENS);
    expect(generatedBlock('docs/rules.md', 'behaviour of tokens', table)).toBe(table);
  });

  it('has a row for every kind of rule', () => {
    const kinds = [...RULES, ...TOKEN_RULES].map(([, rule]) =>
      typeof rule === 'string' ? 'group' : Object.keys(rule).join(),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      'allOf',
      'anyOf',
      'authenticated',
      'everyone',
      'group',
      'groupTemplate',
      'issuedWithin',
      'noneOf',
      'owner',
      'owner,claim',
      'scope',
      'signedInWithin',
      'user',
    ]);
  });
});
