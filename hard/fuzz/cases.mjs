/** Random cases, as JSON: an identity, how it arrives, what is done to it, and what guards it. */
import fc from 'fast-check';
import { BETWEEN_NAMES, RESPONDER_NAMES } from './chain.mjs';
import { DAMAGE_COUNT } from './corruption.mjs';
import { EVENTS } from './events.mjs';
import { IMPLIES } from './expectation.mjs';
import { fittingTo, groupsIn, monotone, rule } from './rules.mjs';
import { ATTACKS, LOOK_ALIKES } from './tampering.mjs';
import {
  AGES,
  CLIENTS,
  HTTP_PATHS,
  ISSUERS,
  METHODS,
  NAMES,
  OTHER_POOL,
  POOL,
  SCOPES,
  TORN_NAMES,
  USUAL_NAMES,
  VALUES,
} from './values.mjs';

/** Mostly the first. */
const mostly = (usual, other, weight = 4) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const groupName = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...USUAL_NAMES) },
  { weight: 6, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...TORN_NAMES) },
);

const age = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...AGES) },
  { weight: 1, arbitrary: fc.constantFrom(undefined, 'soon') },
);

const value = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('1', '%31') },
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
);

const identity = fc.record({
  use: fc.constantFrom('id', 'access', 'client', 'other'),
  groups: fc.option(fc.uniqueArray(groupName, { maxLength: 4 }), { nil: undefined }),
  sub: fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) }),
  username: fc.constantFrom('ada', 'admin', undefined),
  client: fc.constantFrom(...CLIENTS),
  scope: fc.option(
    fc.uniqueArray(fc.constantFrom(...SCOPES), { maxLength: 3 }).map((scopes) => scopes.join(' ')),
    { nil: undefined },
  ),
  age,
  signInAge: age,
  issuer: mostly('pool', fc.constantFrom(...Object.keys(ISSUERS)), 4),
  tenant: fc.oneof(value, fc.constantFrom(7, undefined)),
  customTenant: fc.oneof(value, fc.constant(undefined)),
});

const pinned = (values) =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
  );

const pins = mostly(
  {},
  fc.record(
    {
      userPoolId: pinned([POOL, OTHER_POOL]),
      issuer: pinned([ISSUERS.partner[0], ISSUERS.pool[0], ISSUERS.emulator[0]]),
      tokenUse: fc.constantFrom('id', 'access'),
      clientId: pinned(CLIENTS),
    },
    { requiredKeys: [] },
  ),
  3,
);

const parameter = fc.oneof(value, fc.constantFrom(null, 7, 'x-1'));

const parameters = fc.oneof(
  { weight: 3, arbitrary: fc.record({ id: parameter, other: parameter }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.constant(null) },
  // Values that shift the boundary between two placeholders.
  { weight: 1, arbitrary: fc.constantFrom({ id: '1/2', other: '1' }, { id: 'a:b', other: '1' }) },
);

const FIELDS = ['Query.a', 'Mutation.b'];
const CHANNELS = ['PUBLISH /default/news', 'SUBSCRIBE /default/news', 'SUBSCRIBE /default/*'];
const MESSAGES = ['$connect', '$default', 'message', 'Query.a'];

const URLS = [
  '/p',
  '/p/',
  '/t/1',
  '/t/1/',
  '/t/a',
  '/t/%31',
  '/t/1/x',
  '/t/1/2',
  '/t/a/b/',
  '/t/1:2/2',
  '/f',
  '/f/',
  '/f/a/b',
  '/nowhere',
  '/T/1',
  '/t//x',
  '/t/__proto__',
];

const request = fc.record({
  method: fc.constantFrom(...METHODS),
  path: mostly('/t/{id}', fc.constantFrom(...HTTP_PATHS), 1),
  parameters,
  url: fc.oneof(fc.constantFrom('/p', '/t/1', '/t/1/2', '/f/a'), fc.constantFrom(...URLS)),
  field: fc.constantFrom(...FIELDS),
  channel: fc.constantFrom(...CHANNELS),
  message: fc.constantFrom(...MESSAGES),
});

const ROUTE_KEYS = [
  ...[...METHODS, 'ANY'].flatMap((method) => HTTP_PATHS.map((path) => `${method} ${path}`)),
  ...FIELDS,
  ...CHANNELS,
  ...MESSAGES,
];

/** Stands for the route of the request. */
const OWN_KEY = 'its own';

const table = fc.uniqueArray(
  fc.tuple(
    fc.oneof({ weight: 2, arbitrary: fc.constant(OWN_KEY) }, fc.constantFrom(...ROUTE_KEYS)),
    rule,
  ),
  { minLength: 1, maxLength: 3, selector: ([key]) => key },
);

const routes = fc.uniqueArray(
  fc.record({
    method: fc.constantFrom('GET', 'PUT', 'ANY'),
    path: fc.constantFrom(...HTTP_PATHS),
    rule,
  }),
  { minLength: 1, maxLength: 4, selector: ({ method, path }) => `${method} ${path}` },
);

const POLLUTED = [
  'groups',
  'claims',
  'cognito:groups',
  'sub',
  'authorizer',
  'requestContext',
  'identity',
  'info',
  'version',
  'scope',
  'scopes',
  'type',
  'token_use',
  'iss',
  'iat',
  'authorization',
  'principalId',
  'lambda',
  'everyone',
  'authenticated',
  'claim',
  'source',
  'auth',
  'subject',
  'id',
  'tenant',
  'pathParameters',
  'admin',
  'issuedAt',
  'allowed',
  'revoked',
  'principal',
];

const pollution = fc.tuple(
  fc.constantFrom(...POLLUTED),
  fc.constantFrom('admin', true, ['admin'], {
    groups: ['admin'],
    sub: '1',
    claims: { sub: '1', 'cognito:groups': 'admin' },
  }),
);

/** `rules` are of guards, or what `event.auth.has()` is asked. */
const guard = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      chain: fc.constant('guards'),
      rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
    }),
  },
  fc.record({ chain: fc.constant('policy'), rules: fc.tuple(rule), table }),
  fc.record({ chain: fc.constant('router'), rules: fc.tuple(rule), routes }),
);

const raw = fc.record({
  now: fc.constant(1_727_338_966),
  milliseconds: fc.constantFrom(0, 1, 999),
  kind: fc.constantFrom(...Object.keys(EVENTS)),
  identity: fc.option(identity, { nil: null, freq: 8 }),
  claim: mostly('cognito:groups', fc.constant('teams'), 8),
  reader: mostly('own', fc.constantFrom('detected', 'list', 'wrong'), 3),
  pins,
  implies: fc.boolean(),
  defined: mostly(
    null,
    fc.record({
      closed: mostly(false, fc.constant(true), 2),
      implies: fc.boolean(),
      all: fc.boolean(),
    }),
    2,
  ),
  respond: mostly('json', fc.constantFrom(...RESPONDER_NAMES), 2),
  errorHandler: mostly('none', fc.constantFrom('before', 'after'), 6),
  between: mostly('none', fc.constantFrom(...BETWEEN_NAMES), 8),
  guard,
  request,
  lookAlikes: mostly(
    [],
    fc.uniqueArray(fc.constantFrom(...Object.keys(LOOK_ALIKES)), { maxLength: 3 }),
    1,
  ),
  attack: mostly(-1, fc.nat(999), 3),
  damages: mostly(
    [],
    fc.array(fc.tuple(fc.nat(40), fc.nat(DAMAGE_COUNT - 1)), { minLength: 1, maxLength: 3 }),
    9,
  ),
  pollution: mostly(null, pollution, 8),
});

/** One case. What does not go together in the random parts is left out. */
export const testCase = raw.map(consistent);

const ROUTED = ['restApi', 'httpApi', 'lambdaAuthorizer', 'verifiedToken', 'albToken', 'httpJwt'];

function consistent(given) {
  const fitting = withoutClashes(given);
  const attack = attackOf(fitting, given.attack);
  // `@middy/http-cors` throws an error of its own for such an event.
  const errorHandler = attack.includes('version') ? 'none' : fitting.errorHandler;
  return { ...fitting, attack, errorHandler };
}

/** One of those that concern this kind of event. */
function attackOf(fitting, number) {
  if (number < 0 || fitting.damages.length > 0) return 'none';
  const names = Object.keys(ATTACKS).filter((name) => ATTACKS[name][0](fitting));
  return names.length === 0 ? 'none' : names[number % names.length];
}

function withoutClashes({ guard: { chain: wanted, rules, table = [], routes = [] }, ...given }) {
  const source = EVENTS[given.kind];
  const isDamaged = given.damages.length > 0;
  const isPlain = isDamaged || given.pollution !== null;
  const isRoutable = ROUTED.includes(source.reader) && given.kind !== 'websocket';
  const isReplaced = given.pollution !== null || (wanted === 'router' && !isRoutable);
  const chain = isReplaced ? 'guards' : wanted;
  const fitted = (path, each) => fittingTo(path, isDamaged ? monotone(each) : each);
  const ruleSet = rules.map((each) => fitted('{id}{other}', each));
  const ownKey = source.key(given.request) ?? 'GET /t/{id}';
  const keys = table.map(([key]) => (key === OWN_KEY ? ownKey : key));
  const keyed = keys
    .map((key, index) => [key, fitted(key, table[index][1])])
    .filter(([key], index) => keys.indexOf(key) === index);
  const inOrder = routes
    .map((route) => ({ ...route, rule: fitted(route.path, route.rule) }))
    .sort((one, other) => HTTP_PATHS.indexOf(one.path) - HTTP_PATHS.indexOf(other.path));
  const used = [
    ...ruleSet,
    ...keyed.map(([, each]) => each),
    ...inOrder.map((route) => route.rule),
  ];
  const hasLambda = source.reader === 'lambdaAuthorizer' || given.reader === 'wrong';
  const isClash = (given.between === 'freeze' && chain === 'router') || isBatchSpread(given);
  return {
    ...given,
    chain,
    rules: ruleSet,
    table: keyed,
    routes: inOrder,
    request: chain === 'router' ? given.request : { ...given.request, url: undefined },
    claim: source.reader === 'lambdaAuthorizer' ? 'cognito:groups' : given.claim,
    pins: hasLambda ? {} : given.pins,
    defined: given.defined && { ...given.defined, names: namesOf(used, given.defined.all) },
    implies: given.implies && given.defined === null,
    lookAlikes: isDamaged ? [] : given.lookAlikes,
    between: isPlain || isClash ? 'none' : given.between,
    errorHandler: isPlain || !source.isHttp || source.isMultiValue ? 'none' : given.errorHandler,
  };
}

/** `{ ...event }` of a batch is no list any longer. */
const isBatchSpread = ({ kind, between }) => kind === 'batch' && between === 'spread';

function namesOf(rules, all) {
  const implied = Object.entries(IMPLIES).flat(2);
  const names = all ? [...NAMES, ...TORN_NAMES, 'nobody'] : [];
  return [...new Set([...names, ...implied, ...rules.flatMap(groupsIn), 'admin', 'nobody'])];
}
