/** Everything is in reach of the keyboard, in order, and the focus is visible. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { verdictsOf, withPage } from './browser.mjs';
import { EARLIER } from './comparison.mjs';
import { GROUPS, IMPLIES, pageFor, TABLE } from './kit.mjs';

const HTML = pageFor(TABLE, GROUPS, IMPLIES);

/** What has the focus, by its name. Its outline must be seen. */
async function focused(page) {
  const { name, outline } = await page.evaluate(() => {
    const { activeElement: element } = document;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const label = element.labels?.[0];
    const text = (label?.querySelector('bdi') ?? label?.querySelector('span'))?.textContent;
    return {
      name: text ?? (element.id || element.textContent),
      outline: `${outlineStyle} ${outlineWidth}`,
    };
  });
  deepStrictEqual([name, outline], [name, 'solid 3px']);
  return name;
}

export const keyboard = (browser) => [
  ['Tab reaches every field, with a visible focus', () => withPage(browser, HTML, {}, checkOrder)],
  ['the first link skips to the matrix', () => withPage(browser, HTML, {}, checkSkip)],
  ['the keyboard is enough', () => withPage(browser, HTML, {}, checkUse)],
];

async function checkOrder(page) {
  const expected = [
    'Skip to the matrix',
    'a person',
    ...GROUPS,
    'team-1',
    'orders/write',
    'another scope',
    'Clear',
    'filter',
    'show',
    'matrix',
    'earlier',
    'run',
    'file',
  ];
  const names = [];
  for (const _ of expected) {
    await page.keyboard.press('Tab');
    names.push(await focused(page));
  }
  deepStrictEqual(names, expected);
  return `${expected.length} stops`;
}

async function checkSkip(page) {
  await page.keyboard.press('Tab');
  ok(await page.locator('.skip').evaluate((link) => link.getBoundingClientRect().left >= 0));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  deepStrictEqual(await focused(page), 'earlier');
  return 'and Tab goes on from there';
}

async function checkUse(page) {
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const tabTo = async (name) => {
    for (let turn = 0; turn < 30; turn += 1) {
      await press('Tab');
      if ((await focused(page)) === name) return;
    }
    throw new Error(`Tab does not reach ${name}`);
  };
  const openRoutes = async () =>
    (await verdictsOf(page)).filter(({ access }) => access === 'open').map(({ route }) => route);
  const shownRoutes = async () =>
    (await verdictsOf(page)).filter(({ isShown }) => isShown).map(({ route }) => route);

  await press('Tab', 'Tab', 'ArrowUp');
  deepStrictEqual(await focused(page), 'not signed in');
  deepStrictEqual(await openRoutes(), ['GET /health']);
  await press('ArrowDown');
  deepStrictEqual(await openRoutes(), ['GET /health', 'GET /teams']);
  await tabTo('team_manager');
  await press('Space');
  deepStrictEqual(await openRoutes(), [
    'GET /health',
    'GET /teams',
    'GET /teams/{teamId}',
    'PUT /teams/{teamId}',
  ]);
  await tabTo('Clear');
  await press('Enter');
  await page.waitForFunction(() =>
    document.querySelector('#status').textContent.startsWith('2 of 7'),
  );
  await tabTo('filter');
  await page.keyboard.type('TEAMS');
  deepStrictEqual((await shownRoutes()).length, 4);
  deepStrictEqual(
    await page.textContent('#status'),
    '1 of 4 routes open, 0 under a condition, 3 closed. The filter leaves 4 of 7.',
  );
  await tabTo('show');
  await press('ArrowDown');
  deepStrictEqual(await shownRoutes(), ['GET /teams']);
  await press('ArrowUp');
  await page.setViewportSize({ width: 800, height: 400 });
  await tabTo('matrix');
  await press('ArrowRight', 'ArrowDown');
  await page.waitForFunction(() => {
    const { scrollLeft, scrollTop } = document.querySelector('#matrix');
    return scrollLeft > 0 && scrollTop > 0;
  });
  await tabTo('earlier');
  await page.keyboard.insertText(JSON.stringify(EARLIER));
  await tabTo('run');
  await press('Space');
  deepStrictEqual(await page.textContent('#outcome'), '4 differences');
  return 'identity, groups, filter, table and comparison';
}
