import { describe, expect, it } from '@jest/globals';
import { nearestName } from '../../src/lib/nearest-name.js';

describe('the known name that a misspelt one means', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['admn', ['admin', 'member'], 'admin'],
    ['ADMIN', ['member', 'admin'], 'admin'],
    ['teammanage', ['team_manager'], 'team_manager'],
    ['temmanage', ['team_manager'], 'team_manager'],
    ['temanage', ['team_manager'], undefined],
    ['editr', ['editors', 'editor'], 'editor'],
    ['editr', ['editor', 'editos'], 'editor'],
    ['team-b', ['team-a', 'team-c'], 'team-a'],
    ['abcd', ['abce', 'abc'], 'abce'],
    ['ab', ['cd'], undefined],
    ['x', [], undefined],
  ])('%s of %j is %s', (misspelt, names, nearest) => {
    expect(nearestName(misspelt, names)).toBe(nearest);
  });

  it('is compared to its last letter', () => {
    expect(nearestName('teamx', ['team', 'teamx'])).toBe('teamx');
    expect(nearestName('teama', ['teamb', 'team'])).toBe('teamb');
    expect(nearestName('abcdefg', ['abc'])).toBeUndefined();
  });
});
