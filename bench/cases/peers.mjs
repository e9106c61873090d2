/**
 * What others take for the nearest job, twice. Alone, an engine is handed the groups that somebody else has read, as a list: what `evaluate()` does.
 * In a chain, a hook reads the groups from the event of a REST API by hand, puts them on the event and asks the engine: what our two middlewares do.
 */
import { cognitoGroups, evaluate, requireGroup } from 'middy-cognito-groups';
import { factEvents, OTHERS, restEvents, WANTED } from '../events.mjs';
import { besideEmptyHook, chain, empty } from './chain.mjs';
import { callerOf } from './inline.mjs';
import { signedEvents } from './tokens.mjs';

const ours = (texts) => chain('ours', texts, [cognitoGroups(), requireGroup(WANTED)]);

function reference() {
  const texts = restEvents(5);
  return [empty(texts), ours(texts), ownCheck];
}

/** Compiles its rule each time; the middleware does so once. */
const ownCheck = {
  name: 'evaluate()',
  sync: true,
  texts: factEvents(5),
  call: (facts) => evaluate(WANTED, facts).allowed,
  expect: (is) => is === true,
};

/** The rest of the job, which an engine leaves to its user. */
function around(check, sync) {
  const read = (event) => {
    const { claims, names } = callerOf(event);
    const groups = [...new Set(names)];
    event.auth = { groups: [...groups], subject: claims.sub, username: claims['cognito:username'] };
    return { subject: claims.sub, groups };
  };
  const settle = (allowed) => {
    if (!allowed) throw new Error('refused');
  };
  const before = sync
    ? ({ event }) => settle(check(read(event)))
    : async ({ event }) => settle(await check(read(event)));
  return besideEmptyHook({ before });
}

function engine(file) {
  return async () => {
    const { default: build } = await import(`../peers/engines/${file}.mjs`);
    const facts = factEvents(5);
    const contestants = await build({ wanted: WANTED, others: OTHERS });
    return [
      ...reference(),
      ...contestants.flatMap(({ name, check, sync, ...more }) => [
        { name, sync, ...more, texts: facts, call: check, expect: (is) => is === true },
        chain(`${name}, in a chain`, restEvents(5), around(check, sync), more),
      ]),
    ];
  };
}

async function jwtAuth() {
  const { default: build } = await import('../peers/jwt-auth/chain.mjs');
  const { texts, publicKey } = signedEvents();
  const slow = { batch: 16, iterations: 25 };
  const contestants = await build({ wanted: WANTED, publicKey });
  return [
    ...reference(),
    ...contestants.map((peer) => ({ ...peer, texts, expect: ({ statusCode }) => statusCode === 200, ...slow })),
  ];
}

function bareCheck() {
  const check = ({ groups }) => groups.includes(WANTED);
  return [
    ...reference(),
    { name: 'groups.includes()', sync: true, texts: factEvents(5), call: check, expect: (is) => is === true },
  ];
}

export const groups = {
  'peer: none': bareCheck,
  'peer: casl': engine('casl'),
  'peer: casbin': engine('casbin'),
  'peer: accesscontrol': engine('accesscontrol'),
  'peer: express-jwt-permissions': engine('express-jwt-permissions'),
  'peer: cedar-wasm': engine('cedar'),
  'peer: middy-middleware-jwt-auth': jwtAuth,
};
