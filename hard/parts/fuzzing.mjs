/** `npm run fuzz` for a time, with a seed that another run does not have. */
import { fuzz } from '../fuzz/fuzz.mjs';

export default async function fuzzing({ library, seconds = 60, seed = Date.now() % 2 ** 31 }) {
  const { cases, failed, problem, summary } = await fuzz(library, { seconds, seed });
  const what = `random cases, seed ${seed} (${summary})`;
  return [{ what, tried: cases, unit: 'cases', failed: failed ? [problem] : [] }];
}
