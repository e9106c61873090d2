import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distinct } from '../../src/lib/distinct.js';
import { groupName } from '../support/encode.js';

/** Names of one length and one hash: `Aa` and `BB` count the same. */
const alike = fc.array(fc.constantFrom('Aa', 'BB'), { minLength: 4, maxLength: 4 }).map((pairs) => pairs.join(''));
const name = fc.oneof(groupName, alike, fc.constantFrom('', 'a', 'b'));

describe('distinct', () => {
  it.each([
    ['few', 0, 12],
    ['some', 13, 128],
    ['many', 129, 200],
  ])('is what a Set makes of %s names', (_, minLength, maxLength) => {
    fc.assert(
      fc.property(fc.array(name, { minLength, maxLength }), (names) => {
        expect(distinct([...names])).toEqual([...new Set(names)]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([1, 12, 13, 100, 128, 129])(
    'leaves %d different names as they are, and finds the last that is there twice',
    (count) => {
      const names = Array.from({ length: count }, (__, index) => `group-${index}`);
      expect(distinct([...names])).toEqual(names);
      expect(distinct([...names.slice(0, -1), names[0] as string])).toEqual(count === 1 ? names : names.slice(0, -1));
    },
  );

  it('does not run away on names that are made to collide', () => {
    const collide = Array.from({ length: 128 }, (_, index) =>
      Array.from({ length: 7 }, (__, bit) => ((index >> bit) & 1 ? 'Aa' : 'BB')).join(''),
    );
    expect(distinct([...collide])).toEqual(collide);
    const start = performance.now();
    for (let round = 0; round < 100; round += 1) distinct([...collide]);
    // 128 names compared with each other are 8,128 comparisons: far below a millisecond.
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
