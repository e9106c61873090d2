/** Up to here comparing every pair costs less than hashing every name. */
const FEW = 12;

/** A token holds at most 100 groups. A longer list is no token's, and a `Set` keeps it linear. */
const MANY = 128;

/** A power of two, four times as many as there can be names, so that most names find their slot free. */
const SLOTS = 512;

/** Which name stands where, counted from one. One request at a time uses it, and cleans it first. */
const slots = new Uint8Array(SLOTS);

/**
 * The names in their order, each once. It answers the list itself where nothing is there twice, which is what a token is like.
 *
 * A `Set` hashes every character of every name, which for 100 groups costs three times as much as splitting them; four numbers of a name tell nearly all
 * of them apart, and the rest are compared.
 */
export function distinct(names: string[]): string[] {
  const repeats = names.length <= FEW ? pairRepeats(names) : names.length > MANY || slotRepeats(names);
  return repeats ? [...new Set(names)] : names;
}

function pairRepeats(names: readonly string[]): boolean {
  for (let index = 1; index < names.length; index += 1) {
    if (names.indexOf(names[index] as string) !== index) return true;
  }
  return false;
}

function slotRepeats(names: readonly string[]): boolean {
  slots.fill(0);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    let slot = slotOf(name);
    for (let taken = slots[slot] as number; taken !== 0; taken = slots[slot] as number) {
      if (names[taken - 1] === name) return true;
      slot = (slot + 1) % SLOTS;
    }
    slots[slot] = index + 1;
  }
  return false;
}

/** Names of one pool differ most at their ends. An absent character counts as 0. */
function slotOf(name: string): number {
  const { length } = name;
  const middle = name.charCodeAt(length >> 1) * 13;
  return (length * 31 + name.charCodeAt(length - 1) * 1009 + name.charCodeAt(length - 2) * 89 + middle) & (SLOTS - 1);
}
