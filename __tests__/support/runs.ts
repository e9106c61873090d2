/**
 * How often a property is tried: a sixteenth in `npm test`, which has a minute, and in full where
 * `TEST_HARD` is set, as the gate does.
 */
export function runs(inFull: number): number {
  return process.env.TEST_HARD === '1' ? inFull : Math.ceil(inFull / 16);
}
