/** Measures one case and prints JSON: `node worker.mjs <case> <size> <builds>`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { CASES } from './cases.mjs';

/** Few enough that the parsed events, alive until they are used, fit the young generation. */
const BATCH = 64;
/** Rounds that warm the compiler up and are forgotten. */
const WARM_UP = 8;

/** Where results go, so that no call is optimised away. */
const sink = { last: undefined };

/** The package in a folder, whichever files its `package.json` names. */
async function load([name, folder]) {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const main = await import(resolve('middy-cognito-groups'));
  return [name, { ...main, ...(await import(resolve('middy-cognito-groups/sources'))) }];
}

/** A fast contestant that gives wrong answers would be worth nothing. */
async function verify({ texts, contestants }) {
  for (const [name, { call, right }] of Object.entries(contestants)) {
    for (const text of texts) {
      const outcome = await call(JSON.parse(text));
      if (!right(outcome)) throw new Error(`${name} answers ${JSON.stringify(outcome)} to ${text}`);
    }
  }
}

/** @returns nanoseconds a call of each round, by contestant */
async function times({ texts, contestants }, { rounds, milliseconds }) {
  const names = Object.keys(contestants);
  const found = Object.fromEntries(names.map((name) => [name, []]));
  // Each round begins with another contestant.
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const bench = new Bench({ time: milliseconds, iterations: 8, warmup: false, throws: true });
    const shift = (round + WARM_UP) % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      addTo(bench, name, contestants[name].call, texts);
    }
    for (const { name, result } of await bench.run()) {
      if (round >= 0) found[name].push((result.latency.p50 * 1e6) / BATCH);
    }
  }
  return found;
}

/** Every call has an event of its own, parsed outside of the timed part. */
function addTo(bench, name, call, texts) {
  let next = 0;
  let batch = [];
  async function callBatch() {
    for (let index = 0; index < BATCH; index += 1) {
      const event = batch[index];
      // Once its request is over, nothing holds an event in a Lambda either.
      batch[index] = undefined;
      sink.last = await call(event);
    }
  }
  function beforeEach() {
    batch = Array.from({ length: BATCH }, () => JSON.parse(texts[next++ % texts.length]));
  }
  bench.add(name, callBatch, { async: true, beforeEach });
}

const [name, size, folders] = process.argv.slice(2);
const builds = await Promise.all(JSON.parse(folders).map(load));
const subject = await CASES[name](builds);
await verify(subject);
const alone = Object.keys(subject.contestants).filter((key) => subject.contestants[key].alone);
const found = await times(subject, JSON.parse(size));
process.stdout.write(JSON.stringify({ found, alone }));
