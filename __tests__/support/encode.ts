import fc from 'fast-check';

/** What each AWS service sends. The encoders share no code with the decoders. */
export const ENCODERS = {
  '1a': (groups: readonly string[]) =>
    groups.reduce((text, name) => (text === '' ? name : `${text},${name}`), ''),
  '2a': (groups: readonly string[]) => `[${groups.join(' ')}]`,
  native: (groups: readonly string[]) => JSON.parse(JSON.stringify(groups)) as unknown,
} as const;

/** CreateGroup: letters, marks, symbols, numbers and punctuation; no white space, no controls. */
const LEGAL = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]$/u;

const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abAB01_-:|[]{}()"\'\\,;.@#=+é👑ß漢') },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'binary', minLength: 1, maxLength: 1 })
      .filter((text) => LEGAL.test(text)),
  },
);

/** A legal name of a Cognito group. */
export const groupName = fc
  .array(character, { minLength: 1, maxLength: 24 })
  .map((characters) => characters.join(''));

/** The groups of a token: each name once. */
export const groupSet = fc.uniqueArray(groupName, { maxLength: 12 });
