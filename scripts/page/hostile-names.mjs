/** Names that are markup, run as text only. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { choicesIn, setCaller, verdictsOf, withPage } from './browser.mjs';
import { HOSTILE_NAMES, matrixFor, pageFor, visible } from './kit.mjs';

const table = Object.fromEntries(
  HOSTILE_NAMES.map((name) => [`GET /${name}`, { anyOf: [name, { scope: 'a&b' }] }]),
);

/** Each group implies the first one. */
const implies = Object.fromEntries(
  HOSTILE_NAMES.slice(1).map((name) => [name, HOSTILE_NAMES.slice(0, 1)]),
);

const HTML = pageFor(table, HOSTILE_NAMES, implies);

const elementsIn = (page) =>
  page.evaluate(() =>
    [...new Set([...document.querySelectorAll('*')].map((each) => each.localName))].sort(),
  );

export const hostileNames = (browser) => [
  ['hostile names are no markup', () => withPage(browser, HTML, {}, checkElements)],
  ['hostile names are those of the groups', () => withPage(browser, HTML, {}, checkTicks)],
  [
    'hostile names in an earlier matrix are no markup',
    () => withPage(browser, HTML, {}, checkEarlier),
  ],
  ['the policy of the page stops scripts, requests and markup', () => checkPolicy(browser)],
];

async function checkElements(page) {
  const harmless = pageFor({ 'GET /a': { anyOf: ['a', { scope: 's' }] } }, ['b', 'a'], {
    b: ['a'],
  });
  const expected = await withPage(page.context().browser(), harmless, {}, elementsIn);
  deepStrictEqual(await elementsIn(page), expected);
  deepStrictEqual(await choicesIn(page, 'groups'), HOSTILE_NAMES.map(visible));
  return `${HOSTILE_NAMES.length} names`;
}

async function checkTicks(page) {
  for (const [at, name] of HOSTILE_NAMES.entries()) {
    await setCaller(page, { type: 'user', groups: [visible(name)], scopes: ['another scope'] });
    const open = (await verdictsOf(page)).filter(({ access }) => access === 'open');
    const routes = open.map(({ route }) => route);
    const expected = [...new Set([HOSTILE_NAMES[0], HOSTILE_NAMES[at]])];
    deepStrictEqual(
      routes,
      expected.map((group) => visible(`GET /${group}`)),
    );
  }
  return `each opens its own route`;
}

async function checkEarlier(page) {
  const elements = await elementsIn(page);
  const [, ...others] = HOSTILE_NAMES;
  const rules = others.map((name) => [`POST /${name}`, { anyOf: [name, 'a'] }]);
  const earlier = matrixFor(Object.fromEntries(rules), [...others, 'a']);
  await page.fill('#earlier', JSON.stringify(earlier));
  await page.click('#run');
  const routes = await page.locator('#differences li bdi').allTextContents();
  const expected = [
    ...HOSTILE_NAMES.map((name) => `GET /${name}`),
    ...others.map((name) => `POST /${name}`),
    // The earlier matrix has no hierarchy. In that of the page, each implies the first.
    ...others.map(() => 'the hierarchy'),
  ];
  deepStrictEqual(routes, expected.map(visible));
  await page.fill('#earlier', JSON.stringify({ version: HOSTILE_NAMES[0] }));
  await page.click('#run');
  match(await page.textContent('#outcome'), /has the version 1, got '<\/script><img/u);
  deepStrictEqual(
    await elementsIn(page),
    [...new Set([...elements, 'li'])].filter((name) => name !== 'li').sort(),
  );
  return `${expected.length} differences, and a message`;
}

/** What the page never does, and how the browser refuses it. */
const ATTACKS = {
  markup: [() => document.body.insertAdjacentHTML('beforeend', '<b>'), "requires 'TrustedHTML'"],
  'the text of a script': [
    () => Object.assign(document.createElement('script'), { text: 'void 0' }),
    "requires 'TrustedScript'",
  ],
  evaluation: [() => Function('return 1')(), 'Content Security Policy'],
  'a request': [() => fetch('https://example.com/'), 'Content Security Policy'],
};

async function checkPolicy(browser) {
  const html = pageFor({ 'GET /a': 'a' }, ['a']);
  await refuses(browser, html, () => {}, 'Executing inline script violates');
  // With inline scripts allowed, the rest of the policy holds by itself.
  const open = html.replace(/script-src '[^']*'/u, "script-src 'unsafe-inline'");
  for (const attack of Object.values(ATTACKS)) await refuses(browser, open, ...attack);
  return `an inline script, ${Object.keys(ATTACKS).join(', ')}`;
}

/** A script of the driver would not be subject to the policy. */
async function refuses(browser, html, attack, message) {
  const hook = '<script type="application/json"';
  const attacked = html.replace(hook, () => `<script>(${attack})()</script>${hook}`);
  const faults = await withPage(browser, attacked, {}, async () => 'nothing').catch(String);
  ok(faults.includes(message), faults);
}
