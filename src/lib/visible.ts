/**
 * Control and format characters, line separators and lone surrogates. It is not a literal, because
 * looking up their ranges would add a millisecond to the import of the package.
 */
const INVISIBLE = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]';

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
