/**
 * What a run has found, as Markdown. `node bench/report.mjs` writes the last runs of every Node into README.md.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE } from '../scripts/lib/folders.mjs';
import { coldStartTable } from './cold-start.mjs';
import { growthOf, growthTable } from './growth.mjs';
import { sizesTable } from './size.mjs';
import { tableOf } from './table.mjs';
import { targetsOf, targetsTable } from './targets.mjs';
import { timesTable } from './times-table.mjs';

const NUMBERS = '<!-- numbers -->\n';

export function report(result) {
  const { node, cpu, cores, date, times, allocations, coldStart, sizes } = result;
  const timed = Object.keys(times).length > 0;
  return [
    `## Node ${node}, ${cpu}, ${cores} cores, ${date.slice(0, 10)}\n`,
    targetsTable(targetsOf(result)),
    timed && timesTable(times),
    timed && growthTable(growthOf(times)),
    allocations && allocationsTable(allocations),
    coldStart && coldStartTable(coldStart),
    sizes && sizesTable(sizes),
  ]
    .filter(Boolean)
    .join('\n');
}

function allocationsTable(allocations) {
  const rows = Object.entries(allocations).flatMap(([group, bytes]) =>
    Object.entries(bytes).map(([name, each]) => [group, name, Math.round(each), Math.round(each - bytes.empty)]),
  );
  return tableOf('Bytes allocated a call', ['group', 'contestant', 'bytes', 'over empty'], rows);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(CACHE, 'bench');
  const results = readdirSync(folder)
    .filter((file) => /^node\d+\.json$/u.test(file))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const readme = fileURLToPath(new URL('README.md', import.meta.url));
  const [method] = readFileSync(readme, 'utf8').split(NUMBERS);
  writeFileSync(readme, [method + NUMBERS, ...results.map(report)].join('\n'));
}
