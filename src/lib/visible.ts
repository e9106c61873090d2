/**
 * Control and format characters, lone surrogates, letters and marks without a shape, which Cognito
 * takes for a name, and every space but the ordinary one. It is not a literal: the parser would
 * look up their ranges when the package is imported, for a millisecond.
 */
const INVISIBLE = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\u2800]|(?! )\\p{Z}';

/**
 * A name as a reviewer must see it: `admin` with an invisible character is another group, and a
 * character that turns the direction of text makes a name read as another one.
 */
export function visible(text: string): string {
  return text.replace(
    new RegExp(INVISIBLE, 'gu'),
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
