/** A name that differs by more edits than this is unlikely to be the intended one. */
const MAX_EDITS = 3;

/** The known name closest to a misspelt one, or `undefined` if none is close. */
export function nearestName(misspelt: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = MAX_EDITS + 1;
  for (const name of names) {
    const distance = countEdits(misspelt.toLowerCase(), name.toLowerCase());
    if (distance < Math.min(least, name.length)) [nearest, least] = [name, distance];
  }
  return nearest;
}

/** The Levenshtein distance, row by row. */
function countEdits(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replace = Number(above[column - 1]) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replace, Number(above[column]) + 1, Number(current[column - 1]) + 1));
    }
    above = current;
  }
  return Number(above[to.length]);
}
