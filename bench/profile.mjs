/**
 * Where the time of one contestant goes: `node bench/profile.mjs rest-5 ours [seconds]`. Prints the self time of each function in nanoseconds a call.
 * Sampling costs time itself, so read shares from it, not times.
 */
import { Session } from 'node:inspector/promises';
import { GROUPS } from './cases/index.mjs';
import { sink } from './sink.mjs';
import { tableOf } from './table.mjs';

const [group, name, seconds = '3'] = process.argv.slice(2);
const { texts, call } = (await GROUPS[group]()).find((contestant) => contestant.name === name);

let next = 0;

/** Named, so that it can be left out of the table. */
function parseEvents() {
  return Array.from({ length: 64 }, () => JSON.parse(texts[next++ % texts.length]));
}

async function callFor(milliseconds) {
  const end = performance.now() + milliseconds;
  let calls = 0;
  while (performance.now() < end) {
    for (const event of parseEvents()) {
      try {
        sink.last = await call(event);
      } catch (error) {
        sink.last = error;
      }
    }
    calls += 64;
  }
  return calls;
}

await callFor(1000);
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: 100 });
await session.post('Profiler.start');
const calls = await callFor(Number(seconds) * 1000);
const { profile } = await session.post('Profiler.stop');

const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
const selfTimes = new Map();
profile.samples.forEach((id, index) => {
  const place = places.get(id);
  selfTimes.set(place, (selfTimes.get(place) ?? 0) + profile.timeDeltas[index]);
});

function placeOf({ functionName, url, lineNumber }) {
  const file = url.split('/').slice(-2).join('/');
  return `${functionName || '(anonymous)'}${file && ` ${file}:${lineNumber + 1}`}`;
}

// The first place of an inlined function is its own: the compiler keeps the positions.
const own = [...selfTimes].filter(([place]) => !/^\(idle\)|\/profile\.mjs/.test(place));
const total = own.reduce((sum, [, time]) => sum + time, 0);
const rows = own
  .sort(([, one], [, other]) => other - one)
  .slice(0, 25)
  .map(([place, time]) => [place, Math.round((time * 1000) / calls), `${((100 * time) / total).toFixed(1)} %`]);
console.log(tableOf(`${group}, ${name}: self time`, ['function', 'ns a call', 'share'], rows));
