import { afterAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { evaluate, type Rule } from 'middy-cognito-groups';
import {
  clock,
  eventWithParameters,
  HIDDEN,
  HIDDEN_PARAMETERS,
  ISSUED,
  known,
  nestedRule,
  person,
  rule,
} from '../support/arbitrary-rules.js';
import { oracle } from '../support/oracle.js';
import { runs } from '../support/runs.js';

const RUNS = { numRuns: runs(20_000) };

let now = ISSUED * 1000;
const spy = jest.spyOn(Date, 'now').mockImplementation(() => now);

afterAll(() => {
  spy.mockRestore();
});

const kindsIn = (given: Rule): string[] => {
  if (typeof given === 'string') return ['group'];
  return Object.entries(given).flatMap(([kind, value]) => [
    kind,
    ...(Array.isArray(value) ? value.flatMap(kindsIn) : []),
  ]);
};

describe('evaluate agrees with an independent, naive evaluator', () => {
  it('on random nested rules, callers, events and clocks', () => {
    const answers = new Set<string>();
    const kinds = new Set<string>();
    fc.assert(
      fc.property(
        rule,
        fc.option(person, { nil: undefined }),
        eventWithParameters,
        clock,
        (given, caller, event, at) => {
          now = at;
          const decision = evaluate(given, caller, event);
          const { status, challenge } = decision;
          expect({ status, challenge }).toEqual(oracle(given, caller, event, at));
          expect(decision.allowed).toBe(status === 200);
          if (caller !== undefined) expect(decision.failed.length > 0).toBe(status !== 200);
          expect(decision.rule).toEqual(given);
          answers.add(`${status} ${challenge?.replace(/"[^"]*"$/u, '') ?? ''}`);
          for (const kind of kindsIn(given)) kinds.add(kind);
        },
      ),
      RUNS,
    );
    expect([...answers].sort()).toEqual([
      '200 ',
      '401 Bearer',
      '401 Bearer error=',
      '401 Bearer error="insufficient_user_authentication", max_age=',
      '403 ',
      '403 Bearer error="insufficient_scope", scope=',
    ]);
    expect([...kinds].sort()).toEqual([
      'allOf',
      'anyOf',
      'authenticated',
      'claim',
      'everyone',
      'group',
      'groupTemplate',
      'issuedWithin',
      'noneOf',
      'owner',
      'scope',
      'signedInWithin',
      'user',
    ]);
  });

  it('on the same rules read from JSON', () => {
    fc.assert(
      fc.property(rule, person, eventWithParameters, clock, (given, caller, event, at) => {
        now = at;
        expect(evaluate(JSON.parse(JSON.stringify(given)), caller, event)).toEqual(
          evaluate(given, caller, event),
        );
      }),
    );
  });
});

describe('what is unknown never grants access', () => {
  /**
   * A rule that allows a request of which some facts are hidden allows it whatever those facts
   * are: the hidden ones are drawn at random here, so that no value of theirs may be denied.
   */
  it('to a request that its hidden facts would deny', () => {
    const seen = { both: 0, neither: 0, hiddenDenies: 0 };
    fc.assert(
      fc.property(
        nestedRule,
        known,
        fc.subarray(Object.values(HIDDEN)),
        fc.subarray(Object.values(HIDDEN_PARAMETERS)),
        fc.constantFrom(0, 60, 900, 901, 1e6),
        (given, whole, facts, parameters, age) => {
          now = (ISSUED + age) * 1000;
          const hiding: object = Object.assign({}, ...facts);
          const event = { pathParameters: Object.assign({}, whole.parameters, ...parameters) };
          const partial = evaluate(given, { ...whole.person, ...hiding }, event);
          const definite = evaluate(given, whole.person, { pathParameters: whole.parameters });
          if (partial.allowed) expect(definite.allowed).toBe(true);
          if (partial.allowed) seen.both += 1;
          else if (definite.allowed) seen.hiddenDenies += 1;
          else seen.neither += 1;
        },
      ),
      RUNS,
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS.numRuns / 20);
  });

  const FULL = {
    groups: ['x-1'],
    subject: '1',
    type: 'user',
    scopes: ['openid'],
    issuedAt: ISSUED,
    signedInAt: ISSUED,
    claims: { tenant: '1' },
  } as const;

  it.each<[Rule, object, object]>([
    [{ user: true }, HIDDEN.type, {}],
    [{ scope: 'openid' }, HIDDEN['the claim scope'], {}],
    [{ issuedWithin: '1h' }, HIDDEN.iat, {}],
    [{ issuedWithin: '1h' }, HIDDEN['an iat far in the future'], {}],
    [{ signedInWithin: '1h' }, HIDDEN.auth_time, {}],
    [{ signedInWithin: '1h' }, HIDDEN['an auth_time far in the future'], {}],
    [{ owner: 'id' }, HIDDEN.sub, {}],
    [{ owner: 'id' }, HIDDEN['an empty sub'], {}],
    [{ owner: 'id', claim: 'tenant' }, HIDDEN.claims, {}],
    [{ owner: 'id', claim: 'tenant' }, HIDDEN['claims that are not strings'], {}],
    [{ owner: 'id' }, {}, HIDDEN_PARAMETERS.id],
    [{ owner: 'id' }, {}, HIDDEN_PARAMETERS['id with a %']],
    [{ groupTemplate: 'x-{id}' }, {}, HIDDEN_PARAMETERS.id],
    [{ groupTemplate: 'x-{id}' }, {}, HIDDEN_PARAMETERS['id with a %']],
  ])('%j is neither true nor false for %j with %j', (given, hiding, parameters) => {
    now = ISSUED * 1000;
    const event = { pathParameters: { id: '1', ...parameters } };
    const hidden = { ...FULL, ...hiding };
    const inside = given as Exclude<Rule, { everyone: true }>;
    expect(evaluate(given, FULL, { pathParameters: { id: '1' } }).allowed).toBe(true);
    expect(evaluate(given, hidden, event).allowed).toBe(false);
    expect(evaluate({ noneOf: [inside] }, hidden, event).allowed).toBe(false);
    expect(evaluate({ noneOf: [{ noneOf: [inside] }] }, hidden, event).allowed).toBe(false);
    expect(evaluate({ noneOf: [{ allOf: [inside] }] }, hidden, event).allowed).toBe(false);
    expect(evaluate({ anyOf: [inside, { noneOf: [inside] }] }, hidden, event).allowed).toBe(false);
    expect(evaluate({ anyOf: [inside, 'x-1'] }, hidden, event).allowed).toBe(true);
  });
});
