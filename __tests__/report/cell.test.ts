import { describe, expect, it } from '@jest/globals';
import {
  accessMatrix,
  allOf,
  anyOf,
  authenticated,
  type Cell,
  everyone,
  groupTemplate,
  type Implies,
  issuedWithin,
  type NestedRule,
  noneOf,
  owner,
  type Rule,
  scope,
  signedInWithin,
  user,
} from 'middy-cognito-groups';

const PATH = 'GET /{a}/{b}';
const TENANT = { claim: 'tenant' };
const CLIENT_ID = { claim: 'client_id' };
const USER_NAMES = ['username', 'cognito:username'].map((name) => ({
  claim: { dangerouslyUserWritable: name },
}));

/** Each cell as `'allowed'`, `'denied'` or `'if'`. */
function cellsOf(rule: Rule, implies: Implies = {}): Record<string, string> {
  const { routes } = accessMatrix({ [PATH]: rule }, { groups: ['member'], implies }).toJSON();
  const cells: [string, Cell][] = Object.entries(routes[0]?.access ?? {});
  return Object.fromEntries(
    cells.map(([column, cell]) => [column, typeof cell === 'object' ? 'if' : cell]),
  );
}

const ALL_DENIED = {
  'not signed in': 'denied',
  'signed in': 'denied',
  'a client': 'denied',
  member: 'denied',
};
const SIGNED_IN = { 'signed in': 'allowed', 'a client': 'allowed', member: 'allowed' };
const OPEN = { 'signed in': 'if', 'a client': 'if', member: 'if' };

describe('a cell', () => {
  it.each<[Rule, object]>([
    [everyone, { 'not signed in': 'allowed', ...SIGNED_IN }],
    [authenticated, SIGNED_IN],
    [user, { ...SIGNED_IN, 'a client': 'denied' }],
    ['member', { member: 'allowed' }],
    [noneOf('member'), { ...SIGNED_IN, member: 'denied' }],
    [anyOf(user, noneOf(user)), SIGNED_IN],
    [owner('a'), OPEN],
    [scope('s'), OPEN],
    [issuedWithin('1h'), OPEN],
    [signedInWithin('1h'), OPEN],
    [groupTemplate('member-{a}'), {}],
    [groupTemplate('{a}'), { member: 'if' }],
    [groupTemplate('{a}mber'), { member: 'if' }],
    [groupTemplate('member{a}'), {}],
    [groupTemplate('{a}e{b}'), {}],
    [groupTemplate('{a}emb{b}'), {}],
    [groupTemplate('m{a}m{b}'), { member: 'if' }],
  ])('of %j', (rule, cells) => {
    expect(cellsOf(rule)).toEqual({ ...ALL_DENIED, ...cells });
  });

  it.each<[Rule, string]>([
    [
      noneOf(allOf(owner('a'), scope('s'))),
      "{a} is not the caller's sub or the token has scopes but not s",
    ],
    [
      noneOf(noneOf(owner('a'), scope('s'))),
      "{a} is the caller's sub or the token has the scope s",
    ],
  ])('has or between the parts of which one must hold: %j', (rule, condition) => {
    const { routes } = accessMatrix({ [PATH]: rule }).toJSON();
    expect(routes[0]?.access['signed in']).toEqual({ if: condition });
  });

  it('respects the hierarchy', () => {
    const implies = { admin: ['member'], owner: ['admin'], member: ['team-7'] };
    expect(cellsOf('member', implies)).toEqual({
      ...ALL_DENIED,
      member: 'allowed',
      admin: 'allowed',
      owner: 'allowed',
      'team-7': 'denied',
    });
    expect(cellsOf(groupTemplate('team-{a}'), implies)).toMatchObject({ owner: 'if' });
    expect(cellsOf(noneOf('member'), implies)).toMatchObject({ owner: 'denied' });
  });

  it('is not allowed if a request can lack what the rule compares', () => {
    for (const part of [owner('a'), scope('s'), issuedWithin('1h'), groupTemplate('x-{a}')]) {
      expect(cellsOf(anyOf(part, noneOf(part)))).toEqual({ ...ALL_DENIED, ...OPEN });
    }
  });
});

describe('parts that compare the same fact', () => {
  it.each<NestedRule>([
    allOf(owner('a'), noneOf(owner('a'))),
    allOf(scope('s'), noneOf(scope('s'))),
    allOf(issuedWithin('15m'), noneOf(issuedWithin('1h'))),
    allOf(issuedWithin('3599s'), noneOf(issuedWithin('1h'))),
    allOf(issuedWithin('60m'), noneOf(issuedWithin('1h'))),
    allOf(signedInWithin('1m'), noneOf(signedInWithin('1d'))),
    allOf(groupTemplate('{a}'), noneOf('member')),
    noneOf(authenticated),
    allOf(groupTemplate('mem{a}'), groupTemplate('m{a}')),
    allOf(groupTemplate('mem{a}'), owner('a'), owner('b'), groupTemplate('{b}')),
    allOf(owner('a'), owner('b'), owner('a', TENANT), noneOf(owner('b', TENANT))),
  ])('never allow if they exclude each other: %j', (rule) => {
    expect(cellsOf(rule)).toEqual(ALL_DENIED);
  });

  it.each<[NestedRule, object]>([
    [allOf(owner('a'), noneOf(owner('b'))), OPEN],
    [allOf(owner('a'), owner('b')), OPEN],
    [allOf(owner('a'), owner('a', TENANT), noneOf(owner('b', TENANT))), OPEN],
    [allOf(owner('a'), noneOf(owner('a', TENANT))), OPEN],
    [allOf(noneOf(owner('a', CLIENT_ID)), owner('a')), { 'signed in': 'if', member: 'if' }],
    [allOf(issuedWithin('1h'), noneOf(issuedWithin('15m'))), OPEN],
    [allOf(issuedWithin('3600s'), noneOf(issuedWithin('3599s'))), OPEN],
    [allOf(signedInWithin('1h'), noneOf(signedInWithin('15m'), issuedWithin('1m'))), OPEN],
    [allOf(scope('a'), noneOf(scope('b')), scope('c'), noneOf(scope('d'))), OPEN],
    [noneOf(scope('a'), scope('b')), OPEN],
    [
      allOf(groupTemplate('mem{a}'), owner('a'), owner('b'), groupTemplate('mem{b}')),
      { member: 'if' },
    ],
    [allOf(groupTemplate('mem{a}'), groupTemplate('m{b}'), noneOf(owner('a'))), { member: 'if' }],
    [
      allOf(groupTemplate('mem{a}'), groupTemplate('m{b}'), owner('a'), noneOf(owner('b'))),
      { member: 'if' },
    ],
  ])('allow some requests otherwise: %j', (rule, cells) => {
    expect(cellsOf(rule)).toEqual({ ...ALL_DENIED, ...cells });
  });

  it('are unknown together if a value separates two placeholders', () => {
    const slash = allOf(groupTemplate('x-{a}'), noneOf(groupTemplate('y-{a}/{b}')));
    expect(cellsOf(slash, { member: ['x-1/2'] })).toMatchObject({ member: 'denied' });
    expect(cellsOf(slash, { member: ['x-1'] })).toMatchObject({ member: 'if' });
    expect(cellsOf(slash, { member: ['x-1', 'y-1/2'] })).toMatchObject({ member: 'if' });
  });

  it('may separate by letters', () => {
    const rule = noneOf(groupTemplate('tenant:{a}:users:{b}'));
    expect(cellsOf(rule)).toEqual({ ...ALL_DENIED, ...OPEN });
  });

  it('may separate by a character that the search would try', () => {
    const template = groupTemplate('{a}\ue000{b}');
    expect(cellsOf(noneOf(template))).toEqual({ ...ALL_DENIED, ...OPEN });
    expect(cellsOf(template, { member: ['1\ue0002'] })).toMatchObject({ member: 'if' });
  });
});

describe('a client', () => {
  it('has a subject, which is its client_id', () => {
    const both = allOf(owner('a'), noneOf(owner('a', CLIENT_ID)));
    expect(cellsOf(owner('a', CLIENT_ID))).toMatchObject(OPEN);
    expect(cellsOf(both)).toMatchObject({ 'signed in': 'if', 'a client': 'denied' });
    expect(cellsOf(allOf(owner('a'), owner('b', CLIENT_ID)))).toMatchObject(OPEN);
  });

  it.each(USER_NAMES)('has no user name: %j', (claim) => {
    expect(cellsOf(owner('a', claim))).toMatchObject({ 'signed in': 'if', 'a client': 'denied' });
    expect(cellsOf(noneOf(owner('a', claim)))).toMatchObject({ 'a client': 'denied' });
    expect(cellsOf(anyOf(owner('a', claim), scope('s')))).toMatchObject({ 'a client': 'if' });
  });
});

describe('a rule with more facts than are tried', () => {
  const settled = (part: NestedRule): NestedRule => anyOf(part, noneOf(part));
  const scopes = (length: number) =>
    Array.from({ length }, (_, index) => scope(`s${index}`)) as [NestedRule, ...NestedRule[]];
  const pairs = Array.from({ length: 16 }, (_, index) =>
    settled(owner('a', { claim: `claim${index}` })),
  ) as [NestedRule, ...NestedRule[]];
  const never = allOf(scope('s'), noneOf(scope('s')));

  it('is a condition, not denied without proof', () => {
    expect(cellsOf(allOf(...pairs, anyOf(never, scope('t'))))).toEqual({
      ...ALL_DENIED,
      ...OPEN,
    });
    const half = allOf(anyOf(...scopes(20)), noneOf(scope('s0'), scope('s19')));
    expect(cellsOf(half)).toEqual({ ...ALL_DENIED, ...OPEN });
  });

  it('is denied if one part is denied to all, or each of its parts', () => {
    expect(cellsOf(allOf(...pairs, never))).toEqual(ALL_DENIED);
    const [one, other] = [0, 8].map((from) =>
      allOf(...(pairs.slice(from, from + 5) as [NestedRule]), never),
    );
    expect(cellsOf(anyOf(one as NestedRule, other as NestedRule))).toEqual(ALL_DENIED);
  });

  it('is denied if the facts that are tried first exclude it', () => {
    expect(cellsOf(allOf(owner('a'), noneOf(owner('a')), ...scopes(13)))).toEqual(ALL_DENIED);
  });

  it('is denied if only a part that the column settles has so many', () => {
    const rule = allOf(
      issuedWithin('1h'),
      noneOf(issuedWithin('1h')),
      anyOf('member', ...scopes(13)),
    );
    expect(cellsOf(rule)).toMatchObject({ 'signed in': 'if', member: 'denied' });
  });

  it.each(USER_NAMES)(
    'is searched by the facts that it compares, and by no others: %j',
    (claim) => {
      const [first, ...others] = scopes(12);
      const rule = allOf(anyOf(owner('a', claim), first), noneOf(first), ...others.map(settled));
      expect(cellsOf(rule)).toMatchObject({ 'a client': 'denied' });
    },
  );

  it.each<[string, NestedRule]>([
    ['a scope', scope('s')],
    ['a second parameter', owner('b')],
  ])('is denied if 5000 combinations of facts prove it: with %s', (_, part) => {
    const limits = (length: number, within: (duration: string) => NestedRule) =>
      anyOf(...(Array.from({ length }, (_, index) => within(`${index + 1}m`)) as [NestedRule]));
    const parts = [owner('a'), part, limits(31, issuedWithin), limits(37, signedInWithin)];
    const never = [signedInWithin('1m'), noneOf(signedInWithin('1m'))] as const;
    const rule = allOf(...never, ...parts.map(settled));
    expect(cellsOf(rule)).toEqual(ALL_DENIED);
  });
});
