import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { temporaryFolder } from '../lib/processes.mjs';

const CHROMIUM = '/usr/bin/chromium';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

export async function openBrowser() {
  if (!existsSync(CHROMIUM)) {
    console.error(`${CHROMIUM} is missing: apt-get install --no-install-recommends chromium`);
    process.exit(1);
  }
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

const folder = temporaryFolder();
let files = 0;

/**
 * Opens a page from a file, as its reader does, and hands it to `check`.
 *
 * @throws Error for a dialog, a message on the console, an exception, or a request
 */
export async function withPage(browser, html, options, check) {
  files += 1;
  const file = join(folder, `${files}.html`);
  writeFileSync(file, html);
  const { href } = pathToFileURL(file);
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  const faults = [];
  try {
    const page = await context.newPage();
    page.on('dialog', (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    page.on('console', (message) => faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`exception: ${error.stack}`));
    page.on('request', (request) => {
      if (request.url() !== href) faults.push(`request: ${request.url()}`);
    });
    await page.goto(href);
    const result = await check(page);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return result;
  } finally {
    await context.close();
  }
}

/** The column of the caller: what it says, and whether the row is shown. */
export const verdictsOf = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('tbody tr')].map((row) => ({
      route: row.cells[0].firstChild.textContent,
      access: row.cells[1].querySelector('b').className,
      label: row.cells[1].querySelector('b').textContent,
      why: row.cells[1].querySelector('small').textContent,
      isShown: row.getClientRects().length > 0,
    })),
  );

/** Sets every field of the caller to what is asked for, by clicking. */
export const setCaller = (page, { type, groups = [], scopes = [] }) =>
  page.evaluate(
    (wanted) => {
      document.querySelector(`[name=type][value=${wanted.type}]`).click();
      for (const id of ['groups', 'scopes']) {
        for (const label of document.querySelectorAll(`#${id} label`)) {
          const isWanted = wanted[id].includes(label.querySelector('bdi').textContent);
          const input = label.querySelector('input');
          if (input.checked !== isWanted) input.click();
        }
      }
    },
    { type, groups, scopes },
  );

export const choicesIn = (page, id) => page.locator(`#${id} label bdi`).allTextContents();
