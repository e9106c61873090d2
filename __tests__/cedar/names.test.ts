import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toCedar } from 'middy-cognito-groups/cedar';
import { runs } from '../support/runs.js';
import { NAMESPACE, POOL, policyStore } from '../support/verified-permissions.js';

const store = { namespace: NAMESPACE, userPoolId: POOL };

/** What the engine reads in the scope of a policy. */
const scopeOf = (policy: string | undefined) => {
  const parsed = cedar.policyToJson(policy ?? '');
  if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors));
  const { principal, action } = parsed.json as unknown as Record<
    string,
    { entity: { id: string } }
  >;
  return [principal?.entity.id, action?.entity.id];
};

describe('a group name', () => {
  const group = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 64 })
    .filter((name) => name.trim() === name && !/\p{Surrogate}/u.test(name));

  it('arrives in the engine as it is, whatever it holds', () => {
    fc.assert(
      fc.property(group, (name) => {
        const { policies } = toCedar({ 'GET /teams': name }, store);
        expect(scopeOf(policies['GET /teams'])).toEqual([`${POOL}|${name}`, 'get /teams']);
      }),
      { numRuns: runs(1600) },
    );
  });

  it('is written without what a reviewer cannot see', () => {
    const { policies } = toCedar(
      { 'GET /teams': 'a\u202eb\u200bc\u00a0d\ne f\u3164\u034f\u2800' },
      store,
    );
    expect(policies['GET /teams']).toContain(
      '|a\\u{202e}b\\u{200b}c\\u{a0}d\\u{a}e f\\u{3164}\\u{34f}\\u{2800}"',
    );
  });

  it('is written with quotes and backslashes as a reviewer knows them', () => {
    const { policies } = toCedar({ 'GET /teams': 'a"b\\c' }, store);
    expect(policies['GET /teams']).toContain('|a\\"b\\\\c"');
  });

  it('is refused with half a surrogate pair, which no UTF-8 holds', () => {
    const table = { 'GET /a': 'a', 'GET /teams': { noneOf: ['x\ud800'] } };
    expect(() => toCedar(table, store)).toThrow(
      new TypeError(
        `toCedar: 'GET /teams': '${POOL}|x\\ud800' holds half a surrogate pair; rename it`,
      ),
    );
    const implies = { 'y\udc00': ['a'] };
    expect(() => toCedar({ 'GET /a': 'a' }, { ...store, implies })).toThrow('surrogate pair');
  });

  it('grants no other group access: a suffix, a prefix, a wildcard, another normal form', () => {
    const { schema, policies } = toCedar({ 'GET /teams': 'a*\u00e9' }, store);
    const engine = policyStore(schema, policies);
    const request = { method: 'GET', resource: '/teams', pathParameters: {} };
    const isAllowed = (...groups: string[]) =>
      engine.isAllowed({ sub: '1', 'cognito:groups': groups }, request);
    expect(isAllowed('a*\u00e9')).toBe(true);
    for (const other of [
      'a*e\u0301',
      'ab\u00e9',
      'A*\u00c9',
      'a*\u00e9 ',
      `${POOL}|a*\u00e9`,
      '',
    ]) {
      expect(isAllowed(other)).toBe(false);
    }
  });
});

describe('a path', () => {
  const segment = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 16 })
    .filter((text) => !/[\s/{}?:\p{Surrogate}]/u.test(text));

  it('arrives in the engine and in the schema as it is', () => {
    fc.assert(
      fc.property(segment, (text) => {
        const { schema, policies } = toCedar({ [`GET /${text}`]: 'a' }, store);
        expect(scopeOf(policies[`GET /${text}`])).toEqual([`${POOL}|a`, `get /${text}`]);
        expect(policyStore(schema, policies).findings()).toEqual([]);
      }),
      { numRuns: runs(800) },
    );
  });

  it('is refused with half a surrogate pair', () => {
    expect(() => toCedar({ 'GET /a\ud800': 'a' }, store)).toThrow('half a surrogate pair');
  });
});

describe('a namespace that toCedar accepts', () => {
  const words = ['when', 'permit', 'principal', 'Action', 'User', 'String', 'Long', 'entity', '_'];
  const namespace = fc.oneof(
    fc.constantFrom(...words, 'Has', 'AWS', '__proto__', 'constructor', 'ip', 'type'),
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/),
  );

  it('is one to the engine too', () => {
    fc.assert(
      fc.property(namespace, (name) => {
        fc.pre(!['in', 'is', 'if', 'has', 'aws'].includes(name));
        const options = { namespace: name, userPoolId: POOL };
        const { schema, policies } = toCedar({ 'GET /a': { noneOf: ['x'] } }, options);
        expect(policyStore(schema, policies).findings()).toEqual([]);
      }),
      { numRuns: runs(800) },
    );
  });
});
