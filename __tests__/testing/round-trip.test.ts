import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appSync, httpApi, restApi } from 'middy-cognito-groups/sources';
import { ENCODERS, groupName, groupSet } from '../support/encode.js';
import { OIDC_ISSUER } from '../support/events.js';
import { groupsOf } from '../support/policy.js';
import { runs } from '../support/runs.js';
import { ROWS } from '../support/wire-values.js';

const RUNS = { numRuns: runs(2_000) };

describe('decode(encode(groups)) is groups', () => {
  it('on an HTTP API, payload 2.0, for any names', () => {
    fc.assert(
      fc.property(groupSet, (groups) => {
        expect(groupsOf(httpApi, ROWS['2a'](ENCODERS['2a'](groups)))).toEqual(groups);
      }),
      RUNS,
    );
  });

  it('on an HTTP API, payload 1.0, for any names', () => {
    fc.assert(
      fc.property(groupSet, (groups) => {
        expect(groupsOf(httpApi, ROWS['2b'](ENCODERS['2a'](groups)))).toEqual(groups);
      }),
      RUNS,
    );
  });

  it.each([
    ['a REST API with a JWT authorizer', restApi, ROWS['1b'], {}],
    ['AppSync with a user pool', appSync, ROWS[5], {}],
    ['AppSync with OpenID Connect', appSync, ROWS['5b'], { issuer: OIDC_ISSUER }],
  ])('on %s, for any names', (_, source, event, pins) => {
    fc.assert(
      fc.property(groupSet, (groups) => {
        expect(groupsOf(source, event(ENCODERS.native(groups)), pins)).toEqual(groups);
      }),
      RUNS,
    );
  });

  it('on a REST API with a Cognito authorizer, for names without a comma', () => {
    const withoutCommas = fc.uniqueArray(
      groupName.map((name) => name.replaceAll(',', ';')),
      { maxLength: 12 },
    );
    let rejected = 0;
    fc.assert(
      fc.property(withoutCommas, (groups) => {
        const wire = ENCODERS['1a'](groups);
        const decode = () => groupsOf(restApi, ROWS['1a'](wire));
        if ((wire.startsWith('[') && wire.endsWith(']')) || wire.includes('\\,')) {
          rejected += 1;
          expect(decode).toThrow('Internal Server Error');
        } else {
          expect(decode()).toEqual(groups);
        }
      }),
      RUNS,
    );
    // Generated names often hold brackets and backslashes. Most sets must be decoded none the less.
    expect(rejected).toBeLessThan(RUNS.numRuns / 2);
  });
});

describe('commas inside names on a REST API', () => {
  /** What the wire keeps of a list of names. No function after a REST API can know more. */
  const pieces = (groups: readonly string[]) => groups.flatMap((name) => name.split(','));

  it('drop and invent no piece of the wire value, or are an error that says why', () => {
    fc.assert(
      fc.property(groupSet, (groups) => {
        const wire = ENCODERS['1a'](groups);
        let decoded: readonly string[] | undefined;
        try {
          decoded = groupsOf(restApi, ROWS['1a'](wire));
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_CLAIM_FORMAT' });
          expect(/^,|,,|,$|\\,|^\[.*\]$/su.test(wire)).toBe(true);
          return;
        }
        expect(decoded).toEqual(pieces(groups));
        // No result is an empty name, a name with a comma, or half of an escaped name.
        for (const name of decoded ?? []) expect(name).not.toMatch(/^$|,/u);
        expect(decoded?.slice(0, -1).every((name) => !name.endsWith('\\'))).toBe(true);
      }),
      RUNS,
    );
  });

  it('make two groups of a name that is otherwise accepted, as the README warns', () => {
    expect(groupsOf(restApi, ROWS['1a']('x,admin'))).toEqual(['x', 'admin']);
  });
});
