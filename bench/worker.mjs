/** Measures one group and prints the rounds as JSON. Run by run.mjs: `node worker.mjs <group> <rounds> <iterations>`. */
import { GROUPS } from './cases/index.mjs';
import { measure } from './measure.mjs';

const [group, rounds, iterations] = process.argv.slice(2);
const contestants = await GROUPS[group]();
process.stdout.write(
  JSON.stringify(await measure(contestants, { rounds: Number(rounds), iterations: Number(iterations) })),
);
