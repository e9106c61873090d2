/** `npm run fuzz:mutants [-- --cases 20000 --seed 1 --only PART]`: is the fuzzer sharp? */
import { parseArgs } from 'node:util';
import mutants from './parts/mutants.mjs';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const { only } = values;
const numbers = { cases: Number(values.cases), seed: Number(values.seed) };
const [{ tried, failed }] = await mutants({ ...numbers, only, print: console.log });
console.log(`${tried - failed.length} of ${tried} found, seed ${values.seed}`);
if (failed.length > 0) process.exitCode = 1;
