/** Ticks in the page against the public `evaluate`, for random tables and random callers. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { choicesIn, setCaller, verdictsOf, withPage } from './browser.mjs';
import { compileRule, evaluate, impliedGroups, pageFor, rule, toHierarchy } from './kit.mjs';
import { requestsOf } from './requests.mjs';

const GROUPS = ['a', 'b', 'c', 'x-1', 'x-2', 'y-1/2'];
const TABLES = 40;
const CALLERS = 8;

/** A group implies only groups that come after it, so that there is no circle. */
const implies = fc
  .array(fc.tuple(fc.nat(GROUPS.length - 2), fc.nat(GROUPS.length - 1)), { maxLength: 3 })
  .map((pairs) => {
    const hierarchy = {};
    for (const [above, below] of pairs) {
      if (above < below) hierarchy[GROUPS[above]] = [GROUPS[below]];
    }
    return hierarchy;
  });

const tables = fc.record({ rules: fc.array(rule, { minLength: 3, maxLength: 8 }), implies });

export const decisions = (browser, seed) => [
  [`random tables and callers, --seed ${seed}`, () => checkTables(browser, seed)],
];

async function checkTables(browser, seed) {
  const random = integersFrom(seed);
  const counts = { open: 0, conditional: 0, closed: 0 };
  for (const one of fc.sample(tables, { numRuns: TABLES, seed })) {
    const table = Object.fromEntries(
      one.rules.map((each, at) => [`GET /${at}/{id}/{other}`, each]),
    );
    await withPage(browser, pageFor(table, GROUPS, one.implies), {}, async (page) => {
      const groups = await choicesIn(page, 'groups');
      const scopes = await choicesIn(page, 'scopes');
      for (let turn = 0; turn < CALLERS; turn += 1) {
        const some = (items) => items.filter(() => random(3) === 0);
        const caller = {
          type: ['none', 'user', 'user', 'client'][random(4)],
          groups: some(groups),
          scopes: some(scopes),
        };
        await setCaller(page, caller);
        const verdicts = await verdictsOf(page);
        for (const [at, verdict] of verdicts.entries()) {
          const expected = accessOf(one.rules[at], caller, one.implies);
          deepStrictEqual(
            verdict.access,
            expected,
            JSON.stringify({ ...one, at, caller, verdict }),
          );
          counts[expected] += 1;
        }
        const shown = await page.textContent('#status');
        const number = (access) => verdicts.filter((each) => each.access === access).length;
        deepStrictEqual(
          shown,
          `${number('open')} of ${verdicts.length} routes open, ` +
            `${number('conditional')} under a condition, ${number('closed')} closed.`,
        );
      }
    });
  }
  ok(Math.min(...Object.values(counts)) > 50, `too few of a kind: ${JSON.stringify(counts)}`);
  return `${TABLES * CALLERS} callers; ${JSON.stringify(counts)}`;
}

/** Open if `evaluate` allows every request of the caller, closed if it allows none. */
function accessOf(each, { type, groups, scopes }, hierarchy) {
  if (type === 'none') return evaluate(each, undefined).allowed ? 'open' : 'closed';
  const ticked = type === 'client' ? [] : impliedGroups(groups, toHierarchy(hierarchy));
  const { data } = compileRule('random', each);
  const seen = new Set();
  for (const [principal, event] of requestsOf(each, { type, groups: ticked, scopes })) {
    seen.add(evaluate(data, principal, event).allowed);
    if (seen.size === 2) return 'conditional';
  }
  return seen.has(true) ? 'open' : 'closed';
}

/** Mulberry32. @returns a function for integers below a limit */
function integersFrom(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
