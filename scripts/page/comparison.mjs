/** The differences from an earlier matrix. */
import { deepStrictEqual, match } from 'node:assert/strict';
import { withPage } from './browser.mjs';
import { GROUPS, IMPLIES, matrixFor, pageFor, TABLE } from './kit.mjs';

const { 'GET /health': _, ...kept } = TABLE;

/** One route less, one more, one with another rule. */
export const EARLIER = matrixFor(
  { ...kept, 'GET /old': 'admin', 'DELETE /teams/{teamId}': 'team_manager' },
  GROUPS,
  IMPLIES,
);

const EXPECTED = [
  'new GET /health: everyone may call it',
  'gone GET /old: the route is gone',
  'changed DELETE /teams/{teamId}: admin may now call it only if the sign-in is at most 1h old',
  'changed DELETE /teams/{teamId}: team_manager may no longer call it',
];

const HTML = pageFor(TABLE, GROUPS, IMPLIES);

const differencesIn = (page) => page.locator('#differences li').allTextContents();

export const comparison = (browser) => [
  ['differences from a pasted matrix', () => withPage(browser, HTML, {}, checkPasted)],
  ['differences from a file', () => withPage(browser, HTML, {}, checkFile)],
  ['no differences, and what is no matrix', () => withPage(browser, HTML, {}, checkOthers)],
];

async function checkPasted(page) {
  await page.fill('#earlier', JSON.stringify(EARLIER));
  await page.click('#run');
  deepStrictEqual(await differencesIn(page), EXPECTED);
  deepStrictEqual(await page.textContent('#outcome'), '4 differences');
  return `${EXPECTED.length} sentences`;
}

async function checkFile(page) {
  const buffer = Buffer.from(JSON.stringify(EARLIER, undefined, 2));
  await page.setInputFiles('#file', { name: 'access.json', mimeType: 'application/json', buffer });
  await page.locator('#differences li').first().waitFor();
  deepStrictEqual(await differencesIn(page), EXPECTED);
  return `${EXPECTED.length} sentences`;
}

async function checkOthers(page) {
  const outcomes = [];
  for (const [json, message] of [
    [JSON.stringify(matrixFor(TABLE, GROUPS, IMPLIES)), /^0 differences$/u],
    ['', /^The earlier matrix is not JSON: /u],
    [
      '{"version":2}',
      /^The earlier matrix: an access matrix has the version 1, got 2; matrix --format json writes one$/u,
    ],
  ]) {
    await page.fill('#earlier', json);
    await page.click('#run');
    match(await page.textContent('#outcome'), message);
    deepStrictEqual(await differencesIn(page), []);
    outcomes.push(await page.textContent('#outcome'));
  }
  return `${outcomes.length} messages`;
}
