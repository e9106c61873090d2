import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import fc from 'fast-check';
import { cognitoGroups, everyone, type Rule, routePolicy } from 'middy-cognito-groups';
import { httpApiEvent } from 'middy-cognito-groups/testing';
import { invoke } from '../support/chain.js';
import { runCommand } from '../support/command.js';
import { runs } from '../support/runs.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const PATHS = ['/a', '/a/{id}', '/b'];

const key = fc
  .tuple(fc.constantFrom('GET', 'PUT', 'ANY'), fc.constantFrom(...PATHS))
  .map(([method, path]) => `${method} ${path}`);

/** No group has a space in its name. */
const groupOf = (name: string) => name.replace(' ', '_');

/** Each rule is a group that is named after its key, or `everyone`. */
const table = fc
  .uniqueArray(fc.tuple(key, fc.boolean()), {
    minLength: 1,
    maxLength: 6,
    selector: ([name]) => name,
  })
  .map((entries) =>
    Object.fromEntries(
      entries.map(([name, isPublic]): [string, Rule] => [
        name,
        isPublic ? everyone : groupOf(name),
      ]),
    ),
  );

/** Deployed routes, each with or without an authorizer. */
const deployed = fc
  .uniqueArray(fc.tuple(key, fc.boolean()), {
    minLength: 1,
    maxLength: 6,
    selector: ([name]) => name,
  })
  .map((entries) => new Map(entries));

function templateOf(routes: ReadonlyMap<string, boolean>): string {
  const resources = [...routes].map(([name, isGuarded], index) => [
    `R${index}`,
    {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        RouteKey: name,
        AuthorizationType: isGuarded ? 'JWT' : 'NONE',
        AuthorizerId: { Ref: 'Pool' },
      },
    },
  ]);
  return JSON.stringify({ Resources: Object.fromEntries(resources) });
}

/**
 * What the middleware answers to every request that the gateway passes on, in the words of the
 * findings. The caller is in every group, and the gateway reads the token only with an authorizer.
 */
async function answersOf(
  rules: Readonly<Record<string, Rule>>,
  routes: ReadonlyMap<string, boolean>,
) {
  const groups = Object.keys(rules).map(groupOf);
  const found = new Set<string>();
  const unused = new Set(Object.keys(rules).filter((name) => rules[name] !== everyone));
  const handler = middy()
    .use(
      cognitoGroups({
        onDecision: ({ decision }) => void unused.delete(String(decision.rule).replace('_', ' ')),
      }),
    )
    .use(routePolicy(rules))
    .handler(async () => ({ statusCode: 200 }));
  for (const path of PATHS) {
    for (const method of METHODS) {
      const name = [`${method} ${path}`, `ANY ${path}`].find((one) => routes.has(one));
      if (name === undefined) continue;
      const isGuarded = routes.get(name) === true;
      const request = { method, path, resource: path };
      const status = async (caller: object) =>
        (await invoke(handler, httpApiEvent({ ...request, ...caller }))).statusCode;
      const withToken = await status(isGuarded ? { groups } : {});
      if (withToken === 403) found.add(`${name}: no rule`);
      if (withToken === 401) found.add(`${name}: no authorizer`);
      if (isGuarded && (await status({})) === 200) found.add(`${name}: everyone`);
    }
  }
  for (const name of unused) found.add(`${name}: not deployed`);
  return found;
}

/** The findings of the command, in the same words and by the route that they are at. */
async function findingsOf(
  rules: Readonly<Record<string, Rule>>,
  routes: ReadonlyMap<string, boolean>,
) {
  const { out, err } = await runCommand(['check', 'access.mjs', '--template', 't.json'], {
    modules: { 'access.mjs': { access: rules } },
    files: { 't.json': templateOf(routes) },
  });
  expect(err).toBe('');
  const names = [...routes.keys()];
  const found = new Set<string>();
  for (const [, name = '', problem = '', at] of out.matchAll(
    /^([A-Z].*?): (.*)\n(?: {2}at: R(\d+))?/gmu,
  )) {
    const route = at === undefined ? name : names[Number(at)];
    if (/^it has no rule|^only /u.test(problem)) found.add(`${route}: no rule`);
    if (/needs an identity/u.test(problem)) found.add(`${route}: no authorizer`);
    if (/^everyone may/u.test(problem)) found.add(`${route}: everyone`);
    if (/is not deployed$/u.test(problem) && rules[name] !== everyone)
      found.add(`${name}: not deployed`);
  }
  return found;
}

describe('the findings', () => {
  it('say what the middleware answers to every request, and nothing else', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(table, deployed, async (rules, routes) => {
        const answers = await answersOf(rules, routes);
        expect([...(await findingsOf(rules, routes))].sort()).toEqual([...answers].sort());
        for (const answer of answers) seen.add(answer.replace(/^.*: /u, ''));
      }),
      { numRuns: runs(1600) },
    );
    expect([...seen].sort()).toEqual(['everyone', 'no authorizer', 'no rule', 'not deployed']);
  });
});
