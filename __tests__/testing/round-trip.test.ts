import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appSync, httpApi, restApi } from 'middy-cognito-groups/sources';
import { ENCODERS, groupName, groupSet } from '../support/encode.js';
import { ROWS } from '../support/wire-values.js';

const RUNS = { numRuns: 10_000 };
const CLAIM = 'cognito:groups';

describe('decode(encode(groups)) is groups', () => {
  it('on an HTTP API, payload 2.0, for any names', () => {
    fc.assert(
      fc.property(groupSet, (groups) => {
        expect(httpApi.identify(ROWS['2a'](ENCODERS['2a'](groups)), CLAIM)?.groups).toEqual(groups);
      }),
      RUNS,
    );
  });

  it('on an HTTP API, payload 1.0, for any names', () => {
    fc.assert(
      fc.property(groupSet, (groups) => {
        expect(httpApi.identify(ROWS['2b'](ENCODERS['2a'](groups)), CLAIM)?.groups).toEqual(groups);
      }),
      RUNS,
    );
  });

  it.each([
    ['a REST API with a JWT authorizer', restApi, ROWS['1b']],
    ['AppSync with a user pool', appSync, ROWS[5]],
    ['AppSync with OpenID Connect', appSync, ROWS['5b']],
  ])('on %s, for any names', (_, source, event) => {
    fc.assert(
      fc.property(groupSet, (groups) => {
        expect(source.identify(event(ENCODERS.native(groups)), CLAIM)?.groups).toEqual(groups);
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
        const decode = () => restApi.identify(ROWS['1a'](wire), CLAIM)?.groups;
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
          decoded = restApi.identify(ROWS['1a'](wire), CLAIM)?.groups;
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_CLAIM_FORMAT', cause: { source: 'rest-api' } });
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
    expect(restApi.identify(ROWS['1a']('x,admin'), CLAIM)?.groups).toEqual(['x', 'admin']);
  });
});
