/** Times contestants in turns, in one process. tinybench does the timing. */
import { Bench } from 'tinybench';
import { sink } from './sink.mjs';

/**
 * Calls in one timed sample. Enough to drown the clock's own cost, and few enough that the parsed events, all alive until they are
 * used, do not fill the young generation.
 */
const BATCH = 64;

/**
 * A contestant: `{ name, texts, call, expect, sync? }`. `texts` are its events as JSON; `call` gets one parsed event, which nobody
 * else gets; `expect` says whether what it returned or threw is right. `sync` contestants are not awaited.
 *
 * @returns by name: `inChain`, whether it can be compared with the empty chain, and `rounds`, `{ mean, median }` nanoseconds a call each
 */
export async function measure(contestants, { rounds, iterations }) {
  for (const contestant of contestants) await verify(contestant);
  const found = Object.fromEntries(contestants.map(({ name, inChain = false }) => [name, { inChain, rounds: [] }]));
  // The first rounds warm the compiler up and are forgotten.
  for (let round = -2; round < rounds; round += 1) {
    const shift = (round + 2) % contestants.length;
    for (const contestant of [...contestants.slice(shift), ...contestants.slice(0, shift)]) {
      const result = await sample(contestant, contestant.iterations ?? iterations);
      if (round >= 0) found[contestant.name].rounds.push(result);
    }
  }
  return found;
}

/** A fast contestant that gives wrong answers would be worth nothing. */
async function verify({ name, texts, call, expect }) {
  for (const text of texts) {
    let outcome;
    try {
      outcome = await call(JSON.parse(text));
    } catch (error) {
      outcome = error;
    }
    if (!expect(outcome)) throw new Error(`${name} answers ${outcome?.stack ?? JSON.stringify(outcome)} to ${text}`);
  }
}

async function sample({ name, texts, call, sync = false, batch: size = BATCH }, iterations) {
  let next = 0;
  let batch = [];
  const parse = () => {
    batch = Array.from({ length: size }, () => JSON.parse(texts[next++ % texts.length]));
  };
  const bench = new Bench({ time: 0, iterations, warmup: false, retainSamples: true, throws: true });
  bench.add(name, sync ? runSync : runAsync, { beforeEach: parse });

  function runSync() {
    for (let index = 0; index < size; index += 1) {
      const event = batch[index];
      // Once its request is over, nothing holds an event in a Lambda either.
      batch[index] = undefined;
      sink.last = call(event);
    }
  }

  async function runAsync() {
    for (let index = 0; index < size; index += 1) {
      const event = batch[index];
      batch[index] = undefined;
      sink.last = await call(event);
    }
  }

  parse();
  const [{ result }] = await bench.run();
  const samples = result.latency.samples;
  const perCall = (milliseconds) => (milliseconds * 1e6) / size;
  return { mean: perCall(result.latency.mean), median: perCall(samples[Math.floor(samples.length / 2)]) };
}
