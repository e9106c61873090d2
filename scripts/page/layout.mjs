/** On a narrow screen, on paper, without a script, and with a large table. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { setCaller, verdictsOf, withPage } from './browser.mjs';
import { EARLIER } from './comparison.mjs';
import { GROUPS, HOSTILE_NAMES, IMPLIES, pageFor, TABLE } from './kit.mjs';

const HTML = pageFor(TABLE, GROUPS, IMPLIES);

const LONG = 'x'.repeat(128);

const HOSTILE = pageFor(
  {
    ...Object.fromEntries(HOSTILE_NAMES.map((name) => [`GET /${name}`, name])),
    [`GET /${LONG}/{${LONG}}`]: { allOf: [LONG, { scope: LONG }, { owner: LONG }] },
  },
  HOSTILE_NAMES,
);

const NARROW = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

/** A4 on its side, less the margins, in CSS pixels. */
const PAPER = { viewport: { width: 1030, height: 700 } };

export const layout = (browser) => [
  ['360 pixels: only the table scrolls', () => withPage(browser, HTML, NARROW, checkNarrow)],
  ['360 pixels with hostile names', () => withPage(browser, HOSTILE, NARROW, checkNarrow)],
  [
    'print: the whole matrix, no fields',
    () => withPage(browser, HTML, { ...PAPER, colorScheme: 'dark' }, checkPrint),
  ],
  [
    'without JavaScript: the whole matrix',
    () => withPage(browser, HTML, { javaScriptEnabled: false }, checkStatic),
  ],
  ['1,000 routes and 30 groups', () => checkLarge(browser)],
];

async function checkNarrow(page) {
  await setCaller(page, { type: 'user', groups: [], scopes: [] });
  await page.fill('#earlier', JSON.stringify(EARLIER));
  await page.click('#run');
  const widths = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.querySelector('#matrix');
    return { page: document.documentElement.scrollWidth, table: scrollWidth - clientWidth };
  });
  deepStrictEqual(widths.page, 360);
  ok(widths.table > 0, 'the table scrolls');
  return `the table is ${widths.table} pixels wider`;
}

async function checkPrint(page) {
  await page.fill('#filter', 'users');
  deepStrictEqual((await verdictsOf(page)).filter(({ isShown }) => isShown).length, 1);
  await page.emulateMedia({ media: 'print' });
  const seen = await page.evaluate(() => {
    const isSeen = (element) => element.getClientRects().length > 0;
    const { scrollWidth } = document.documentElement;
    return {
      rows: [...document.querySelectorAll('tbody tr')].filter(isSeen).length,
      controls: [
        ...document.querySelectorAll('form, input, select, textarea, button, .verdict, .skip'),
      ].filter(isSeen).length,
      paper: getComputedStyle(document.body).backgroundColor,
      overflow: Math.max(0, scrollWidth - innerWidth),
    };
  });
  const rows = Object.keys(TABLE).length;
  deepStrictEqual(seen, { rows, controls: 0, paper: 'rgb(255, 255, 255)', overflow: 0 });
  ok((await page.pdf()).length > 0);
  return `${rows} rows`;
}

async function checkStatic(page) {
  ok(await page.locator('noscript p').isVisible());
  deepStrictEqual(await page.locator('form').isVisible(), false);
  deepStrictEqual(await page.locator('tbody tr').count(), Object.keys(TABLE).length);
  const { x, width } = await page.locator('#matrix').boundingBox();
  ok(x < 100 && width > 1000, `the table is ${width} pixels wide`);
  return 'the table is shown, the fields are not';
}

/** A generous limit: a tick takes a tenth of it on a slow machine. */
const MOST_MS = 5000;

async function checkLarge(browser) {
  const groups = Array.from({ length: 30 }, (_, at) => `group-${at}`);
  const rules = Object.values(TABLE).slice(1);
  const table = Object.fromEntries(
    Array.from({ length: 1000 }, (_, at) => {
      const own = groups[at % 30];
      return [`GET /${at}/{teamId}/{userId}`, { anyOf: [own, rules[at % rules.length]] }];
    }),
  );
  return withPage(browser, pageFor(table, groups, IMPLIES), {}, async (page) => {
    const milliseconds = await page.evaluate(() => {
      const start = performance.now();
      document.querySelector('#groups input').click();
      return performance.now() - start;
    });
    const open = (await verdictsOf(page)).filter(({ access }) => access === 'open').length;
    ok(open > 34, `${open} are open`);
    ok(milliseconds < MOST_MS, `a tick takes ${milliseconds} ms`);
    return `a tick takes ${Math.round(milliseconds)} ms`;
  });
}
