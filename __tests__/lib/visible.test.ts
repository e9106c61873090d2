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
    ['a letter without a shape', 'admin\u3164', 'admin\\u{3164}'],
    ['half a letter without a shape', '\u115Fadmin\uFFA0', '\\u{115f}admin\\u{ffa0}'],
    ['a mark without a shape', 'ad\u034Fmin\uFE0F', 'ad\\u{34f}min\\u{fe0f}'],
    ['an empty symbol', 'admin\u2800', 'admin\\u{2800}'],
    ['another space', 'a\u00A0b\u3000c d', 'a\\u{a0}b\\u{3000}c d'],
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
