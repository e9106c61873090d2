import { describe, expect, it } from '@jest/globals';
import { readMatrix } from '../../src/report/read-matrix.js';
import { matrixFor } from '../support/matrices.js';

const MATRIX = matrixFor(
  { 'GET /a': { everyone: true }, 'GET /{id}': { anyOf: ['admin', { owner: 'id' }] } },
  ['admin', '__proto__'],
);

const read = (value: unknown) => readMatrix('the file', JSON.stringify(value));

const ROW = { route: 'GET /a', rule: 'admin', access: {} };

describe('readMatrix', () => {
  it('returns what was written', () => {
    expect(JSON.stringify(read(MATRIX))).toBe(JSON.stringify(MATRIX));
  });

  it.each(['', '{', 'null,'])('refuses %j, which is not JSON', (text) => {
    expect(() => readMatrix('the file', text)).toThrow(TypeError);
    expect(() => readMatrix('the file', text)).toThrow(/^the file is not JSON: /u);
  });

  it.each([
    [null, 'an access matrix has the version 1, got undefined; matrix --format json writes one'],
    [[], 'an access matrix has the version 1, got undefined; matrix --format json writes one'],
    ['text', 'an access matrix has the version 1, got undefined; matrix --format json writes one'],
    [
      { ...MATRIX, version: 2 },
      'an access matrix has the version 1, got 2; matrix --format json writes one',
    ],
    [{ ...MATRIX, columns: 'signed in' }, "the columns are 'not signed in', 'signed in', "],
    [{ ...MATRIX, columns: ['not signed in', 'signed in'] }, 'got ['],
    [{ ...MATRIX, columns: [...MATRIX.columns, 7] }, 'the names of groups, got ['],
    [{ ...MATRIX, routes: {} }, 'the routes are a list, got {}'],
    [{ ...MATRIX, routes: [null] }, 'each route is { route, rule, access }, got null'],
    [{ ...MATRIX, routes: [{ ...ROW, route: 7 }] }, 'each route is { route, rule, access }, got {'],
    [{ ...MATRIX, routes: [{ ...ROW, rule: { anyof: [] } }] }, "'GET /a': the rule is"],
    [{ ...MATRIX, routes: [{ ...ROW, rule: undefined }] }, "'GET /a': the rule is undefined"],
    [{ ...MATRIX, routes: [ROW] }, "'GET /a' has no cell for 'not signed in'"],
  ])('refuses %j', (value, message) => {
    expect(() => read(value)).toThrow(TypeError);
    expect(() => read(value)).toThrow(message);
    expect(() => read(value)).toThrow(/^the file: /u);
  });

  it.each(['yes', true, { if: 1 }, { iff: 'x' }, null])('refuses the cell %j', (cell) => {
    const access = { ...MATRIX.routes[0]?.access, admin: cell };
    const [row] = MATRIX.routes;
    expect(() => read({ ...MATRIX, routes: [{ ...row, access }] })).toThrow(
      "'GET /a' has no cell for 'admin'; a cell is 'allowed', 'denied' or { if: 'condition' }",
    );
  });

  it('takes no cell from the prototype of an object', () => {
    const columns = [...MATRIX.columns, 'constructor'];
    expect(() => read({ ...MATRIX, columns })).toThrow("has no cell for 'constructor'");
  });
});
