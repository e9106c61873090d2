/** Plays random cases until one fails, or the time or their number is over. */
import fc from 'fast-check';
import { testCase } from './cases.mjs';
import { BETWEEN_NAMES, RESPONDER_NAMES } from './chain.mjs';
import { EVENTS } from './events.mjs';
import { judge } from './judge.mjs';
import { ATTACKS } from './tampering.mjs';
// Loaded before any case pollutes a prototype.
import 'http-errors';

/** What a long run has to have tried, each of it. */
const TO_TRY = {
  kind: Object.keys(EVENTS),
  attack: Object.keys(ATTACKS),
  between: BETWEEN_NAMES,
  respond: RESPONDER_NAMES,
};

/** After so many cases, something that was never tried is a mistake of the generators. */
const LONG_RUN = 50_000;

/**
 * @param options `seconds` or `cases` limit the run; `shrinks` looks for the smallest case
 * @returns `{ cases, failed, problem, summary }`
 */
export async function fuzz(library, { seconds, cases: limit, seed, shrinks = true }) {
  // The package reports to the operator there.
  const { error } = console;
  console.error = () => undefined;
  let cases = 0;
  const counts = new Map();
  const count = (what, name) => {
    const key = `${what}: ${name}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  const property = fc.asyncProperty(testCase, async (each) => {
    cases += 1;
    const problem = await judge(each, library, count);
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
  if (result.failed) return { cases, failed: true, problem: describe(result) };
  const untried = Object.entries(TO_TRY).flatMap(([what, names]) =>
    names.map((name) => `${what}: ${name}`).filter((key) => !counts.has(key)),
  );
  const failed = cases >= LONG_RUN && untried.length > 0;
  const problem = `never tried ${untried.join('; ')}`;
  return { cases, failed, problem, summary: summaryOf(counts) };
}

function summaryOf(counts) {
  const number = (name) => counts.get(`outcome: ${name}`) ?? 0;
  const kinds = (what) =>
    [...counts.keys()].filter((key) => key.startsWith(`${what}: `) && !key.endsWith(': none'))
      .length;
  return (
    `${number('inside')} let in, ${number('answered')} answered, ${number('thrown')} thrown; ` +
    `${kinds('kind')} kinds of events, ${kinds('attack')} attacks`
  );
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
