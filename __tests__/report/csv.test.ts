import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accessMatrix, anyOf, everyone, owner, routePolicy } from 'middy-cognito-groups';
import { runs } from '../support/runs.js';

/** A reader of RFC 4180 that shares no code with `src`. */
function read(csv: string): string[][] {
  const records: string[][] = [[]];
  let rest = csv;
  while (rest !== '') {
    const [whole, text, end] = /^"((?:[^"]|"")*)"(,|\r\n)/u.exec(rest) ?? [];
    if (whole === undefined || text === undefined) throw new Error(`not CSV: ${rest}`);
    records.at(-1)?.push(text.replaceAll('""', '"'));
    if (end === '\r\n') records.push([]);
    rest = rest.slice(whole.length);
  }
  return records.slice(0, -1);
}

/** What a spreadsheet executes, after it has removed the quotes. */
const STARTS_FORMULA = /^[=+\-@\t\r\n]/u;

describe('the CSV of a matrix', () => {
  it('has the cells in words, and the rule', () => {
    const table = { 'GET /health': everyone, 'GET /users/{id}': anyOf('admin', owner('id')) };
    const csv = accessMatrix(table).toCsv();
    expect(read(csv)).toEqual([
      ['route key', 'not signed in', 'signed in', 'a client', 'admin', 'access rule'],
      ['GET /health', 'allowed', 'allowed', 'allowed', 'allowed', 'everyone'],
      [
        'GET /users/{id}',
        'denied',
        "if {id} is the caller's sub",
        "if {id} is the caller's sub",
        'allowed',
        "anyOf('admin', owner('id'))",
      ],
    ]);
    expect(csv.endsWith('\r\n')).toBe(true);
  });

  it.each(['\0=1', '\u200b=1', '\u{e0001}=1', '\u202e1', '\ud800=1', '\u061c=1'])(
    'puts one before a name that starts with what cannot be seen: %j',
    (name) => {
      const [head = []] = read(accessMatrix({ 'GET /': name }).toCsv());
      expect(head[4]).toBe(`'${name}`);
    },
  );

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '=cmd|"/c calc"!A1', '＝1', '＋1', '－1', '＠x'])(
    'puts an apostrophe before a name that starts a formula: %j',
    (name) => {
      const [head = []] = read(accessMatrix({ 'GET /': name }).toCsv());
      expect(head[4]).toBe(`'${name}`);
    },
  );

  it.each(['=1', '@connect', '-x', '+x'])('puts one before such a route too: %j', (route) => {
    const [, row = []] = read(accessMatrix(routePolicy({ [route]: 'a' })).toCsv());
    expect(row[0]).toBe(`'${route}`);
  });

  it('keeps quotes, commas and line breaks in their cell, for any names', () => {
    const name = fc
      .array(fc.constantFrom('"', ',', '\r', '\n', '\t', '=', '-', '@', "'", ';', 'a'), {
        minLength: 1,
        maxLength: 6,
      })
      .map((characters) => characters.join(''))
      .filter((text) => text === text.trim());
    let formulas = 0;
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), (groups) => {
        const [head = [], row = []] = read(accessMatrix({ 'GET /': everyone }, { groups }).toCsv());
        expect(row).toHaveLength(head.length);
        const names = head.slice(4, -1);
        expect(names.map((text) => text.replace(/^'(?=[=\-@])/u, ''))).toEqual(
          groups.map((text) => text.replace(/^'(?=[=\-@])/u, '')),
        );
        for (const cell of [...head, ...row]) expect(cell).not.toMatch(STARTS_FORMULA);
        formulas += groups.filter((text) => STARTS_FORMULA.test(text)).length;
      }),
      { numRuns: runs(4000) },
    );
    expect(formulas).toBeGreaterThan(100);
  });
});
