import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  anyOf,
  type CognitoGroupsOptions,
  cognitoGroups,
  defineGroups,
  noneOf,
  requireGroup,
} from 'middy-cognito-groups';
import { invoke } from '../support/chain.js';
import { restCaller } from '../support/events.js';

const implies = { admin: ['team_manager', 'auditor'], team_manager: ['member'] };

function chain(rule: Parameters<typeof requireGroup>[0]) {
  return middy()
    .use(cognitoGroups({ implies }))
    .use(requireGroup(rule))
    .handler(async ({ auth }) => auth.groups);
}

it('follows each group once, however many paths lead to it', () => {
  const level = (n: number) => [`a${n}`, `b${n}`];
  const diamonds = Object.fromEntries(
    Array.from({ length: 200 }, (_, n) => level(n).map((name) => [name, level(n + 1)])).flat(),
  );
  const { evaluate } = defineGroups(Array.from({ length: 201 }, (_, n) => level(n)).flat(), {
    implies: diamonds,
  });
  expect(evaluate('b200', { groups: ['a0'] }).allowed).toBe(true);
  expect(evaluate('a0', { groups: ['b200'] }).allowed).toBe(false);
});

describe('implies', () => {
  it.each<[string, string[], number]>([
    ['admin', ['admin'], 200],
    ['team_manager', ['admin'], 200],
    ['member', ['admin'], 200],
    ['auditor', ['admin'], 200],
    ['member', ['team_manager'], 200],
    ['auditor', ['team_manager'], 403],
    ['admin', ['member'], 403],
    ['admin', ['team_manager', 'auditor', 'member'], 403],
  ])('requireGroup(%j) for %j is %d', async (rule, groups, status) => {
    const answer = await invoke(chain(rule), restCaller(...groups));
    if (status === 200) expect(answer).toEqual(groups);
    else expect(answer).toMatchObject({ statusCode: status });
  });

  it('applies in every rule, including noneOf', async () => {
    expect(await invoke(chain(anyOf('x', 'member')), restCaller('admin'))).toEqual(['admin']);
    expect(await invoke(chain(noneOf('member')), restCaller('admin'))).toMatchObject({
      statusCode: 403,
    });
  });

  it('is read once: changing the object later changes nothing', async () => {
    const given: Record<string, string[]> = { admin: ['member'] };
    const reader = cognitoGroups({ implies: given });
    given.outsider = ['member'];
    given.admin?.push('owner');
    const of = (rule: string) =>
      middy()
        .use(reader)
        .use(requireGroup(rule))
        .handler(async () => 'in');
    expect(await invoke(of('member'), restCaller('outsider'))).toMatchObject({ statusCode: 403 });
    expect(await invoke(of('owner'), restCaller('admin'))).toMatchObject({ statusCode: 403 });
    expect(await invoke(of('member'), restCaller('admin'))).toBe('in');
  });

  it('finds no group in the prototype of an object', async () => {
    expect(
      await invoke(chain('member'), restCaller('constructor', '__proto__', 'toString')),
    ).toMatchObject({
      statusCode: 403,
    });
  });

  it.each<[unknown, RegExp]>([
    [{ a: ['a'] }, /'a' is \["a"\]; write groups that do not imply it/],
    [{ a: ['b'], b: ['c'], c: ['a'] }, /'a' is \["b"\]; write groups that do not imply it/],
    [{ a: [] }, /implies: 'a' is \[\]; write \{ admin: \['team_manager'\] \}/],
    [{ a: 'b' }, /implies: 'a' is 'b'; write \{ admin: \['team_manager'\] \}/],
    [{ a: [' b'] }, /^implies: the group name is ' b'; write .* trimmed/],
    [{ ' a': ['b'] }, /^implies: the group name is ' a'; write .* trimmed/],
    [{ a: [7] }, /^implies: the group name is 7; write/],
    [null, /implies is null; write \{ admin: \['team_manager'\] \}/],
    [[], / is \[\]; write /],
    [new Map([['a', ['b']]]), /implies is \{\}; write \{ admin: \['team_manager'\] \}/],
  ])('%j is a TypeError', (given, message) => {
    const construct = () => cognitoGroups({ implies: given } as CognitoGroupsOptions);
    expect(construct).toThrow(TypeError);
    expect(construct).toThrow(message);
  });
});
