import { describe, expect, it } from '@jest/globals';
import { accessMatrix, anyOf, authenticated, everyone, owner } from 'middy-cognito-groups';

/** The cells of a line: a pipe after an odd number of backslashes is part of a cell. */
const cellsOf = (line: string) =>
  line
    .replace(/^\| | +\|$/gu, '')
    .split(/(?<=(?<!\\)(?:\\\\)*) *\| */u)
    .map((cell) => cell.trim());

/** What a reader sees of code: the fence and the escapes of pipes are gone. */
const shown = (cell: string) => {
  const [, fence, text] = /^(`+)(.*[^`]|[^`])\1$/u.exec(cell) ?? [];
  if (fence === undefined || text === undefined) throw new Error(`not one span of code: ${cell}`);
  const runs = text.match(/`+/gu) ?? [];
  expect(runs).not.toContain(fence);
  return text.replaceAll('\\|', '|').replace(/^ (.*`.*) $/u, '$1');
};

const headOf = (groups: readonly string[]) =>
  cellsOf(accessMatrix({ 'GET /': everyone }, { groups }).toMarkdown().split('\n')[0] as string);

describe('the Markdown of a matrix', () => {
  it('is a table, aligned where a cell is not a condition', () => {
    const table = {
      'GET /health': everyone,
      'GET /teams': authenticated,
      'GET /users/{userId}': anyOf('admin', owner('userId')),
    };
    expect(accessMatrix(table).toMarkdown().split('\n')).toEqual([
      '| route key             | not signed in | signed in | a client | `admin` | access rule |',
      '| --------------------- | ------------- | --------- | -------- | ------- | ----------- |',
      '| `GET /health`         | yes           | yes       | yes      | yes     | `everyone`  |',
      '| `GET /teams`          | -             | yes       | yes      | yes     | `authenticated` |',
      '| `GET /users/{userId}` | -             | ' +
        "if `{userId} is the caller's sub` | if `{userId} is the caller's sub` | " +
        "yes     | `anyOf('admin', owner('userId'))` |",
    ]);
  });

  it.each([
    'team_manager',
    'a|b',
    '|',
    'a||b',
    '`',
    '``',
    'a`b',
    'a`b``c|d',
    '\\',
    'x\\',
    '<script>alert(1)</script>',
    '</code><img src=x onerror=alert(1)>',
    '*b* _i_ ~s~',
    '@org/security',
    'https://evil.example/',
    '![x](http://evil.example/x.png)',
    '&lt;',
    '__proto__',
    'constructor',
    '👩🏽',
  ])('shows the name %j, and as nothing but code', (name) => {
    const head = headOf(['before', name, 'after']);
    expect(head).toHaveLength(8);
    expect(shown(head[5] as string)).toBe(name.replaceAll('`', '`'));
    expect(head.slice(6)).toEqual(['`after`', 'access rule']);
  });

  it.each([
    ['a\\|b', 'a\\\\|b'],
    ['a\\\\|b', 'a\\\\\\\\|b'],
  ])('keeps %j in one cell; its backslashes are doubled', (name, seen) => {
    const head = headOf([name, 'after']);
    expect(head).toHaveLength(7);
    expect(shown(head[4] as string)).toBe(seen);
  });

  it.each([
    ['new\nline', 'new\\u{a}line'],
    ['tab\tx', 'tab\\u{9}x'],
    ['right\u202eleft', 'right\\u{202e}left'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['line\u2028separator', 'line\\u{2028}separator'],
    ['half\ud83dpair', 'half\\u{d83d}pair'],
    ['\u0000', '\\u{0}'],
  ])('makes what cannot be seen visible: %j', (name, seen) => {
    const markdown = accessMatrix({ 'GET /': name }).toMarkdown();
    expect(markdown.split('\n')).toHaveLength(3);
    expect(shown(cellsOf(markdown.split('\n')[0] as string)[4] as string)).toBe(seen);
  });

  it('shows routes, rules and conditions as code too', () => {
    const table = { 'a|b`<i>': anyOf('x|y', 'z`'), 'GET /{a|b}': 'x' };
    expect(() => accessMatrix(table as never)).toThrow(TypeError);
    const { 'a|b`<i>': rule } = table;
    const [, , row = ''] = accessMatrix({ 'a|b`<i>': rule }).toMarkdown().split('\n');
    const cells = cellsOf(row);
    expect([cells.length, shown(cells[0] as string), shown(cells.at(-1) as string)]).toEqual([
      7,
      'a|b`<i>',
      "anyOf('x|y', 'z`')",
    ]);
  });

  it('shows the claim of a condition as code', () => {
    const rule = owner('a', { claim: 'x|`<b>' });
    const [, , row = ''] = accessMatrix({ 'GET /{a}': rule }).toMarkdown().split('\n');
    const cells = cellsOf(row);
    expect(cells).toHaveLength(5);
    expect(cells[2]).toMatch(/^if /u);
    expect(shown((cells[2] as string).slice(3))).toBe("{a} is the caller's 'x|`<b>'");
  });
});
