import { ratio } from './statistics.mjs';
import { count, tableOf } from './table.mjs';

export function timesTable(times) {
  const rows = Object.entries(times)
    .filter(([group]) => !group.startsWith('growth: '))
    .flatMap(([group, contestants]) =>
      Object.entries(contestants).map(([name, { ns, low, high, over, overWithGc, overs }]) => [
        group,
        name,
        count(ns),
        `${count(low)}–${count(high)}`,
        over === undefined ? '' : count(over),
        over === undefined ? '' : count(overWithGc),
        contestants.inline === undefined || over === undefined ? '' : ratio(overs, contestants.inline.overs).toFixed(2),
      ]),
    );
  return tableOf(
    'Nanoseconds a call',
    ['group', 'contestant', 'median', 'quartiles', 'over empty', 'with GC', '÷ inline'],
    rows,
  );
}
