/** Plays random cases until one fails, or the time or their number is over. */
import fc from 'fast-check';
import { testCase } from './cases.mjs';
import { judge } from './judge.mjs';
// Loaded before any case pollutes a prototype.
import 'http-errors';

/**
 * @param options `seconds` or `cases` limit the run; `shrinks` looks for the smallest case
 * @returns `{ cases, failed, problem }`
 */
export async function fuzz(library, { seconds, cases: limit, seed, shrinks = true }) {
  // The package reports to the operator there.
  const { error } = console;
  console.error = () => undefined;
  let cases = 0;
  const property = fc.asyncProperty(testCase, async (each) => {
    cases += 1;
    const problem = await judge(each, library);
    if (problem !== undefined) throw new Error(problem);
  });
  const result = await fc
    .check(property, {
      seed,
      numRuns: limit ?? Number.MAX_SAFE_INTEGER,
      ...(seconds === undefined ? {} : { interruptAfterTimeLimit: seconds * 1000 }),
      markInterruptAsFailure: false,
      endOnFailure: !shrinks,
    })
    .finally(() => {
      console.error = error;
    });
  return { cases, failed: result.failed, ...(result.failed ? { problem: describe(result) } : {}) };
}

function describe({
  seed,
  numRuns,
  numShrinks,
  counterexample,
  counterexamplePath,
  errorInstance,
}) {
  const [smallest] = counterexample;
  return [
    `after ${numRuns} cases of seed ${seed} (path ${counterexamplePath}), made smaller ${numShrinks} times:`,
    errorInstance.message,
    JSON.stringify(smallest, null, 2),
  ].join('\n');
}
