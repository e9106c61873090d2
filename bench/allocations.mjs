/**
 * Bytes that a call allocates: the growth of the heap over many calls, with a young generation so large that nothing is collected meanwhile.
 * Prints JSON. Run by run.mjs: `node --expose-gc --min-semi-space-size=256 --max-semi-space-size=256 allocations.mjs`.
 */
import { GCProfiler, getHeapStatistics } from 'node:v8';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { besideEmptyHook, chain, empty } from './cases/chain.mjs';
import { floor, inlineGuard } from './cases/inline.mjs';
import { httpEvents, restEvents, WANTED } from './events.mjs';
import { sink } from './sink.mjs';

const CALLS = 4096;

const contestants = (texts) => [
  empty(texts),
  chain('floor', texts, besideEmptyHook(floor)),
  chain('inline', texts, besideEmptyHook(inlineGuard((groups) => groups.includes(WANTED), Error))),
  chain('ours', texts, [cognitoGroups(), requireGroup(WANTED)]),
];

/** @returns `undefined` when something was collected in between, so that the growth says nothing */
async function bytesOfCalls({ texts, call }, calls) {
  const events = Array.from({ length: calls }, (_, index) => JSON.parse(texts[index % texts.length]));
  globalThis.gc();
  const profiler = new GCProfiler();
  profiler.start();
  const before = getHeapStatistics().used_heap_size;
  for (let index = 0; index < calls; index += 1) sink.last = await call(events[index]);
  const after = getHeapStatistics().used_heap_size;
  const { statistics } = profiler.stop();
  return statistics.length === 0 ? (after - before) / calls : undefined;
}

async function bytesOf(contestant) {
  // The compiler has to be done: what it leaves undone is allocated by the interpreter.
  for (let turn = 0; turn < 8; turn += 1) await bytesOfCalls(contestant, CALLS);
  const measured = [];
  for (let turn = 0; turn < 5; turn += 1) measured.push(await bytesOfCalls(contestant, CALLS));
  return Math.min(...measured.filter((bytes) => bytes !== undefined));
}

const found = {};
for (const [group, texts] of Object.entries({
  'rest-5': restEvents(5),
  'rest-100': restEvents(100),
  'http-100': httpEvents(100),
})) {
  found[group] = {};
  for (const contestant of contestants(texts)) found[group][contestant.name] = await bytesOf(contestant);
}
process.stdout.write(JSON.stringify(found));
