import { describe, expect, it } from '@jest/globals';
import middy, { type MiddlewareObj } from '@middy/core';
import fc from 'fast-check';
import { cognitoGroups, defineGroups, type Rule, routePolicy } from 'middy-cognito-groups';
import { type CedarPolicies, toCedar } from 'middy-cognito-groups/cedar';
import { type Api, api } from '../support/arbitrary-api.js';
import { invoke } from '../support/chain.js';
import { NAMESPACE, POOL, policyStore } from '../support/verified-permissions.js';

/** The engine takes 6 ms to parse and validate a table. */
const RUNS = process.env.TEST_HARD === '1' ? 5000 : 30;

const store = { namespace: NAMESPACE, userPoolId: POOL };

interface Sides {
  readonly exported: CedarPolicies;
  readonly middleware: MiddlewareObj[];
}

/** The forms in which `toCedar` takes a table, each with the middleware that decides by it. */
const FORMS: Readonly<Record<string, (drawn: Api) => Sides>> = {
  'a table': ({ table, implies }) => ({
    exported: toCedar(table, { ...store, implies }),
    middleware: [cognitoGroups({ implies }), routePolicy(table)] as MiddlewareObj[],
  }),
  'a table from JSON': ({ table, implies }) => {
    const read = JSON.parse(JSON.stringify(table)) as Record<string, Rule>;
    return {
      exported: toCedar(read, { ...store, implies }),
      middleware: [cognitoGroups({ implies }), routePolicy(table)] as MiddlewareObj[],
    };
  },
  'a routePolicy': ({ table, implies }) => {
    const policy = routePolicy(table);
    return {
      exported: toCedar(policy, { ...store, implies }),
      middleware: [cognitoGroups({ implies }), policy] as MiddlewareObj[],
    };
  },
  'a routePolicy of defineGroups': ({ groups, table, implies }) => {
    const defined = defineGroups(groups, { implies });
    const policy = defined.routePolicy(table);
    const middleware = [defined.cognitoGroups(), policy] as MiddlewareObj[];
    return { exported: toCedar(policy, store), middleware };
  },
};

const seen = { allowed: 0, denied: 0 };

/** @throws for a request on which the two decide differently, with all that one needs to see it */
async function compare({ requests }: Api, { exported, middleware }: Sides): Promise<void> {
  const engine = policyStore(exported.schema, exported.policies);
  expect(engine.findings()).toEqual([]);
  const handler = middy()
    .use(middleware)
    .handler(async () => ({ statusCode: 200 }));
  for (const { claims, request } of requests) {
    const { method: httpMethod, resource, pathParameters } = request;
    const requestContext = { authorizer: { claims } };
    const event = { httpMethod, resource, pathParameters, requestContext };
    const middlewareAllows = (await invoke(handler, event)).statusCode === 200;
    const engineAllows = engine.isAllowed(claims, request);
    seen[engineAllows ? 'allowed' : 'denied'] += 1;
    if (engineAllows === middlewareAllows) continue;
    const { policies } = exported;
    throw new Error(
      `they disagree: ${JSON.stringify({ engineAllows, claims, request, policies })}`,
    );
  }
}

describe('the engine, on random tables, callers and routes', () => {
  it('decides as the middleware, and its validator accepts every schema and policy', async () => {
    const form = fc.constantFrom(...Object.values(FORMS));
    const property = fc.asyncProperty(api, form, (drawn, sides) => compare(drawn, sides(drawn)));
    await fc.assert(property, { numRuns: RUNS });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 2);
  }, 300_000);

  it('would disagree with policies that lack one guard, and prints a table of one route', async () => {
    const weaken = (drawn: Api): Sides => {
      const { exported, middleware } = (FORMS['a table'] as (drawn: Api) => Sides)(drawn);
      const policies = Object.entries(exported.policies).map(([route, policy]) => [
        route,
        policy.replaceAll('!context.token.scope.isEmpty() &&', ''),
      ]);
      return { exported: { ...exported, policies: Object.fromEntries(policies) }, middleware };
    };
    const property = fc.asyncProperty(api, (drawn) => compare(drawn, weaken(drawn)));
    // A seed, because the smallest case that shrinking finds depends on the first.
    const found = await fc.check(property, { numRuns: 2000, seed: 12 });
    expect(String(found.errorInstance)).toContain('they disagree: {"engineAllows":true,');
    expect(Object.keys(found.counterexample?.[0].table ?? {})).toHaveLength(1);
  }, 60_000);
});
