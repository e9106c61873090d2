import { visible } from '../../lib/visible.js';
import { differences } from '../differences.js';
import type { MatrixJson } from '../matrix-json.js';
import { readMatrix } from '../read-matrix.js';
import { create, find } from './elements.js';

/** Compares the matrix with an earlier one, which the reader pastes or chooses as a file. */
export function startComparison(matrix: MatrixJson): void {
  const earlier = find<HTMLTextAreaElement>('earlier');
  const file = find<HTMLInputElement>('file');
  const compare = () => showDifferences(earlier.value, matrix);
  find('run').addEventListener('click', compare);
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? [];
    if (chosen === undefined) return;
    earlier.value = await chosen.text();
    compare();
  });
}

function showDifferences(json: string, matrix: MatrixJson): void {
  const outcome = find('outcome');
  const list = find('differences');
  list.replaceChildren();
  try {
    const found = differences(readMatrix('The earlier matrix', json), matrix);
    outcome.textContent = `${found.length} difference${found.length === 1 ? '' : 's'}`;
    list.append(
      ...found.map(({ kind, route, text }) => {
        const sentence = create('span');
        sentence.append(create('bdi', route), `: ${visible(text)}`);
        const item = create('li');
        item.append(create('b', kind), ' ', sentence);
        return item;
      }),
    );
  } catch (error) {
    outcome.textContent = visible((error as Error).message);
  }
}
