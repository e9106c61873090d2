import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { accessMatrix, type Rule } from 'middy-cognito-groups';
import { visible } from '../../src/lib/visible.js';
import type { MatrixJson } from '../../src/report/matrix-json.js';
import { pageOf } from '../../src/report/page.js';
import { HOSTILE_NAMES } from '../support/hostile-names.js';
import { readMarkup } from '../support/markup.js';
import { matrixFor } from '../support/matrices.js';

const IMPLIES = { admin: ['member'] };

const MATRIX = matrixFor(
  {
    'GET /health': { everyone: true },
    'GET /teams': 'member',
    'PUT /users/{userId}': { anyOf: ['admin', { owner: 'userId' }] },
  },
  ['admin', 'member'],
  IMPLIES,
);

const PAGE = pageOf(MATRIX, IMPLIES);

const HOSTILE_MATRIX = matrixFor(
  Object.fromEntries([
    ...HOSTILE_NAMES.map((name) => [`GET /${name}`, name] as const),
    ...HOSTILE_NAMES.map((name): [string, Rule] => [name, { noneOf: [name] }]),
  ]),
  HOSTILE_NAMES,
);

const HOSTILE_IMPLIES = Object.fromEntries(
  HOSTILE_NAMES.slice(1).map((name) => [name, HOSTILE_NAMES.slice(0, 1)]),
);

const HOSTILE_PAGE = pageOf(HOSTILE_MATRIX, HOSTILE_IMPLIES);

/** The content of the only element with this start tag. */
function contentOf(page: string, startTag: string): string {
  const [, rest, ...others] = page.split(startTag);
  expect(others).toEqual([]);
  return String(rest).split(/<\/(?:script|style)>/u)[0] as string;
}

const dataOf = (page: string): unknown =>
  JSON.parse(contentOf(page, '<script type="application/json" id="data">'));

/** The texts of the cells of the table, row by row. */
function tableOf(page: string): string[][] {
  const rows: string[][] = [];
  for (const { name, path, text } of readMarkup(page)) {
    if (!path.includes('table') && name !== 'table') continue;
    const row = rows.at(-1);
    if (name === 'tr') rows.push([]);
    else if (name === 'th' || name === 'td') row?.push(text);
    else if (name === 'bdi') row?.push(`${row.pop()}${text}`);
    else if (name === 'b') row?.push(`${row.pop()} ${text}`);
  }
  return rows;
}

describe('the table of the page', () => {
  it('has a row for each route and a column for each kind of caller, without a script', () => {
    expect(tableOf(PAGE)).toEqual([
      ['Route', 'not signed in', 'signed in', 'a client', 'admin', 'member', 'Rule'],
      ['GET /health public', 'allowed', 'allowed', 'allowed', 'allowed', 'allowed', 'everyone'],
      ['GET /teams', 'denied', 'denied', 'denied', 'allowed', 'allowed', "'member'"],
      [
        'PUT /users/{userId}',
        'denied',
        "if {userId} is the caller's sub",
        "if {userId} is the caller's sub",
        'allowed',
        "if {userId} is the caller's sub",
        "anyOf('admin', owner('userId'))",
      ],
    ]);
  });

  it('marks a public route, and no other', () => {
    const [open, closed] = [{ everyone: true } as const, 'a'].map((rule) =>
      pageOf(matrixFor({ 'GET /x': rule }, ['a']), {}),
    );
    const route = '<th scope="row"><bdi>GET /x</bdi>';
    expect(open).toContain(`<tr class="public">${route} <b>public</b></th><td`);
    const denied = '<td class="denied">denied</td>';
    const cells = `${denied.repeat(3)}<td class="allowed">allowed</td>`;
    expect(closed).toContain(`<tr>${route}</th>${cells}<td><bdi>&#39;a&#39;</bdi></td></tr>`);
    expect(closed).toContain('<th scope="col">Route</th><th scope="col">not signed in</th>');
  });

  it('has nothing between its cells, and each row on a line of its own', () => {
    const page = pageOf(matrixFor({ 'GET /a': 'a', 'GET /b': 'a' }, []), {});
    const header = ['Route', 'not signed in', 'signed in', 'a client', 'Rule']
      .map((text) => `<th scope="col">${text}</th>`)
      .join('');
    expect(page).toContain(`<thead><tr>${header}</tr></thead>\n<tbody>\n<tr><th scope="row">`);
    expect(page).toContain('</td></tr>\n<tr><th scope="row"><bdi>GET /b</bdi></th>');
  });

  it('has a caption, and headers with a scope', () => {
    const tags = readMarkup(PAGE);
    const headers = tags.filter(({ name }) => name === 'th');
    const scopeOf = (within: string) =>
      headers.flatMap(({ path, attributes }) =>
        path.includes(within) ? attributes.get('scope') : [],
      );
    expect(tags.find(({ name }) => name === 'caption')?.text).toBe('Who may call which route');
    expect(scopeOf('thead')).toEqual(Array.from({ length: 7 }, () => 'col'));
    expect(scopeOf('tbody')).toEqual(['row', 'row', 'row']);
  });

  it.each([
    [{ 'GET /a': { everyone: true } }, [], '1 route, 0 groups, 1 public route'],
    [{ 'GET /a': 'a', 'GET /b': 'a' }, ['a'], '2 routes, 1 group, 0 public routes'],
  ] as const)('is summed up above: %j', (table, groups, summary) => {
    const matrix = matrixFor(table, groups);
    expect(readMarkup(pageOf(matrix, {})).map(({ text }) => text)).toContain(summary);
  });

  it('is refused with a rule that is none', () => {
    const [row] = MATRIX.routes;
    const routes = [{ ...row, rule: { anyof: ['a'] } }] as unknown as MatrixJson['routes'];
    expect(() => pageOf({ ...MATRIX, routes }, {})).toThrow(TypeError);
    expect(() => pageOf({ ...MATRIX, routes }, {})).toThrow(
      "accessMatrix: 'GET /health': the rule is",
    );
  });
});

describe('toHtml', () => {
  it('is the page of the matrix and its hierarchy', () => {
    const matrix = accessMatrix({ 'GET /teams': 'member' }, { implies: IMPLIES });
    expect(matrix.toHtml()).toBe(pageOf(matrix.toJSON(), IMPLIES));
    expect(dataOf(matrix.toHtml())).toMatchObject({ implies: IMPLIES });
  });
});

describe('the data of the page', () => {
  it('are the matrix and the hierarchy', () => {
    expect(dataOf(PAGE)).toEqual(JSON.parse(JSON.stringify({ matrix: MATRIX, implies: IMPLIES })));
  });

  it('keep hostile names exactly, in an element that no name can end', () => {
    const { matrix, implies } = dataOf(HOSTILE_PAGE) as { matrix: MatrixJson; implies: object };
    expect(matrix.columns.slice(3)).toEqual(HOSTILE_NAMES);
    expect(matrix.routes.map(({ route }) => route)).toEqual(
      HOSTILE_MATRIX.routes.map(({ route }) => route),
    );
    expect(Object.entries(matrix.routes[4]?.access ?? {})).toEqual(
      Object.entries(HOSTILE_MATRIX.routes[4]?.access ?? {}),
    );
    expect(Object.entries(implies)).toEqual(Object.entries(HOSTILE_IMPLIES));
    expect(contentOf(HOSTILE_PAGE, '<script type="application/json" id="data">')).not.toContain(
      '<',
    );
  });
});

describe('a hostile name', () => {
  it.each(HOSTILE_NAMES)('is text and no markup: %j', (name) => {
    const rows = tableOf(HOSTILE_PAGE);
    expect(rows[0]).toContain(visible(name));
    expect(rows.map(([route]) => route)).toEqual(
      expect.arrayContaining([visible(`GET /${name}`), visible(name)]),
    );
  });

  it('adds no element and no attribute that other names do not have', () => {
    const shapeOf = (page: string) =>
      readMarkup(page).map(({ name, attributes }) => [name, ...attributes.keys()].join(' '));
    const harmless = HOSTILE_NAMES.map((_, index) => `group-${index}`);
    const table = Object.fromEntries([
      ...harmless.map((name) => [`GET /${name}`, name] as const),
      ...harmless.map((name): [string, Rule] => [name, { noneOf: [name] }]),
    ]);
    expect(shapeOf(HOSTILE_PAGE)).toEqual(shapeOf(pageOf(matrixFor(table, harmless), {})));
  });

  it('in a condition is text as well', () => {
    const columns = ['not signed in', 'signed in', 'a client'];
    const access = Object.fromEntries(columns.map((column) => [column, { if: '<b>\u202E&' }]));
    const page = pageOf(
      { version: 1, columns, routes: [{ route: 'GET /', rule: 'a', access }] },
      {},
    );
    expect(tableOf(page)[1]?.[1]).toBe('if <b>\\u{202e}&');
  });
});

describe('the policy of the page', () => {
  const directives = () =>
    String(
      readMarkup(PAGE)
        .find(({ attributes }) => attributes.get('http-equiv') !== undefined)
        ?.attributes.get('content'),
    ).split('; ');

  const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

  it('allows nothing but the script and the styles that are in it', () => {
    expect(directives()).toEqual([
      "default-src 'none'",
      `script-src '${hashOf(contentOf(PAGE, '<script>'))}'`,
      `style-src '${hashOf(contentOf(PAGE, '<style>'))}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]);
  });

  it('stands before the script and the styles', () => {
    const names = readMarkup(PAGE).map(
      ({ name, attributes }) => attributes.get('http-equiv') ?? name,
    );
    expect(names.slice(0, 4)).toEqual(['html', 'head', 'meta', 'Content-Security-Policy']);
  });
});

describe('the page', () => {
  it('refers to nothing outside of it', () => {
    const references = readMarkup(PAGE).flatMap(({ attributes }) =>
      [...attributes].filter(([name]) =>
        /^(?:src|srcset|href|action|data|poster|ping|style|on.*)$/u.test(name),
      ),
    );
    expect(references).toEqual([['href', '#matrix']]);
    expect(PAGE).not.toMatch(
      /https?:|\bimport\s*\(|@import|url\(|fetch\(|XMLHttpRequest|sendBeacon/u,
    );
  });

  it('never reads text as markup', () => {
    expect(contentOf(PAGE, '<script>')).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTML|srcdoc/u,
    );
    expect(contentOf(PAGE, '<script>')).not.toMatch(/<!--|<\/?script/u);
  });

  it('has labels for its fields, and regions that report changes', () => {
    const tags = readMarkup(PAGE);
    const fields = tags.filter(({ name }) => ['input', 'select', 'textarea'].includes(name));
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter(({ path }) => !path.includes('label'))).toEqual([]);
    const live = tags.filter(({ attributes }) => attributes.get('role') === 'status');
    expect(live.map(({ attributes }) => attributes.get('id'))).toEqual(['status', 'outcome']);
  });

  it('hides what needs its script until that runs', () => {
    const hidden = readMarkup(PAGE).filter(({ attributes }) => attributes.has('hidden'));
    expect(hidden.map(({ attributes }) => attributes.get('id'))).toEqual([
      'caller',
      'status',
      'filters',
      'compare',
    ]);
  });

  it('is ASCII but for the names, so that the build of the package is', () => {
    expect(PAGE).toMatch(/^[\n\x20-\x7e]*$/u);
  });

  it('is the same for the same matrix', () => {
    expect(pageOf(MATRIX, IMPLIES)).toBe(PAGE);
  });
});
