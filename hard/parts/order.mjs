/** Chains with the official middleware in random order around the reader and the guard. */
import { createVerifier } from '../fuzz/tokens.mjs';
import { installMiddy } from '../lib/middy.mjs';
import { EVENTS_OF, personAt } from '../lib/people.mjs';
import { randomFrom } from '../lib/random.mjs';

const silent = () => undefined;

const JSON_SERIALIZER = {
  regex: /^application\/json$/,
  serializer: ({ body }) => JSON.stringify(body),
};

/** Options with which each works on the requests below. Those that a release lacks are left out. */
const CREATE = {
  errorLogger: (create) => create({ logger: silent }),
  httpContentNegotiation: (create) => create({ availableMediaTypes: ['application/json'] }),
  httpCors: (create) => create(),
  'httpCors, one origin': ({ httpCors }) => httpCors({ origin: 'https://app.example' }),
  httpErrorHandler: (create) => create({ logger: silent }),
  httpEventNormalizer: (create) => create(),
  httpHeaderNormalizer: (create) => create(),
  httpJsonBodyParser: (create) => create({ disableContentTypeError: true }),
  httpMultipartBodyParser: (create) => create({ disableContentTypeError: true }),
  httpPartialResponse: (create) => create(),
  httpResponseSerializer: (create) =>
    create({ serializers: [JSON_SERIALIZER], defaultContentType: 'application/json' }),
  httpSecurityHeaders: (create) => create(),
  httpUrlencodeBodyParser: (create) => create({ disableContentTypeError: true }),
  httpUrlencodePathParser: (create) => create(),
  inputOutputLogger: (create) => create({ logger: silent }),
  warmup: (create) => create(),
  doNotWaitForEmptyEventLoop: (create) => create(),
  eventNormalizer: (create) => create(),
};

function createAll(middy) {
  return Object.entries(CREATE).flatMap(([name, create]) => {
    if (name.includes(',')) return [[name, () => create(middy)]];
    return middy[name] === undefined ? [] : [[name, () => create(middy[name])]];
  });
}

function readersOf(library) {
  const verifier = createVerifier(0);
  return [
    ['rest', {}],
    ['http', {}],
    ['lambda', { source: library.lambdaAuthorizer({ key: 'groups', format: 'array' }) }],
    ['token', { source: library.verifiedToken({ verifier }) }],
    ['alb', { source: library.albToken({ verifier, albVerifier: verifier }) }],
  ];
}

const guardsOf = ({ requireGroup, routePolicy }) => [
  () => requireGroup('member'),
  () => routePolicy({ 'GET /users/{id}': 'member' }),
];

/** What a middleware of the user may do to the event once it was read, and what must come of it. */
const CHANGES = {
  'a spread copy': [
    'keeps',
    (request) => {
      request.event = { ...request.event };
    },
  ],
  'a structured clone': [
    'loses',
    (request) => {
      request.event = structuredClone(request.event);
    },
  ],
  'a copy through JSON': [
    'loses',
    (request) => {
      request.event = JSON.parse(JSON.stringify(request.event));
    },
  ],
  'an event that inherits': [
    'loses',
    (request) => {
      request.event = Object.create(request.event);
    },
  ],
  'a frozen event': ['breaks', ({ event }) => void Object.freeze(event)],
};

const STATUS = { member: 200, guest: 403, stranger: 401 };

/**
 * Nothing of the handler may leave, and nobody may see another's identity.
 *
 * @param identity what came of it before the guard: `keeps`, `loses`, or `breaks` other middleware
 */
function problemOf(person, outcome, entered, identity) {
  const isIn = entered.length > 0;
  const others = entered.filter((subject) => subject !== person.claims?.sub);
  if (others.length > 0) return `was read as ${others}`;
  if (isIn && (identity === 'loses' || person.kind !== 'member')) return 'came in';
  if (!isIn && JSON.stringify(outcome).includes('the secret')) return 'got the answer of another';
  if (identity !== 'keeps') return undefined;
  const status = outcome.answer?.statusCode ?? outcome.error?.statusCode;
  return status === STATUS[person.kind] ? undefined : `got ${JSON.stringify(outcome)}`;
}

async function outcomeOf(handler, event) {
  try {
    return {
      answer: await handler(event, { awsRequestId: '1', callbackWaitsForEmptyEventLoop: true }),
    };
  } catch (error) {
    return { error: { statusCode: error?.statusCode, message: error?.message } };
  }
}

export default async function order({ library, major, chains = 300, seed = 1 }) {
  const middy = await installMiddy(major);
  const random = randomFrom(seed);
  const others = createAll(middy);
  const failed = [];
  let tried = 0;
  let index = 0;
  for (let number = 0; number < chains; number += 1) {
    const [kind, options] = random.oneOf(readersOf(library));
    const around = random.shuffled(others).slice(0, 1 + random.below(others.length));
    const createGuard = guardsOf(library)[kind === 'alb' ? 0 : random.below(2)];
    const entered = [];
    const reader = [
      'cognitoGroups',
      () => library.cognitoGroups({ ...options, respond: random.oneOf(['json', 'problem']) }),
    ];
    const steps = random.shuffled([...around, reader, ['guard', createGuard]]);
    const names = steps.map(([name]) => name);
    const isInOrder = names.indexOf('cognitoGroups') < names.indexOf('guard');
    const change = random.below(3) === 0 ? random.oneOf(Object.keys(CHANGES)) : 'none';
    const [changed, changeEvent] = CHANGES[change] ?? ['keeps'];
    const handler = middy.core();
    for (const [name, create] of steps) {
      handler.use(create());
      if (name === 'cognitoGroups' && changeEvent !== undefined) handler.before(changeEvent);
    }
    handler.handler(async ({ auth }) => {
      entered.push(auth.subject);
      return {
        statusCode: 200,
        headers: { 'Content-Type': 'application/json' },
        body: '"the secret"',
      };
    });
    for (let caller = 0; caller < 3; caller += 1) {
      const person = personAt(index);
      index += 1;
      entered.length = 0;
      const outcome = await outcomeOf(handler, EVENTS_OF[kind](person));
      tried += 1;
      const problem = problemOf(person, outcome, entered, isInOrder ? changed : 'loses');
      if (problem !== undefined)
        failed.push(`${person.kind} ${problem} (${kind}, ${change}: ${names.join(', ')})`);
    }
  }
  const what = `Middy ${major}: random orders of ${others.length} official middlewares`;
  return [{ what, tried, unit: 'requests', failed }];
}
