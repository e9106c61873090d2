/** Plays random cases until the time is over or one fails. */
import fc from 'fast-check';
import { testCase } from './cases.mjs';
import { judge } from './judge.mjs';
// Loaded before any case pollutes a prototype.
import 'http-errors';

/** @returns `{ cases, failed, report }` */
export async function fuzz(library, seconds, seed) {
  // The package reports to the operator there.
  const { error } = console;
  console.error = () => undefined;
  let cases = 0;
  const property = fc.asyncProperty(testCase, async (each) => {
    cases += 1;
    const problem = await judge(each, library);
    if (problem !== undefined) throw new Error(problem);
  });
  const start = performance.now();
  const result = await fc.check(property, {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
  });
  console.error = error;
  const took = ((performance.now() - start) / 1000).toFixed(1);
  if (!result.failed) {
    return { cases, failed: false, report: `${cases} cases in ${took} s, seed ${seed}: none failed` };
  }
  const [smallest] = result.counterexample ?? [];
  const report = [
    `FAILED after ${result.numRuns} cases, ${result.numShrinks} times smaller`,
    `--seed ${seed} (path ${result.counterexamplePath})`,
    JSON.stringify(smallest, null, 2),
    result.errorInstance?.stack ?? result.errorInstance,
  ].join('\n');
  return { cases, failed: true, report };
}
