/**
 * `npm run test:page`: the page of the access report in Chromium. Needs `/usr/bin/chromium`, as
 * Debian's package installs it. `-- --seed 1` repeats the random tables of an earlier run,
 * `-- --only keyboard` runs the checks with that in their name.
 */
import { parseArgs } from 'node:util';
import { tryAll } from './lib/try-all.mjs';
import { accessibility } from './page/accessibility.mjs';
import { openBrowser } from './page/browser.mjs';
import { comparison } from './page/comparison.mjs';
import { decisions } from './page/decisions.mjs';
import { hostileNames } from './page/hostile-names.mjs';
import { keyboard } from './page/keyboard.mjs';
import { layout } from './page/layout.mjs';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, only: { type: 'string', default: '' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

const browser = await openBrowser();
try {
  const checks = [accessibility, comparison, hostileNames, keyboard, layout].flatMap((of) =>
    of(browser),
  );
  const all = [...decisions(browser, seed), ...checks];
  await tryAll(all.filter(([name]) => name.includes(values.only)));
} finally {
  await browser.close();
}
