/** Up to here one bit a name tells most of them apart, and comparing the rest in pairs costs less than hashing every name. */
const FEW = 12;

/** A token holds at most 100 groups. A longer list is no token's, and a `Set` keeps it linear. */
const MANY = 128;

/** A power of two, four times as many as there can be names, so that most names find their slot free. */
const SLOTS = 512;

/** Which name stands where, counted from one. One request at a time uses it, and cleans it first. */
const slots = new Uint8Array(SLOTS);

/** The hash of each name, so that names are compared only where these are equal. */
const hashes = new Int32Array(MANY);

/**
 * The names in their order, each once. It answers the list itself where nothing is there twice, which is what a token is like.
 *
 * A `Set` would do; for 100 groups it costs three times as much as splitting them, and these two tables half of that. Names of one pool differ in a
 * character or two, anywhere, so every character counts.
 */
export function distinct(names: string[]): string[] {
  const repeats = names.length <= FEW ? bitRepeats(names) : names.length > MANY || slotRepeats(names);
  return repeats ? [...new Set(names)] : names;
}

function bitRepeats(names: readonly string[]): boolean {
  let seen = 0;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    const bit = 1 << (name.length + name.charCodeAt(0) * 3 + name.charCodeAt(name.length - 1) * 7);
    if ((seen & bit) !== 0 && names.indexOf(name) !== index) return true;
    seen |= bit;
  }
  return false;
}

function slotRepeats(names: readonly string[]): boolean {
  slots.fill(0);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    const hash = hashOf(name);
    let slot = (hash ^ (hash >>> 9)) & (SLOTS - 1);
    for (let taken = slots[slot] as number; taken !== 0; taken = slots[slot] as number) {
      if (hashes[taken - 1] === hash && names[taken - 1] === name) return true;
      slot = (slot + 1) & (SLOTS - 1);
    }
    slots[slot] = index + 1;
    hashes[index] = hash;
  }
  return false;
}

/** Two characters a step, the first alone where their number is odd: a tenth less for the whole request than one a step. */
function hashOf(name: string): number {
  const { length } = name;
  const start = length % 2;
  let hash = start === 0 ? length : length * 31 + name.charCodeAt(0);
  for (let index = start; index < length; index += 2) {
    hash = (Math.imul(hash, 961) + name.charCodeAt(index) * 31 + name.charCodeAt(index + 1)) | 0;
  }
  return hash;
}
