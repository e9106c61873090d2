import { afterAll, describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import fc from 'fast-check';
import {
  accessMatrix,
  type Cell,
  cognitoGroups,
  type Implies,
  type Rule,
  routePolicy,
} from 'middy-cognito-groups';
import { rule } from '../support/arbitrary-rules.js';
import {
  domainOf,
  eventOf,
  isAllowed,
  NOW,
  type Request,
  requestsIn,
} from '../support/callers-of-column.js';
import { answeredBy } from '../support/chain.js';
import { runs } from '../support/runs.js';

/** Not a spy, which would keep a record of some million calls. */
const { now } = Date;
Date.now = () => NOW * 1000;

afterAll(() => {
  Date.now = now;
});

const PATH = '/teams/{id}/{other}';
const METHODS = ['GET', 'PUT'];

/** A group implies only those after it, so there is no circle. */
const NAMES = ['a', 'b', 'x-1', 'c', 'x-2', 'y-1/2'];
const hierarchy: fc.Arbitrary<Implies> = fc
  .tuple(...NAMES.map((_, at) => fc.subarray(NAMES.slice(at + 1))))
  .map((lists) =>
    Object.fromEntries(NAMES.flatMap((name, at) => (lists[at]?.length ? [[name, lists[at]]] : []))),
  );

/** After so many requests with one answer, a cell that is definite has been tried enough. */
const ENOUGH = 100;

/** One request that is allowed and one that is denied, as far as there are any. */
function witnesses(given: Rule, column: string, implies: Implies, cell: Cell) {
  let allowed: Request | undefined;
  let denied: Request | undefined;
  let tried = 0;
  for (const request of requestsIn(domainOf(given))) {
    tried += 1;
    if (typeof cell === 'string' && tried > ENOUGH) break;
    if (isAllowed(given, column, request, implies)) allowed ??= request;
    else denied ??= request;
    if (allowed && denied) break;
  }
  return { allowed, denied };
}

const kindOf = (cell: Cell) => (typeof cell === 'object' ? 'if' : cell);

describe('a matrix agrees with the middleware', () => {
  it('on 2,000 random tables: a definite cell always, a conditional cell with both answers', async () => {
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 2 }),
        fc.oneof(fc.constant({}), hierarchy),
        fc.nat(3),
        async (rules, implies, kind) => {
          const table = Object.fromEntries(rules.map((one, at) => [`${METHODS[at]} ${PATH}`, one]));
          const { columns, routes } = accessMatrix(table, { implies, groups: ['x-1'] }).toJSON();
          const handler = middy()
            .use(cognitoGroups({ implies }))
            .use(routePolicy(table))
            .handler(async () => ({ statusCode: 200 }));
          expect(routes.map(({ route, rule: given }) => [route, given])).toEqual(
            Object.entries(table),
          );
          // One assertion for each table: each costs more than a decision.
          const wrong: unknown[] = [];
          for (const { route, access, rule: given } of routes) {
            for (const column of columns) {
              const cell = access[column] as Cell;
              const { allowed, denied } = witnesses(given, column, implies, cell);
              const expected = allowed && denied ? 'if' : allowed ? 'allowed' : 'denied';
              if (kindOf(cell) !== expected) wrong.push({ given, column, cell, expected });
              seen[expected] = (seen[expected] ?? 0) + 1;
              for (const request of [allowed, denied]) {
                if (request === undefined) continue;
                const status = await answeredBy(handler, eventOf(column, request, route, kind));
                const isRight = (status === 200) === (request === allowed);
                if (!isRight) wrong.push({ given, column, cell, request, status });
              }
            }
          }
          expect(wrong).toEqual([]);
        },
      ),
      { numRuns: runs(2000) },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs(2000));
  }, 120_000);
});
