import fc from 'fast-check';
import type { NestedRule, Rule } from 'middy-cognito-groups';

/** Few names and values, so that random callers often satisfy random rules. */
const NAMES = ['a', 'b', 'c', 'x-1', 'x-2', 'y-1/2'];
const VALUES = ['1', '2', '1/2', '%31', ''];
const SCOPES = ['orders/read', 'orders/write', 'openid'];
const DURATIONS = ['90s', '15m', '1h', '1d'];

/** The claims that `owner` compares in random rules. Users may be able to write the second one. */
const CLAIMS = ['tenant', 'custom:tenant'] as const;

const members = (tie: fc.Arbitrary<NestedRule>) => fc.array(tie, { minLength: 1, maxLength: 3 });

const { nested } = fc.letrec<{ nested: NestedRule }>((tie) => ({
  nested: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...NAMES),
    fc.constant({ authenticated: true as const }),
    fc.constant({ user: true as const }),
    fc.record({ scope: fc.constantFrom(...SCOPES) }),
    fc.record({ issuedWithin: fc.constantFrom(...DURATIONS) }),
    fc.record({ signedInWithin: fc.constantFrom(...DURATIONS) }),
    fc.constantFrom(
      { owner: 'id' },
      { owner: 'id', claim: 'tenant' },
      { owner: 'id', claim: { dangerouslyUserWritable: 'custom:tenant' } },
    ),
    fc.constantFrom({ groupTemplate: 'x-{id}' }, { groupTemplate: 'y-{id}/{other}' }),
    fc.record({ anyOf: members(tie('nested')) }),
    fc.record({ allOf: members(tie('nested')) }),
    fc.record({ noneOf: members(tie('nested')) }),
  ),
}));

export const nestedRule: fc.Arbitrary<NestedRule> = nested;

export const rule: fc.Arbitrary<Rule> = fc.oneof(
  { weight: 19, arbitrary: nested },
  { weight: 1, arbitrary: fc.constant({ everyone: true as const }) },
);

export interface Person {
  readonly groups: string[];
  readonly subject?: string;
  readonly type?: 'user' | 'client';
  readonly scopes?: string[];
  readonly issuedAt?: number;
  readonly signedInAt?: number;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Tokens are issued around this second, and a random clock stands around it too. */
export const ISSUED = 1_727_338_966;

/** Seconds at and beside every limit of a random rule, and at the limit of skew. */
const OFFSETS = [0, 60, 60.001, 90, 90.001, 900, 900.001, 3600, 3601, 86_400, 86_401, 1e9];

/** The clock, in milliseconds since the epoch. */
export const clock: fc.Arbitrary<number> = fc.constantFrom(
  ...OFFSETS.flatMap((offset) => [(ISSUED + offset) * 1000, (ISSUED - offset) * 1000]),
);

const date = fc.constantFrom(ISSUED, ISSUED - 1, ISSUED - 900, ISSUED + 60);

const facts = {
  groups: fc.uniqueArray(fc.constantFrom(...NAMES)),
  subject: fc.constantFrom(...VALUES),
  type: fc.constantFrom('user' as const, 'client' as const),
  scopes: fc.uniqueArray(fc.constantFrom(...SCOPES)),
  issuedAt: date,
  signedInAt: date,
};

export const person: fc.Arbitrary<Person> = fc.record(
  {
    ...facts,
    claims: fc.record(
      Object.fromEntries(
        CLAIMS.map((name) => [name, fc.constantFrom<unknown>(...VALUES, 7, ['1'], null)]),
      ),
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['groups'] },
);

const parameter = fc.constantFrom<unknown>(...VALUES, 7, null);

export const eventWithParameters: fc.Arbitrary<object> = fc.record(
  { pathParameters: fc.record({ id: parameter, other: parameter }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);

/** A caller and a request of whom everything that a rule looks at is known. */
export const known: fc.Arbitrary<{ person: Required<Person>; parameters: Parameters }> = fc.record({
  person: fc.record({
    ...facts,
    subject: fc.constantFrom('1', '2'),
    scopes: fc.uniqueArray(fc.constantFrom(...SCOPES), { minLength: 1 }),
    claims: fc.record({ tenant: fc.constantFrom('1', '2'), 'custom:tenant': fc.constant('2') }),
  }),
  parameters: fc.record({ id: fc.constantFrom('1', '2'), other: fc.constantFrom('1', '2') }),
});

type Parameters = { readonly id: string; readonly other: string };

/** What makes one fact of them unknown. */
export const HIDDEN = {
  type: { type: undefined },
  'the claim scope': { scopes: [] },
  iat: { issuedAt: undefined },
  auth_time: { signedInAt: undefined },
  'an auth_time far in the future': { signedInAt: ISSUED * 2 },
  'an iat far in the future': { issuedAt: ISSUED * 2 },
  sub: { subject: undefined },
  'an empty sub': { subject: '' },
  claims: { claims: {} },
  'claims that are not strings': { claims: { tenant: 1, 'custom:tenant': ['2'] } },
} as const satisfies Record<string, object>;

export const HIDDEN_PARAMETERS = {
  id: { id: undefined },
  'id with a %': { id: '%31' },
  other: { other: '' },
} as const;
