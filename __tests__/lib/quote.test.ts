import { describe, expect, it } from '@jest/globals';
import { quote } from '../../src/lib/quote.js';

const circular: { self?: unknown } = {};
circular.self = circular;

describe('a wrong value in a message', () => {
  it.each<[string, unknown, string]>([
    ['a string', 'admin', "'admin'"],
    ['a string with quotes', `a'b"c`, `'a\\'b\\"c'`],
    ['a string with a line break', 'a\nb', "'a\\nb'"],
    ['a list', ['a', 1], '["a",1]'],
    ['a circular object', circular, 'object'],
    ['an object that JSON leaves out', { toJSON: () => undefined }, 'object'],
    ['a function', () => 1, 'function'],
    ['a symbol', Symbol('a'), 'symbol'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['no number', Number.NaN, 'NaN'],
  ])('shows %s', (_, value, text) => {
    expect(quote(value)).toBe(text);
  });

  it('is cut after 200 characters', () => {
    expect(quote('a'.repeat(201))).toBe(`'${'a'.repeat(199)}`);
    expect(quote(['a'.repeat(300)])).toHaveLength(200);
    expect(quote('a'.repeat(198))).toBe(`'${'a'.repeat(198)}'`);
  });
});
