import { describe, expect, it } from '@jest/globals';
import { visible } from '../../src/lib/visible.js';

describe('visible', () => {
  it.each([
    ['a character that turns the direction', 'a\u202Enimda', 'a\\u{202e}nimda'],
    ['an isolate', '\u2067a\u2069', '\\u{2067}a\\u{2069}'],
    ['a space without width', 'admin\u200B', 'admin\\u{200b}'],
    ['a soft hyphen', 'ad\u00ADmin', 'ad\\u{ad}min'],
    ['a control character', 'a\u0000b\u001B[2J', 'a\\u{0}b\\u{1b}[2J'],
    ['a line break', 'a\nb\u2028c\u2029d', 'a\\u{a}b\\u{2028}c\\u{2029}d'],
    ['a lone surrogate', 'a\uD83Db', 'a\\u{d83d}b'],
    ['a tag beyond the basic plane', 'a\u{E0041}', 'a\\u{e0041}'],
  ])('shows %s by its number', (_, name, shown) => {
    expect(visible(name)).toBe(shown);
  });

  it.each(['team_manager', 'a \'b\' <c> & "d"', 'équipe', 'קבוצה', '管理者', '🦉'])(
    'leaves %s as it is',
    (name) => {
      expect(visible(name)).toBe(name);
    },
  );
});
