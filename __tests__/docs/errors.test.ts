import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import middy, { type MiddlewareObj } from '@middy/core';
import * as api from 'middy-cognito-groups';
import * as sources from 'middy-cognito-groups/sources';
import {
  appSyncEvent,
  functionUrlEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
} from 'middy-cognito-groups/testing';
import { failureOf, type ThrownError, thrownBy } from '../support/chain.js';
import { generatedBlock, markdownTable, readDocument } from '../support/documents.js';
import { OPTIONS, ROWS, type Row } from '../support/wire-values.js';

const PAGE = readDocument('docs/errors.md');

/** The sections of the page, by heading. */
const sections = new Map(
  PAGE.split(/^## /mu).map((section) => {
    const [heading = '', ...lines] = section.split('\n');
    return [heading, lines.join('\n')];
  }),
);

/** The codes of this package. `jose` has codes of its own, which the verification recognises. */
const codes = readdirSync(new URL('../../src', import.meta.url), { recursive: true })
  .map(String)
  // The command reads the codes of Node.
  .filter((name) => name.endsWith('.ts') && !name.startsWith('command/'))
  .flatMap((name) => readDocument(`src/${name}`).match(/\bERR_[A-Z_]+[A-Z]\b/gu) ?? [])
  .filter((code) => !/^ERR_(?:JW|JOSE)/u.test(code));

describe('docs/errors.md', () => {
  it('has a section for every code of the source, and no other', () => {
    const documented = [...sections.keys()].filter((heading) => heading.startsWith('`ERR_'));
    const known = [...new Set(codes)].map((code) => `\`${code}\``);
    expect(documented.sort()).toEqual(known.sort());
  });

  it.each([...sections.keys()].filter((heading) => heading.startsWith('`')))(
    'says of %s what it means, what causes it and how to fix it',
    (heading) => {
      const section = sections.get(heading);
      expect(section).toMatch(/^\n\*\*Meaning\.\*\* [\w(]/u);
      expect(section).toMatch(/^\| Cause: .*\| Fix \|$/mu);
    },
  );
});

describe('the causes that the page quotes', () => {
  const pool = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi';
  const old = Math.floor(Date.now() / 1000) - 86_400;
  const groups = api.defineGroups(['admin'], { closed: true });
  const named = api.defineGroups(['admin']);
  const lambda = sources.lambdaAuthorizer({ key: 'groups', format: 'json' });
  const verified = (verify: () => unknown) => sources.verifiedToken({ verifier: { verify } });
  const expired = Object.assign(new Error('Token expired at 1'), { failedAssertion: {} });
  const offline = Object.assign(new Error(''), { code: 'ENOTFOUND' });
  const unreadable = {
    get requestContext(): object {
      throw new Error('');
    },
  };
  const shared = { jwt: { sub: '1' } };

  /** The error of a chain of the options, a guard and an event. */
  function denial(
    event: object,
    rule: api.Rule | MiddlewareObj = 'admin',
    options: api.CognitoGroupsOptions = {},
  ): Promise<ThrownError> {
    const isGuard = typeof rule === 'object' && 'before' in rule;
    const guard = isGuard ? rule : api.requireGroup(rule as api.Rule);
    const readers = api.cognitoGroups({ respond: false, ...options });
    return thrownBy(middy().use(readers).use(guard), event);
  }

  const put = { method: 'PUT', path: '/teams/7', resource: '/teams/{teamId}', groups: [] };

  /** For each code, errors of chains that are denied for every cause of its table. */
  const PRODUCED: Readonly<Record<string, readonly (() => Promise<ThrownError>)[]>> = {
    ERR_UNAUTHENTICATED: [
      () => denial(restApiEvent()),
      () => denial(lambdaAuthorizerEvent({ groups: [] })),
      () => denial(restApiEvent({ groups: [], issuer: 'https://issuer.example' })),
      () => denial(restApiEvent({ groups: [] }), 'admin', { tokenUse: 'access' }),
      () => denial(restApiEvent({ groups: [] }), 'admin', { clientId: 'other' }),
      () =>
        denial(functionUrlEvent({ token: 'a.b.c' }), 'admin', {
          source: verified(() => Promise.reject(expired)),
        }),
      () => denial(restApiEvent({ groups: [], issuedAt: old }), api.issuedWithin('1h')),
      () => denial(restApiEvent({ groups: [], signedInAt: old }), api.signedInWithin('1h')),
    ],
    ERR_FORBIDDEN: [
      () => denial(restApiEvent({ groups: ['Admin'] })),
      () => denial(restApiEvent(put), api.routePolicy({ 'GET /teams': 'admin' })),
      () =>
        denial(
          restApiEvent({ ...put, resource: '/{proxy+}' }),
          api.routePolicy({ 'GET /teams': 'admin' }),
        ),
      () => denial(restApiEvent({ groups: [] }), api.scope('orders/read')),
      () => denial(restApiEvent({ groups: [] }), api.owner('userId')),
      () => denial(lambdaAuthorizerEvent({ groups: [] }), api.user, { source: lambda }),
    ],
    ERR_CLAIM_FORMAT: [
      () => thrownBy(middy().use(groups.cognitoGroups()), restApiEvent({ groups: ['x'] })),
      () => failureOf(['1', '2'].map((subject) => appSyncEvent({ groups: [], subject }))),
      () => failureOf({ ...appSyncEvent({ groups: ['a'] }), identity: DIFFERENT }),
      () => failureOf(unreadable),
    ],
    ERR_AUTH_MISSING: [
      () => thrownBy(middy().use(api.requireGroup('admin')), restApiEvent()),
      () => thrownBy(middy().use(api.cognitoGroups()).use(named.requireGroup('admin')), {}),
      () => failureOf(Object.freeze({})),
      async () => {
        const reader = api.cognitoGroups({ source: sources.httpJwt() });
        const before = reader.before as (request: object) => unknown;
        before({ event: {}, internal: shared });
        return thrownBy(before as never, { event: {}, internal: shared });
      },
    ],
    ERR_VERIFIER: [
      () =>
        failureOf(functionUrlEvent({ token: 'a.b.c' }), {
          source: verified(() => Promise.reject(offline)),
          respond: false,
        }),
      () =>
        failureOf(functionUrlEvent({ token: 'a.b.c' }), {
          source: verified(() => ({ payload: { sub: '1' } })),
          respond: false,
        }),
    ],
  };

  const DIFFERENT = { sub: '1', groups: ['a'], claims: { iss: pool, 'cognito:groups': ['b'] } };

  it.each(Object.keys(PRODUCED))('of %s are those of real chains', async (code) => {
    const section = (sections.get(`\`${code}\``) ?? '').replace(/<!-- begin.*end.*?-->/su, '');
    const quoted = [...section.matchAll(/^\| `([^`]+)`/gmu)].map(([, text = '']) => text);
    const errors = await Promise.all((PRODUCED[code] ?? []).map((produce) => produce()));
    for (const error of errors) expect(error.code).toBe(code);
    const told = errors.map(
      ({ cause, message }) => cause.reason ?? cause.problem ?? message,
    ) as string[];
    // A quote may leave out a value, and what follows it.
    const pattern = (text: string) =>
      new RegExp(
        `^${text
          .split('…')
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'))
          .join('.*')}`,
        'u',
      );
    expect(quoted.length).toBe(told.length);
    for (const [index, text] of quoted.entries()) expect(told[index]).toMatch(pattern(text));
  });
});

describe('the table of TypeErrors', () => {
  const ROW = /^\| `(?<written>.*?)` \| `(?<message>.*?)` \| (?<fix>.*) \|$/gmu;
  const rows = [...(sections.get('`TypeError` at start') ?? '').matchAll(ROW)].map(
    ({ groups }) => groups as Record<string, string>,
  );
  const names = {
    ...api,
    ...sources,
    verifier: { verify: () => undefined },
    handler: async () => undefined,
  };
  const run = (code: string): unknown =>
    Function(...Object.keys(names), `return ${code}`)(...Object.values(names));

  it('has rows', () => expect(rows.length).toBeGreaterThan(10));

  it.each(rows)('$written throws what the table says', ({ written = '', message = '' }) => {
    expect(() => run(written)).toThrow(new TypeError(message));
  });

  it.each(rows.filter(({ fix }) => /^`\w+\(.*\)`$/u.test(fix ?? '')))(
    '$fix is right',
    ({ fix = '' }) => {
      expect(() => run(fix.slice(1, -1))).not.toThrow();
    },
  );
});

describe('the table of malformed claims', () => {
  const FIXES: readonly (readonly [Row, string, unknown, string])[] = [
    [
      '1a',
      'REST API',
      'a,,b',
      'Remove the trigger or the template that writes the claim; Cognito never sends an empty name',
    ],
    [
      '1a',
      'REST API',
      '[admin member]',
      'A test sends the event of an HTTP API without `version`; add it, or use the test kit',
    ],
    [
      '1a',
      'REST API',
      'x\\,admin',
      'A group name contains a comma: see [commas](sources.md#commas-on-rest-apis)',
    ],
    [
      '1b',
      'REST API, JWT authorizer',
      'admin',
      "Make the issuer write a list; in a test, write `restApiEvent({ authorizer: 'jwt' })`",
    ],
    [
      '2a',
      'HTTP API',
      'admin,member',
      'A test sends the event of a REST API with `version`; remove it, or use the test kit',
    ],
    ['2a', 'HTTP API', 7, 'Set the option `claim` to the claim that lists the groups'],
    [
      5,
      'AppSync',
      '["admin"]',
      'A version V1 trigger writes strings; use a V2 trigger, or `groupsToOverride`',
    ],
    ['5b', 'AppSync, OpenID Connect', ['admin', 1], 'Make the issuer write names as strings'],
  ];

  it('shows the problem of each value', async () => {
    const rows = FIXES.map(async ([row, source, value, fix]) => {
      const { code, cause } = await failureOf(ROWS[row](value), OPTIONS[row]);
      expect(code).toBe('ERR_CLAIM_FORMAT');
      return [source, `\`${JSON.stringify(value)}\``, `\`${cause.problem}\``, fix];
    });
    const head = ['source', 'value', 'Cause: what `cause.problem` says', 'Fix'];
    const table = markdownTable(head, await Promise.all(rows));
    expect(generatedBlock('docs/errors.md', 'claim problems', table)).toBe(table);
  });
});
