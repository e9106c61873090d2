import { describe, expect, it } from '@jest/globals';
import { authOf, failureOf } from '../support/chain.js';
import { OIDC_ISSUER, POOL_ISSUER } from '../support/events.js';
import {
  ACCEPTED,
  OPTIONS,
  REJECTED,
  ROWS,
  type Row,
  WITHOUT_CLAIM,
} from '../support/wire-values.js';

const SOURCE_OF: Readonly<Record<Row, string>> = {
  '1a': 'rest-api',
  '1b': 'rest-api',
  '2a': 'http-api',
  '2b': 'http-api',
  5: 'appsync',
  '5b': 'appsync',
};

/** The events of API Gateway are hand-written: they have no `iss`. */
const ISSUER_OF: Readonly<Partial<Record<Row, string>>> = { 5: POOL_ISSUER, '5b': OIDC_ISSUER };

describe('a value that AWS sends', () => {
  it.each(ACCEPTED)('row %s: %j is the groups %j', async (row, value, groups) => {
    const auth = await authOf(ROWS[row](value), OPTIONS[row]);
    expect(auth).toEqual({
      groups,
      scopes: [],
      subject: '3f1a7c52-0000-4000-8000-000000000001',
      username: 'ada',
      type: 'user',
      issuer: ISSUER_OF[row],
      claims: expect.objectContaining({
        sub: '3f1a7c52-0000-4000-8000-000000000001',
        'cognito:username': 'ada',
      }),
      source: SOURCE_OF[row],
    });
  });

  it.each(Object.entries(WITHOUT_CLAIM))(
    'row %s: a caller without the claim is in no group',
    async (row, event) => {
      expect(await authOf(event, OPTIONS[row as Row])).toMatchObject({
        groups: [],
        source: SOURCE_OF[row as Row],
        username: 'ada',
      });
    },
  );
});

describe('a value that AWS does not send', () => {
  it.each(REJECTED)('row %s: %j is rejected', async (row, value, problem) => {
    const error = await failureOf(ROWS[row](value), OPTIONS[row]);
    expect(error).toMatchObject({
      name: 'InternalServerError',
      message: 'Internal Server Error',
      statusCode: 500,
      expose: false,
      code: 'ERR_CLAIM_FORMAT',
      cause: {
        source: SOURCE_OF[row],
        claim: row === 5 ? 'identity.groups' : 'cognito:groups',
        problem: expect.stringMatching(problem),
      },
    });
  });
});

/** What public code does instead. Each maps the value on the wire to the groups it would find. */
const WRONG_RECIPES: Readonly<Record<string, (value: unknown) => unknown>> = {
  'claim.includes(group)': (value) =>
    ['admin', 'x'].filter((group) => String(value).includes(group)),
  "split(',') for every source": (value) => String(value).split(','),
  "strip the brackets, then split(',')": (value) =>
    String(value)
      .replace(/^\[|\]$/g, '')
      .split(','),
  'JSON.parse first, then split at white space or commas': (value) => {
    try {
      return JSON.parse(String(value));
    } catch {
      return String(value)
        .replace(/^\[|\]$/g, '')
        .split(/[\s,]+/);
    }
  },
  'the string as one group': (value) => [value],
  'new Set(claim)': (value) => [...new Set(value as Iterable<unknown>)],
  'groups[0] === group': (value) => [(value as string)[0]],
  'trim and lower-case the names': (value) =>
    String(value)
      .split(',')
      .map((name) => name.trim().toLowerCase()),
};

describe('the table catches the mistakes of public code', () => {
  const stringRows = ACCEPTED.filter(([, value]) => typeof value === 'string');

  it.each(Object.entries(WRONG_RECIPES))('%s fails on one of its rows', (_, recipe) => {
    const agrees = stringRows.map(
      ([, value, groups]) => JSON.stringify(recipe(value)) === JSON.stringify(groups),
    );
    expect(agrees).toContain(false);
  });

  it.each([
    ['claim.includes(group)', '1a', 'not_admin'],
    ["split(',') for every source", '2b', '[default Admins]'],
    ["strip the brackets, then split(',')", '2b', '[default Admins]'],
    ['JSON.parse first, then split at white space or commas', '2a', '[a,admin]'],
    ['the string as one group', '1a', 'Group1,Group2'],
    ['new Set(claim)', '1a', 'team_manager'],
    ['groups[0] === group', '1a', 'team_manager'],
    ['trim and lower-case the names', '1a', ' admin'],
  ])('%s is wrong at row %s on %j', (name, row, wire) => {
    const expected = ACCEPTED.find(([at, value]) => at === row && value === wire)?.[2];
    expect(expected).toBeDefined();
    expect(WRONG_RECIPES[name]?.(wire)).not.toEqual(expected);
  });
});
