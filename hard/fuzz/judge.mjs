/** Plays one case against the library. Answers what is wrong with the outcome, if anything. */
import { isDeepStrictEqual } from 'node:util';
import { describe, problemOfAnyDenial, problemOfDenial } from './answers.mjs';
import { buildChain } from './chain.mjs';
import { corrupt } from './corruption.mjs';
import { EVENTS, encodeCase } from './events.mjs';
import { answerTo, readingOf, readingsAfter, routeFor, ruleInTable } from './expectation.mjs';
import { ATTACKS, LOOK_ALIKES } from './tampering.mjs';

/** Whose event does not carry its caller any longer. */
const LOST = [
  'structured clone',
  'JSON',
  'inherit',
  'freeze before',
  'failed reading',
  'failed reading of a copy',
];

/**
 * @param count is called with what was tried and what came of it
 * @returns a sentence, or `undefined` if the outcome is as promised
 */
export async function judge(testCase, library, count) {
  const { now, milliseconds, kind, pollution } = testCase;
  const encoded = encodeCase(testCase);
  const state = { ...encoded, reading: 'same', key: EVENTS[kind].key(testCase.request) };
  for (const name of testCase.lookAlikes) {
    const [applies, change] = LOOK_ALIKES[name];
    if (applies(testCase, state)) change(state, testCase);
  }
  // Before the event changes what the source has written.
  const arrived = structuredClone(encoded.arrived);
  ATTACKS[testCase.attack]?.[1](state, testCase);
  corrupt(state.event, testCase.damages);
  const parameters = structuredClone(state.event.pathParameters);

  const { run, reports } = buildChain(testCase, state, library);
  const clock = Date.now;
  Date.now = () => now * 1000 + milliseconds;
  let outcome;
  try {
    outcome = await whilePolluted(pollution, run);
  } finally {
    Date.now = clock;
  }
  for (const tried of ['kind', 'attack', 'between', 'respond']) count(tried, testCase[tried]);
  count('outcome', Object.keys(outcome)[0]);
  const reading = readingOf(testCase, arrived);
  if (testCase.damages.length > 0) {
    return problemOfDamaged(outcome, reading, testCase, parameters);
  }
  const problems = readingsAfter(reading, state.reading).map((possible) =>
    problemOf(outcome, possible, { testCase, state, parameters, arrived, reports }),
  );
  return problems.includes(undefined) ? undefined : problems[0];
}

async function whilePolluted(pollution, run) {
  if (pollution === null) return run();
  const [name, value] = pollution;
  Object.defineProperty(Object.prototype, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  try {
    return await run();
  } finally {
    delete Object.prototype[name];
  }
}

/** The rules that a request has to satisfy, in their order; a rule that is missing denies. */
function rulesFor(testCase, state, parameters) {
  const { chain, rules, table, routes, request } = testCase;
  if (chain === 'policy') return { rules: [ruleInTable(new Map(table), state.key)], parameters };
  if (chain === 'guards') return { rules, parameters };
  const found = routeFor(routes, request.method, request.url);
  if (found === undefined) return { rules: [], parameters, isUnrouted: true };
  const merged = { ...found.parameters, ...parameters };
  return { rules: [routes[found.index].rule], index: found.index, parameters: merged };
}

function problemOf(outcome, reading, played) {
  const { testCase, state } = played;
  const expected = rulesFor(testCase, state, played.parameters);
  const answer = {
    ...testCase,
    event: state.event,
    isMultiValue: EVENTS[testCase.kind].isMultiValue,
  };
  if (reading.as.startsWith('fault')) {
    return problemOfDenial(outcome, { status: Number(reading.as.slice(-3)) }, answer);
  }
  if (testCase.between === 'freeze before')
    return problemOfDenial(outcome, { status: 500 }, answer);
  if (expected.isUnrouted) {
    const { statusCode } = outcome.thrown ?? outcome.answered ?? {};
    return statusCode === 404 ? undefined : `no 404: ${describe(outcome)}`;
  }
  if (LOST.includes(testCase.between)) return problemOfDenial(outcome, { status: 500 }, answer);
  const denials = expected.rules.map((rule) =>
    rule === undefined ? { status: 403 } : answerTo(rule, testCase, reading, expected.parameters),
  );
  const denial = denials.find(({ status }) => status !== 200);
  return (
    problemOfReports(played.reports, denials, reading) ??
    (denial === undefined
      ? problemOfEntry(outcome, reading, played, expected)
      : problemOfDenial(outcome, denial, answer))
  );
}

/** Every guard that was asked has reported its decision, with the groups of the token. */
function problemOfReports(reports, denials, { person }) {
  const denied = denials.findIndex(({ status }) => status !== 200);
  const asked = denied < 0 ? denials : denials.slice(0, denied + 1);
  const expected = asked.map(({ status }) => [status, person?.subject, person?.groups ?? []]);
  const actual = reports.map(({ decision, subject, groups }) => [decision.status, subject, groups]);
  return isDeepStrictEqual(actual, expected)
    ? undefined
    : `reported ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
}

const NOBODY = { groups: [], scopes: [], claims: {} };

function problemOfEntry(outcome, reading, { testCase, arrived }, expected) {
  const { inside } = outcome;
  const { person } = reading;
  if (inside === undefined) return `access was refused: ${describe(outcome)}`;
  if (inside.index !== expected.index) return `route ${inside.index}, not ${expected.index}`;
  if (testCase.between === 'forged auth') return undefined;
  const rule = testCase.chain === 'router' ? expected.rules[0] : testCase.rules[0];
  const isAllowed = (by) => answerTo(rule, by, reading, expected.parameters).status === 200;
  if (testCase.between === 'none' && inside.has !== isAllowed(testCase)) {
    return `auth.has() is ${inside.has} for ${JSON.stringify(rule)}`;
  }
  // Only the `evaluate` of `defineGroups` knows the hierarchy.
  if (inside.evaluated !== isAllowed({ ...testCase, implies: false })) {
    return `evaluate() is ${inside.evaluated} for ${JSON.stringify(rule)}`;
  }
  const source = person && { source: SOURCE_NAMES[EVENTS[testCase.kind].reader] };
  const auth = person ? { ...person, ...source, claims: arrived } : NOBODY;
  const [actual, wanted] = [inside.auth, auth].map((one) => JSON.parse(JSON.stringify(one)));
  // An own field of that name, which one of the look-alikes adds.
  Reflect.deleteProperty(actual.claims, '__proto__');
  return isDeepStrictEqual(actual, wanted)
    ? undefined
    : `event.auth is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`;
}

const SOURCE_NAMES = {
  restApi: 'rest-api',
  httpApi: 'http-api',
  appSync: 'appsync',
  lambdaAuthorizer: 'lambda-authorizer',
  verifiedToken: 'verified-token',
  albToken: 'alb',
  httpJwt: 'http-jwt',
};

/** A damaged event may be refused in any promised way. It never lets in, and never adds a group. */
function problemOfDamaged(outcome, reading, testCase, parameters) {
  const { inside } = outcome;
  if (inside === undefined) {
    const isRouter = testCase.chain === 'router' && 'thrown' in outcome;
    return isRouter ? undefined : problemOfAnyDenial(outcome);
  }
  const { groups } = inside.auth ?? { groups: [] };
  const own = reading.person?.groups ?? [];
  const isDamage = (name) => name === '' || name.startsWith('damaged-');
  const added = groups.filter((name) => !own.includes(name) && !isDamage(name));
  if (added.length > 0) return `a damaged event added ${JSON.stringify(added)}`;
  // Where nobody was accepted, damage to what AWS wrote can make another caller of it.
  if (reading.person === undefined) return undefined;
  const seen = testCase.chain === 'router' ? inside.parameters : parameters;
  const allows = (rule) =>
    rule !== undefined && answerTo(rule, testCase, reading, seen).status === 200;
  const isAllowed = {
    guards: () => testCase.rules.every(allows),
    router: () => allows(testCase.routes[inside.index].rule),
    policy: () => rulesOfDamaged(testCase).some(allows),
  }[testCase.chain];
  return isAllowed() ? undefined : `a damaged event was let in: ${describe(outcome)}`;
}

/** Without its method, a request is one of those that `ANY` serves. */
function rulesOfDamaged({ kind, request, table }) {
  const key = EVENTS[kind].key(request) ?? '';
  const rules = new Map(table);
  return [ruleInTable(rules, key), rules.get(key.replace(/^[A-Z]+ (?=\/)/u, 'ANY '))];
}
