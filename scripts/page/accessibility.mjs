/** What axe-core finds: nothing, in each scheme and size, with all parts of the page shown. */
import { deepStrictEqual } from 'node:assert/strict';
import axe from 'axe-core';
import { DESKTOP, PHONE, setCaller, withPage } from './browser.mjs';
import { EARLIER } from './comparison.mjs';
import { GROUPS, IMPLIES, pageFor, TABLE } from './kit.mjs';

const HTML = pageFor(TABLE, GROUPS, IMPLIES);

const VIEWPORTS = { desktop: DESKTOP, phone: PHONE };

export const accessibility = (browser) =>
  Object.entries(VIEWPORTS).flatMap(([name, viewport]) =>
    ['light', 'dark'].map((colorScheme) => [
      `axe-core, ${colorScheme}, ${name}`,
      () => withPage(browser, HTML, { viewport, colorScheme }, check),
    ]),
  );

async function check(page) {
  await page.evaluate(axe.source);
  let passes = 0;
  for (const type of ['none', 'user', 'client']) {
    await setCaller(page, { type, groups: ['member'], scopes: ['orders/write'] });
    await page.fill('#earlier', type === 'none' ? 'no matrix' : JSON.stringify(EARLIER));
    await page.click('#run');
    const results = await page.evaluate(() => globalThis.axe.run());
    const found = results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    deepStrictEqual(found, []);
    passes = results.passes.length;
  }
  return `${passes} rules pass`;
}
