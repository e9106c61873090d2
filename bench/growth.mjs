/** How the cost over the empty chain grows, as a table that shows the exponent. */
import { exponent } from './statistics.mjs';
import { count, tableOf } from './table.mjs';

export function growthOf(times) {
  const grown = Object.entries(times).filter(([group]) => group.startsWith('growth: '));
  return grown.flatMap(([group, contestants]) => {
    const series = {};
    for (const [name, { over }] of Object.entries(contestants)) {
      const [who, size] = name.split(' @ ');
      if (size === undefined) continue;
      series[who] ??= [];
      series[who].push([Number(size), over]);
    }
    return Object.entries(series).map(([who, points]) => ({
      what: group.slice('growth: '.length),
      who,
      points,
      // The small sizes pay for what does not grow; the last half shows the law.
      overall: exponent(points),
      last: exponent(points.slice(-2)),
    }));
  });
}

export function growthTable(growth) {
  const rows = growth.map(({ what, who, points, overall, last }) => [
    what,
    who,
    points.map(([size, cost]) => `${size}: ${count(cost)}`).join(', '),
    overall.toFixed(2),
    last.toFixed(2),
  ]);
  return tableOf(
    'Growth: nanoseconds over empty, by size',
    ['what grows', 'who', 'costs', 'exponent', 'at the end'],
    rows,
  );
}
