import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  allOf,
  anyOf,
  cognitoGroups,
  evaluate,
  groupTemplate,
  guardRoutes,
  noneOf,
  owner,
  type Rule,
  requireGroup,
} from 'middy-cognito-groups';
import { httpApiEvent, restApiEvent } from 'middy-cognito-groups/testing';
import { invoke } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';
import { readDocument } from '../support/documents.js';

/**
 * A REST API hands `%31234` over as the client wrote it. If the handler decodes it, rule and
 * handler see two values.
 */

const request = (userId: string, subject = '1234') => ({
  resource: '/claims/{userId}',
  path: `/claims/${userId}`,
  pathParameters: { userId },
  groups: ['approver', 'team-%31', 'team-1', '%31'],
  subject,
});

const RULES: Readonly<Record<string, Rule>> = {
  owner: owner('userId'),
  'noneOf(owner)': noneOf(owner('userId')),
  'approvers, not of their own claims': allOf('approver', noneOf(owner('userId'))),
  'noneOf(anyOf(owner))': noneOf(anyOf('nobody', owner('userId'))),
  'a double noneOf(owner)': noneOf(noneOf(owner('userId'))),
  groupTemplate: groupTemplate('team-{userId}'),
  'a bare groupTemplate': groupTemplate('{userId}'),
  'noneOf(groupTemplate)': noneOf(groupTemplate('other-{userId}')),
};

const VALUES = [
  '%31234',
  '1%3234',
  '%31',
  '%',
  '1234%',
  '%1234',
  '%zz',
  '%2',
  '100%',
  '%2531234',
  '%00',
  '%C0%B1',
];

const PROBLEM = 'path parameter {userId} is missing, invalid or holds a %';

it('the page that the reason names says how to fix it', async () => {
  const { reason } = await outcomeOf(owner('userId'), restApiEvent(request('%31234', '1234')));
  expect(reason).toContain(`${PROBLEM}, see docs/errors.md`);
  const row = readDocument('docs/errors.md')
    .split('\n')
    .find((line) => line.includes(PROBLEM));
  expect(row).toContain('`@middy/http-urlencode-path-parser` [before the guard]');
});

describe.each(Object.entries(RULES))('%s denies', (_, rule) => {
  it.each(VALUES)('the path parameter %s', async (value) => {
    for (const subject of ['1234', value]) {
      const options = request(value, subject);
      for (const event of [restApiEvent(options), httpApiEvent(options)]) {
        const outcome = await outcomeOf(rule, event);
        expect(outcome).toMatchObject({ status: 403, challenge: undefined });
        expect(outcome.reason).toContain(PROBLEM);
        if (value.length > 1) expect(outcome.reason).not.toContain(value);
      }
    }
  });

  it('the same through evaluate()', () => {
    for (const userId of VALUES) {
      const principal = { groups: ['approver', `team-${userId}`, userId], subject: userId };
      expect(evaluate(rule, principal, { pathParameters: { userId } })).toMatchObject({
        allowed: false,
        status: 403,
      });
    }
  });
});

describe('a value without a % is compared as before', () => {
  it.each<[string, string, string, number]>([
    ['owner', '1234', '1234', 200],
    ['owner', '1234', '1235', 403],
    ['owner', 'a+b', 'a+b', 200],
    ['owner', 'a+b', 'a b', 403],
    ['owner', 'user@example.com', 'user@example.com', 200],
    ['owner', '％31', '％31', 200],
    ['noneOf(owner)', '1234', '1235', 200],
    ['noneOf(owner)', '1234', '1234', 403],
    ['approvers, not of their own claims', '1234', '1234', 403],
    ['approvers, not of their own claims', '1235', '1234', 200],
    ['groupTemplate', '1', '1234', 200],
    ['groupTemplate', '2', '1234', 403],
  ])('%s with the parameter %s and the subject %s: %s %d', async (name, value, subject, status) => {
    const outcome = await outcomeOf(RULES[name] as Rule, restApiEvent(request(value, subject)));
    expect(outcome.status).toBe(status);
  });
});

describe('a rule that reads no parameter', () => {
  it('does not mind a % in one', async () => {
    expect((await outcomeOf('approver', restApiEvent(request('%31234')))).status).toBe(200);
    expect(
      (await outcomeOf(anyOf(owner('userId'), 'approver'), restApiEvent(request('%31')))).status,
    ).toBe(200);
  });
});

describe('a parser before the guard', () => {
  const handler = middy()
    .before(({ event }) => {
      const { pathParameters } = event as { pathParameters: Record<string, string> };
      for (const [name, value] of Object.entries(pathParameters)) {
        pathParameters[name] = decodeURIComponent(value);
      }
    })
    .use(cognitoGroups())
    .use(requireGroup(allOf('approver', noneOf(owner('userId')))))
    .handler(async () => ({ statusCode: 200 }));

  it('has the rule see what the handler sees', async () => {
    const statusOf = async (value: string, subject: string) =>
      (await invoke(handler, restApiEvent(request(value, subject)))).statusCode;
    expect(await statusOf('%31234', '1234')).toBe(403);
    expect(await statusOf('%31234', '1235')).toBe(200);
    expect(await statusOf('user%40example.com', 'user@example.com')).toBe(403);
    expect(await statusOf('%2531234', '1234')).toBe(403);
  });
});

describe('a route of guardRoutes', () => {
  it('denies such a parameter too', async () => {
    const [route] = guardRoutes([
      {
        method: 'GET',
        path: '/claims/{userId}',
        access: noneOf(owner('userId')),
        handler: async () => ({ statusCode: 200 }),
      },
    ]);
    const handler = middy()
      .use(cognitoGroups())
      .handler(route?.handler as never);
    expect(await invoke(handler, restApiEvent(request('%31234')))).toMatchObject({
      statusCode: 403,
    });
    expect(await invoke(handler, restApiEvent(request('1235')))).toEqual({ statusCode: 200 });
  });
});
