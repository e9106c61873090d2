/** Parts that fail: verifiers, key sets, time limits, the user's own functions, a missing library. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import middy from '@middy/core';
import { temporaryFolder } from '../../scripts/lib/processes.mjs';
import { ROOT } from '../../scripts/lib/projects.mjs';
import { createVerifier } from '../fuzz/tokens.mjs';
import { FOREIGN_VALUES } from '../lib/foreign-values.mjs';
import { keyRotation } from '../lib/key-rotation.mjs';
import { EVENTS_OF, personAt } from '../lib/people.mjs';

const MEMBER = personAt(0);
const GUEST = personAt(1);
const STRANGER = personAt(2);

/** Longer than anything that does not wait. */
const PATIENCE_MS = 50;

const STATUS = { member: 200, guest: 403, stranger: 401 };

/** A chain, and how often its handler ran. */
function guarded(
  library,
  options,
  handler = async () => ({ statusCode: 200, body: 'in' }),
  config,
) {
  const entered = [];
  const chain = middy(config)
    .use(library.cognitoGroups(options))
    .use(library.requireGroup('member'))
    .handler(async (event, ...others) => {
      entered.push(event.auth.subject);
      return handler(event, ...others);
    });
  return { entered, ask: (event, context = {}) => statusOf(chain(event, context)) };
}

async function statusOf(answering) {
  try {
    return (await answering).statusCode;
  } catch (error) {
    return `thrown ${error?.statusCode}`;
  }
}

const statusIn = (status, expected) => (expected.includes(status) ? [] : [`${status}`]);

/** A verifier that throws or returns anything lets nobody in, and never ends the process. */
async function foreignVerifiers(library) {
  const failed = [];
  let tried = 0;
  const failing = (value) => ({
    'throws it': () => {
      throw value;
    },
    'rejects with it': () => Promise.reject(value),
    'returns it': () => value,
    'resolves to it': async () => value,
  });
  for (const [name, create] of Object.entries(FOREIGN_VALUES)) {
    for (const [how, verify] of Object.entries(failing(create()))) {
      const verifier = { verify };
      const trusted = createVerifier(0);
      const sources = {
        token: library.verifiedToken({ verifier }),
        alb: library.albToken({ verifier, albVerifier: trusted }),
        'alb, its own token': library.albToken({ verifier: trusted, albVerifier: verifier }),
      };
      for (const [kind, source] of Object.entries(sources)) {
        const { entered, ask } = guarded(library, { source });
        const status = await ask(EVENTS_OF[kind.split(',')[0]](MEMBER));
        tried += 1;
        const wrong = statusIn(status, [401, 503, 'thrown 500']);
        if (wrong.length > 0 || entered.length > 0)
          failed.push(`${kind}: ${name}, ${how}: ${status}`);
      }
    }
  }
  return { what: 'verifiers that throw or return foreign values', tried, unit: 'requests', failed };
}

/** A verifier that never answers: neither does the function. */
async function hangingVerifier(library) {
  const source = library.verifiedToken({
    verifier: { verify: () => new Promise(() => undefined) },
  });
  const { entered, ask } = guarded(library, { source }, undefined, { timeoutEarlyInMillis: 5 });
  const answers = [];
  const context = { getRemainingTimeInMillis: () => 10 };
  for (let index = 0; index < 100; index += 1) {
    ask(EVENTS_OF.token(personAt(index)), context).then((status) => answers.push(status));
  }
  await wait(PATIENCE_MS);
  const failed = [...entered, ...answers].map((one) => `it came to ${one}`);
  return { what: 'verifiers that hang', tried: 100, unit: 'requests', failed };
}

/** Middy's early timeout ends a handler. It neither lets a caller in nor changes a denial. */
async function earlyTimeout(library) {
  const late = () => ({ statusCode: 408 });
  const config = { timeoutEarlyInMillis: 5, timeoutEarlyResponse: late };
  const never = () => new Promise(() => undefined);
  const failed = [];
  const people = Array.from({ length: 300 }, (_, index) => personAt(index));
  const { entered, ask } = guarded(library, {}, never, config);
  const context = { getRemainingTimeInMillis: () => 10 };
  const answers = await Promise.all(people.map((person) => ask(EVENTS_OF.http(person), context)));
  for (const [index, { kind }] of people.entries()) {
    const expected = { ...STATUS, member: 408 }[kind];
    if (answers[index] !== expected) failed.push(`${kind}: ${answers[index]}`);
  }
  if (entered.length !== 100) failed.push(`${entered.length} of 100 members came in`);
  return { what: "Middy's early timeout", tried: people.length, unit: 'requests', failed };
}

const FLOOD = 'x'.repeat(6 * 1024 * 1024);

/** Whatever `onDecision` does, the decision stands. */
async function userFunctions(library) {
  const failed = [];
  let tried = 0;
  const never = () => new Promise(() => undefined);
  const onDecision = {
    hangs: never,
    floods: () => FLOOD,
    'changes its report': (report) => {
      report.decision.allowed = true;
    },
    'changes the decision': ({ decision }) =>
      Object.assign(decision, { allowed: true, status: 200 }),
    'adds a group': ({ groups }) => groups.push('member'),
    'forges event.auth': (_, request) => {
      request.event.auth = { groups: ['member'], subject: 'evil' };
    },
    'asks again': (_, { event }) => event.auth.has('member'),
  };
  const respond = {
    floods: ({ statusCode }) => ({ statusCode, body: FLOOD }),
    'answers success': () => ({ statusCode: 200, body: 'in' }),
    'answers text': () => 'in',
    'changes the denial': (denial) => {
      Object.assign(denial, { statusCode: 200, status: 200 });
      return undefined;
    },
    'changes the denial and answers it': (denial) => Object.assign(denial, { statusCode: 200 }),
  };
  for (const [name, create] of Object.entries(FOREIGN_VALUES)) {
    const value = create();
    onDecision[`throws ${name}`] = () => {
      throw value;
    };
    onDecision[`rejects with ${name}`] = () => Promise.reject(value);
    respond[`throws ${name}`] = onDecision[`throws ${name}`];
    respond[`rejects with ${name}`] = onDecision[`rejects with ${name}`];
    respond[`answers ${name}`] = () => value;
  }
  const options = [
    ...Object.entries(onDecision).map(([name, act]) => [`onDecision ${name}`, { onDecision: act }]),
    ...Object.entries(respond).map(([name, act]) => [`respond ${name}`, { respond: act }]),
  ];
  for (const [name, option] of options) {
    for (const person of [MEMBER, GUEST, STRANGER]) {
      const { entered, ask } = guarded(library, option);
      const status = await ask(EVENTS_OF.http(person));
      tried += 1;
      const isMember = person === MEMBER;
      const expected = isMember
        ? [200]
        : [STATUS[person.kind], `thrown ${STATUS[person.kind]}`, 'thrown 200'];
      const wrong = statusIn(status, expected);
      if (wrong.length > 0 || entered.length > 0 !== isMember)
        failed.push(`${name}, ${person.kind}: ${status}`);
    }
  }
  const { entered, ask } = guarded(library, { respond: never });
  const answers = [];
  ask(EVENTS_OF.http(GUEST)).then((status) => answers.push(status));
  await wait(PATIENCE_MS);
  failed.push(...[...answers, ...entered].map((one) => `respond hangs: it came to ${one}`));
  return { what: 'onDecision and respond that fail', tried: tried + 1, unit: 'requests', failed };
}

/** A package without its one dependency denies as before. */
async function withoutHttpErrors(library) {
  const folder = temporaryFolder();
  copyFileSync(join(ROOT, 'dist/all.js'), join(folder, 'all.mjs'));
  const alone = await import(pathToFileURL(join(folder, 'all.mjs')).href);
  const failed = [];
  let tried = 0;
  for (const [kind, options] of [
    ['rest', {}],
    ['http', {}],
    ['http', { respond: false }],
  ]) {
    for (let index = 0; index < 300; index += 1) {
      const person = personAt(index);
      const [one, other] = await Promise.all(
        [alone, library].map((build) => guarded(build, options).ask(EVENTS_OF[kind](person))),
      );
      tried += 1;
      if (one !== other) failed.push(`${person.kind}: ${one} instead of ${other}`);
    }
  }
  return { what: 'http-errors absent', tried, unit: 'requests', failed };
}

export default async function faults({ library }) {
  const unhandled = [];
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  const rows = [
    await foreignVerifiers(library),
    await hangingVerifier(library),
    await keyRotation(library),
    await earlyTimeout(library),
    await userFunctions(library),
    await withoutHttpErrors(library),
  ];
  await wait(PATIENCE_MS);
  const failed = unhandled.map((reason) => `unhandled rejection of type ${typeof reason}`);
  return [...rows, { what: 'none of it unhandled', tried: rows.length, unit: 'groups', failed }];
}
