import fc from 'fast-check';
import type { NestedRule, Rule } from 'middy-cognito-groups';

/** Few names and values, so that random callers often satisfy random rules. */
const NAMES = ['a', 'b', 'c', 'x-1', 'x-2'];
const VALUES = ['1', '2', ''];

const { nested } = fc.letrec<{ nested: NestedRule }>((tie) => ({
  nested: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...NAMES),
    fc.constant({ authenticated: true as const }),
    fc.constant({ owner: 'id' }),
    fc.constant({ groupTemplate: 'x-{id}' }),
    fc.record({ anyOf: fc.array(tie('nested'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie('nested'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ noneOf: fc.array(tie('nested'), { minLength: 1, maxLength: 3 }) }),
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
}

export const person: fc.Arbitrary<Person> = fc.record(
  { groups: fc.uniqueArray(fc.constantFrom(...NAMES)), subject: fc.constantFrom(...VALUES) },
  { requiredKeys: ['groups'] },
);

export const eventWithParameters: fc.Arbitrary<object> = fc.record(
  { pathParameters: fc.record({ id: fc.constantFrom(...VALUES) }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);
