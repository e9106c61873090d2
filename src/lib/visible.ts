/**
 * Control and format characters, lone surrogates, letters and marks without a shape, which Cognito
 * accepts in a name, and every space except the ordinary one. It is not a literal, because looking
 * up their ranges would add a millisecond to the import of the package.
 */
const INVISIBLE = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\u2800]|(?! )\\p{Z}';

/**
 * A name with its invisible characters escaped, for review: `admin` with an invisible character is
 * a different group, and a character that changes the direction of text can disguise a name.
 */
export function visible(text: string): string {
  return text.replace(
    new RegExp(INVISIBLE, 'gu'),
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
