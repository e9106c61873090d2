import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appSync, httpApi, restApi } from 'middy-cognito-groups/sources';
import { authOf } from '../support/chain.js';
import { groupSet } from '../support/encode.js';
import { policyOf } from '../support/policy.js';
import { runs } from '../support/runs.js';
import { SOURCES } from '../support/sources.js';

describe.each(Object.entries(SOURCES))('%s', (_, [source, build]) => {
  it('reads the groups that the kit has written', async () => {
    await fc.assert(
      fc.asyncProperty(groupSet, async (groups) => {
        let event: object;
        try {
          event = build({ groups });
        } catch (error) {
          // A format that joins with commas throws for a name with a comma.
          expect(groups.some((name) => name.includes(','))).toBe(true);
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        const identify = async () => source.identify(event, policyOf(), {});
        const reading = await identify().catch((error) => error);
        // A REST API list that looks like that of another API is rejected. Others are unchanged.
        if (reading?.code === 'ERR_CLAIM_FORMAT')
          expect(groups.join(',')).toMatch(/^\[.*\]$|\\,/su);
        else
          expect(reading).toMatchObject({
            groups,
            source: source.name,
            subject: '3f1a7c52-0000-4000-8000-000000000001',
          });
      }),
      { numRuns: runs(1600) },
    );
  });

  it('distinguishes a caller in no group from an unauthenticated request', async () => {
    expect(await authOf(build({ groups: [] }), { source })).toMatchObject({
      groups: [],
      source: source.name,
    });
    expect((await authOf(build({}), { source })).source).toBeUndefined();
  });

  it('does not recognise the events of other sources', async () => {
    for (const [other, buildOther] of Object.values(SOURCES)) {
      if (other.name === source.name) continue;
      expect((await authOf(buildOther({ groups: ['admin'] }), { source })).source).toBeUndefined();
    }
  });

  it('reads nothing from a body or a header', async () => {
    for (const [, buildOther] of Object.values(SOURCES)) {
      const inside = JSON.stringify(buildOther({ groups: ['admin'] }));
      const forged = { ...build({}), body: inside };
      Object.assign((forged as { headers?: object }).headers ?? {}, {
        'cognito:groups': 'admin',
        'x-amzn-request-context': inside,
      });
      expect((await authOf(forged, { source })).source).toBeUndefined();
    }
  });
});

describe('an event that looks like two', () => {
  it.each(
    Object.keys(SOURCES).flatMap((one) =>
      Object.keys(SOURCES).map((other) => [one, other] as const),
    ),
  )('%s over %s is recognised by at most one source', async (one, other) => {
    const [first, second] = [SOURCES[one], SOURCES[other]] as [
      (typeof SOURCES)[string],
      (typeof SOURCES)[string],
    ];
    const event = { ...second[1]({ groups: ['second'] }), ...first[1]({ groups: ['first'] }) };
    const readings = [restApi, httpApi, appSync].map((source) => {
      try {
        return source.identify(event, policyOf());
      } catch {
        return 'rejected';
      }
    });
    expect(readings.filter((reading) => reading !== undefined).length).toBeLessThanOrEqual(1);
  });
});
