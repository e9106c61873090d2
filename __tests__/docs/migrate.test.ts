import { describe, expect, it } from '@jest/globals';
import {
  functionUrlEvent,
  httpApiEvent,
  restApiEvent,
  testToken,
} from 'middy-cognito-groups/testing';
import { importBlock, writeBlocks } from '../support/blocks.js';
import { answeredBy } from '../support/chain.js';
import { generatedBlock, markdownTable, readDocument } from '../support/documents.js';
import { fencesOf } from '../support/fences.js';

const PAGE = 'docs/migrate.md';
const FOLDER = writeBlocks('migrate', [PAGE]);

const users = (userId?: string) => (userId === undefined ? {} : { pathParameters: { userId } });
const tenants = (tenantId?: string) =>
  tenantId === undefined ? {} : { pathParameters: { tenantId } };

interface Recipe {
  readonly replacement: string;
  /** What the replacement has to answer, by request. */
  readonly requests: readonly (readonly [string, object, right: 200 | 401 | 403])[];
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  includes: {
    replacement: 'admins',
    requests: [
      ['REST API: `"admin,member"`', restApiEvent({ groups: ['admin', 'member'] }), 200],
      ['REST API: `"not_admin"`', restApiEvent({ groups: ['not_admin'] }), 403],
      ['in no group', restApiEvent({ groups: [] }), 403],
      ['not signed in', restApiEvent(), 401],
    ],
  },
  'exact-string': {
    replacement: 'admins',
    requests: [
      ['REST API: `"admin"`', restApiEvent({ groups: ['admin'] }), 200],
      ['REST API: `"admin,member"`', restApiEvent({ groups: ['admin', 'member'] }), 200],
      ['not signed in', restApiEvent(), 401],
    ],
  },
  'split-commas': {
    replacement: 'admins',
    requests: [
      ['HTTP API: `"[admin]"`', httpApiEvent({ groups: ['admin'] }), 200],
      ['HTTP API: `"[admin member]"`', httpApiEvent({ groups: ['admin', 'member'] }), 200],
      ['HTTP API: `"[a,admin,b]"`, one group', httpApiEvent({ groups: ['a,admin,b'] }), 403],
      ['not signed in', httpApiEvent(), 401],
    ],
  },
  'every-format': {
    replacement: 'admins',
    requests: [
      ['HTTP API: `"[admin member]"`', httpApiEvent({ groups: ['admin', 'member'] }), 200],
      ['HTTP API: `"[a,admin]"`, one group', httpApiEvent({ groups: ['a,admin'] }), 403],
      ['HTTP API: `"[[admin]"`, one group', httpApiEvent({ groups: ['[admin'] }), 403],
    ],
  },
  'first-group': {
    replacement: 'admins',
    requests: [
      ['REST API: `"admin,member"`', restApiEvent({ groups: ['admin', 'member'] }), 200],
      [
        'REST API, JWT authorizer: `["admin","member"]`',
        restApiEvent({ groups: ['admin', 'member'], authorizer: 'jwt' }),
        200,
      ],
      [
        'the same, in the other order',
        restApiEvent({ groups: ['member', 'admin'], authorizer: 'jwt' }),
        200,
      ],
    ],
  },
  'decode-token': {
    replacement: 'verify-token',
    requests: [
      ['a forged token that lists `admin`', functionUrlEvent({ token: forged() }), 401],
      ['a token that is not a JWT', functionUrlEvent({ token: 'abc' }), 401],
      ['not signed in', functionUrlEvent(), 401],
    ],
  },
  'scope-includes': {
    replacement: 'scope-rule',
    requests: [
      ['`"orders/read"`', restApiEvent({ groups: [], scopes: ['orders/read'] }), 200],
      ['`"orders/read-all"`', restApiEvent({ groups: [], scopes: ['orders/read-all'] }), 403],
      ['an ID token', restApiEvent({ groups: [] }), 403],
      ['not signed in', restApiEvent(), 401],
    ],
  },
  'owner-equals': {
    replacement: 'owner-rule',
    requests: [
      ['the owner', restApiEvent({ groups: [], subject: '7', ...users('7') }), 200],
      ['somebody else', restApiEvent({ groups: [], subject: '8', ...users('7') }), 403],
      ['not signed in', restApiEvent(users('7')), 401],
      ['not signed in, no parameter in the route', restApiEvent(users()), 401],
    ],
  },
  'template-literal': {
    replacement: 'template-rule',
    requests: [
      [
        'a manager of `acme`, for `acme`',
        restApiEvent({ groups: ['tenant:acme:manager'], ...tenants('acme') }),
        200,
      ],
      [
        'a manager of `acme`, for `other`',
        restApiEvent({ groups: ['tenant:acme:manager'], ...tenants('other') }),
        403,
      ],
      [
        'a member of `tenant:undefined:manager`, no parameter in the route',
        restApiEvent({ groups: ['tenant:undefined:manager'], ...tenants() }),
        403,
      ],
      ['not signed in', restApiEvent(tenants('acme')), 401],
    ],
  },
};

/** A token that anybody could write: its signature belongs to another payload. */
function forged(): string {
  const [head, , signature] = testToken({ groups: [] }).split('.');
  const payload = Buffer.from(JSON.stringify({ sub: '1', 'cognito:groups': ['admin'] }));
  return [head, payload.toString('base64url'), signature].join('.');
}

/** A handler that throws is a 502 or a 500 of the gateway. */
async function answerOf(name: string, event: object): Promise<string> {
  const { handler } = await importBlock(FOLDER, `${name}.ts`);
  const answer = await answeredBy(handler, structuredClone(event));
  return String(answer).startsWith('thrown') ? 'throws' : String(answer);
}

describe('docs/migrate.md', () => {
  it('has a recipe and a replacement in every block', () => {
    const names = Object.entries(RECIPES).flatMap(([name, { replacement }]) => [name, replacement]);
    const blocks = fencesOf(PAGE).map(({ name }) => name.replace('.ts', ''));
    expect([...new Set(names)].sort()).toEqual(blocks.sort());
  });

  it('counts the recipes as the README does', () => {
    const numbers = ['Seven', 'Eight', 'Nine', 'Ten', 'Eleven'];
    const count = numbers[Object.keys(RECIPES).length - 7];
    expect(readDocument('README.md')).toContain(`[${count} common hand-written checks`);
  });

  it.each(Object.entries(RECIPES))('shows what %s answers', async (name, recipe) => {
    const rows = recipe.requests.map(async ([request, event, right]) => {
      const [handWritten, replaced] = await Promise.all([
        answerOf(name, event),
        answerOf(recipe.replacement, event),
      ]);
      expect(replaced).toBe(String(right));
      return [request, handWritten === replaced ? handWritten : `**${handWritten}**`, replaced];
    });
    const table = markdownTable(['request', 'hand-written', 'instead'], await Promise.all(rows));
    expect(table).toContain('**');
    expect(generatedBlock(PAGE, name, table)).toBe(table);
  });
});
