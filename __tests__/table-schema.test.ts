import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { everyone, type Rule, routePolicy } from 'middy-cognito-groups';
import { USER_WRITABLE } from '../src/lib/claim-name.js';
import { rule } from './support/arbitrary-rules.js';
import { readDocument } from './support/documents.js';
import { runs } from './support/runs.js';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

const schema = JSON.parse(readDocument('schema/table.schema.json')) as Schema;

/** `strict` rejects a keyword that draft-07 does not have. */
const isValid = new Ajv({ strict: true }).compile(schema);

/** A path with every parameter that a rule below may read: the schema cannot compare the two. */
const ROUTE = 'GET /{id}/{other}/{a}/{15m}/{tenant}';

const isAccepted = (table: unknown): boolean => {
  try {
    routePolicy(table as Record<string, Rule>);
    return true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
};

/** @returns what both say. @throws if the schema and `routePolicy` disagree */
const verdict = (table: unknown): boolean => {
  const accepted = isAccepted(table);
  if (isValid(table) === accepted) return accepted;
  throw new Error(`${accepted ? 'only routePolicy' : 'only the schema'} accepts the table`);
};

type KeyOf<TRule> = TRule extends string ? never : keyof TRule;

/** A kind that the type has and this list has not does not compile. */
const KEYS: Readonly<Record<KeyOf<Rule>, true>> = {
  anyOf: true,
  allOf: true,
  noneOf: true,
  authenticated: true,
  user: true,
  everyone: true,
  scope: true,
  issuedWithin: true,
  signedInWithin: true,
  owner: true,
  claim: true,
  groupTemplate: true,
};

describe('the JSON Schema of a table', () => {
  const objects = Object.values(schema.definitions ?? {}).filter(
    ({ properties }) => properties !== undefined,
  );

  it('has the keys of the type `Rule`, and no other but the mark of a claim', () => {
    const keys = objects.flatMap(({ properties = {} }) => Object.keys(properties));
    expect(keys.sort()).toEqual([...Object.keys(KEYS), 'dangerouslyUserWritable'].sort());
  });

  it('closes every object, and describes every key for completion', () => {
    for (const { additionalProperties, required, properties = {} } of objects) {
      expect([additionalProperties, required]).toEqual([false, [Object.keys(properties)[0]]]);
      for (const { description } of Object.values(properties)) expect(description).toMatch(/\.$/u);
    }
  });

  it('is the file that the package exports', () => {
    const { exports, files } = JSON.parse(readDocument('package.json')) as {
      exports: Record<string, unknown>;
      files: string[];
    };
    expect(exports['./table.schema.json']).toBe('./schema/table.schema.json');
    expect(files).toContain('schema');
  });
});

describe('the JSON Schema agrees with `routePolicy`', () => {
  it('on random valid tables', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('GET', 'PUT', 'ANY'), { minLength: 1 }),
        rule,
        (methods, given) => {
          const table = Object.fromEntries(
            methods.map((method) => [`${method} /{id}/{other}`, given]),
          );
          expect(verdict(table)).toBe(true);
        },
      ),
      { numRuns: runs(4000) },
    );
  });

  /** A value of a rule, often the wrong one. */
  const value: fc.Arbitrary<unknown> = fc.oneof(
    fc.constantFrom<unknown>(true, false, null, 1, '', 'a', ' a', 'id', '15m', 'x-{id}', [], {}),
    fc.constantFrom<unknown>('tenant', { dangerouslyUserWritable: 'custom:a' }, ['a'], [[]]),
  );
  const { near } = fc.letrec<{ near: unknown }>((tie) => ({
    near: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      value,
      fc.dictionary(
        fc.constantFrom(...Object.keys(KEYS), 'anyOff', 'dangerouslyUserWritable', 'admin'),
        fc.oneof(value, fc.array(tie('near'), { maxLength: 2 }), tie('near')),
        { minKeys: 0, maxKeys: 2 },
      ),
    ),
  }));

  it('on random rules, most of them malformed', () => {
    const seen = { accepted: 0, rejected: 0 };
    fc.assert(
      fc.property(near, (given) => {
        seen[verdict({ [ROUTE]: given }) ? 'accepted' : 'rejected'] += 1;
      }),
      { numRuns: runs(5000) },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs(250));
  });

  const text = (...parts: string[]) =>
    fc.array(fc.constantFrom(...parts), { maxLength: 5 }).map((drawn) => drawn.join(''));

  it.each<[string, fc.Arbitrary<string>, (given: string) => unknown]>([
    ['group names', text('a', ' ', '\n', '\u00a0', '\ufeff', '*', '\u{1f600}'), (given) => given],
    ['scopes', text('a', '/', ' ', '"', '\\', '[', '~', '\u00e9'), (scope) => ({ scope })],
    [
      'durations',
      text('0', '1', '15', '999999999', 'm', 's', ' ', '-', '.', 'M'),
      (issuedWithin) => ({ issuedWithin }),
    ],
    [
      'templates',
      text('{id}', '{other}', '{', '}', '$', '#', '|', ' ', '\n', '{}'),
      (groupTemplate) => ({ groupTemplate }),
    ],
    [
      'claims',
      text('tenant', 'email', 'scope', 'custom:', 'a', ' ', 'sub'),
      (claim) => ({ owner: 'id', claim }),
    ],
    [
      'marked claims',
      text('tenant', 'email', 'scope', 'custom:', 'a', ' ', 'sub'),
      (dangerouslyUserWritable) => ({ owner: 'id', claim: { dangerouslyUserWritable } }),
    ],
  ])('on %s', (_, drawn, toRule) => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(drawn, (given) => {
        seen.add(verdict({ [ROUTE]: toRule(given) }));
      }),
      // Of one kind, one case in 80 is accepted.
      { numRuns: runs(16_000) },
    );
    expect(seen.size).toBe(2);
  });

  it('on each claim that users can write', () => {
    for (const claim of USER_WRITABLE) {
      expect(verdict({ [ROUTE]: { owner: 'id', claim } })).toBe(false);
      const marked = { dangerouslyUserWritable: claim };
      expect(verdict({ [ROUTE]: { owner: 'id', claim: marked } })).toBe(true);
    }
  });

  it('on the names of path parameters', () => {
    for (const name of ['id', 'team-id', ':id', 'a:b', 'a b', '', '{id}', '.', 'é']) {
      const accepted = isAccepted({ [`GET /{${name}}`]: { owner: name } });
      expect(isValid({ [`GET /{${name}}`]: { owner: name } })).toBe(accepted);
    }
  });

  it('on route keys', () => {
    const part = text(
      ...['GET', 'ANY', 'OPTIONS', 'PUBLISH', 'get', ' ', '/', '/teams', '/{id}', '/{proxy+}'],
      ...['{', '}', ':', '?', '.', '$', '$default', '$connect', '*', '/*', 'Query.a', '\n', '-'],
    );
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(part, (key) => {
        seen.add(verdict({ [key]: 'a' }));
      }),
      { numRuns: runs(10_000) },
    );
    expect(seen.size).toBe(2);
    for (const key of ['GET /teams/{teamId}', 'ANY /', 'SUBSCRIBE /default/*', '$connect', 'Q.f']) {
      expect(verdict({ [key]: 'a' })).toBe(true);
    }
    for (const key of [
      'GET /:id',
      'GET teams',
      'get /teams',
      'GET/teams',
      '$other',
      '/teams',
      '',
    ]) {
      expect(verdict({ [key]: 'a' })).toBe(false);
    }
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no routes', {}],
    ['a list', ['a']],
    ['a rule', 'a'],
    ['a name of 129 characters', { 'GET /': 'a'.repeat(129) }],
    ['everyone inside a rule', { 'GET /': { anyOf: ['a', { everyone: true }] } }],
    ['two keys in a rule', { 'GET /': { anyOf: ['a'], allOf: ['b'] } }],
    ['a claim without an owner', { 'GET /': { claim: 'tenant' } }],
    ['a list for a rule', { 'GET /': ['a', 'b'] }],
  ])('on %s, which both reject', (_, table) => {
    expect(verdict(table)).toBe(false);
  });

  it('on a name of 128 characters, however long in memory', () => {
    expect(verdict({ 'GET /': '\u{1f600}'.repeat(128) })).toBe(true);
  });
});

describe('the key `$schema` of a table', () => {
  const $schema = './node_modules/middy-cognito-groups/schema/table.schema.json';

  it('is for editors: it adds no route', () => {
    const table = { $schema, 'GET /health': everyone };
    expect(verdict(table)).toBe(true);
  });

  it('alone is a table without routes', () => {
    expect(verdict({ $schema })).toBe(false);
    expect(() => routePolicy({ $schema })).toThrow('write a table such as');
  });

  it.each([true, null, { anyOf: ['a'] }, ['a']])('is rejected where it holds %j', (value) => {
    expect(verdict({ $schema: value, 'GET /': 'a' })).toBe(false);
  });
});
