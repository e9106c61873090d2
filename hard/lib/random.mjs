/** Random numbers that a seed repeats. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  /** A number from 0 to 1: mulberry32. */
  function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (count) => Math.floor(next() * count);
  const oneOf = (list) => list[below(list.length)];
  function shuffled(list) {
    const items = [...list];
    for (let at = items.length - 1; at > 0; at -= 1) {
      const other = below(at + 1);
      [items[at], items[other]] = [items[other], items[at]];
    }
    return items;
  }
  return { next, below, oneOf, shuffled };
}
