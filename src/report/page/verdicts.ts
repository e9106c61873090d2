import type { Verdict } from '../verdict.js';
import { create, find } from './elements.js';

const LABELS: Readonly<Record<Verdict['access'], string>> = {
  open: 'open',
  conditional: 'depends',
  closed: 'closed',
};

/**
 * Adds the column for the chosen caller.
 *
 * @param routes the routes of the rows, in their order
 * @returns a function that shows a verdict in each row and hides the rows that are filtered out
 */
export function addVerdicts(routes: readonly string[]): (verdicts: readonly Verdict[]) => void {
  const filter = find<HTMLInputElement>('filter');
  const show = find<HTMLSelectElement>('show');
  const [head, ...rows] = document.querySelectorAll('tr');
  const heading = create('th', 'This caller', 'verdict');
  heading.scope = 'col';
  head?.cells[0]?.after(heading);
  const cells = rows.map((row) => {
    const cell = create('td', '', 'verdict');
    row.cells[0]?.after(cell);
    return cell;
  });
  return (verdicts) => {
    const wanted = filter.value.toLowerCase();
    const counts = { open: 0, conditional: 0, closed: 0 };
    for (const [index, { access, why }] of verdicts.entries()) {
      const isFound = String(routes[index]).toLowerCase().includes(wanted);
      if (isFound) counts[access] += 1;
      const isShown = isFound && (show.value === '' || show.value === access);
      rows[index]?.toggleAttribute('hidden', !isShown);
      cells[index]?.replaceChildren(create('b', LABELS[access], access), ' ', create('small', why));
    }
    find('status').textContent = statusOf(counts, routes.length);
  };
}

function statusOf(counts: Readonly<Record<Verdict['access'], number>>, all: number): string {
  const { open, conditional, closed } = counts;
  const found = open + conditional + closed;
  return [
    `${open} of ${found} routes open, ${conditional} under a condition, ${closed} closed.`,
    ...(found === all ? [] : [`The filter leaves ${found} of ${all}.`]),
  ].join(' ');
}
