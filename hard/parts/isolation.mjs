/** Thousands of requests at once through one handler: nobody sees another's identity. */
import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { createVerifier } from '../fuzz/tokens.mjs';
import { installMiddy } from '../lib/middy.mjs';
import { EVENTS_OF, personAt } from '../lib/people.mjs';
import { randomFrom } from '../lib/random.mjs';

/** Lets other requests go on, for a time that no two requests share. */
function pauseFrom(random) {
  const pauses = [
    () => undefined,
    () => Promise.resolve(),
    () => new Promise((resolve) => setImmediate(resolve)),
    () => wait(random.below(4)),
  ];
  return () => random.oneOf(pauses)();
}

/** A verifier that answers in another order than it is asked. */
function slowVerifier(pause) {
  const { verify } = createVerifier(0);
  return {
    verify: async (token) => {
      await pause();
      const claims = await verify(token);
      await pause();
      return claims;
    },
  };
}

const answerOf = ({ auth }) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ subject: auth.subject, groups: auth.groups }),
});

/** What must come of the request of this caller, whoever else asks at the same time. */
function problemOf({ index, kind, claims }, answer) {
  const status = { member: 200, guest: 403, stranger: 401 }[kind];
  if (answer?.statusCode !== status) return `${kind} ${index}: ${JSON.stringify(answer)}`;
  if (kind !== 'member') return undefined;
  const { subject, groups } = JSON.parse(answer.body);
  const isOwn = subject === claims.sub && groups.join() === claims['cognito:groups'].join();
  return isOwn ? undefined : `${kind} ${index} saw ${answer.body}`;
}

/** Each as `[what, kind of event, options of the reader]`. */
const readersOf = (library, verifier) => [
  ['REST API', 'rest', {}],
  ['HTTP API', 'http', {}],
  [
    'Lambda authorizer',
    'lambda',
    { source: library.lambdaAuthorizer({ key: 'groups', format: 'array' }) },
  ],
  ['verified token', 'token', { source: library.verifiedToken({ verifier }) }],
  ['load balancer', 'alb', { source: library.albToken({ verifier, albVerifier: verifier }) }],
];

function chainWith({ core, pause }, reader, guards, handler, config) {
  const built = core(config).before(async () => void (await pause()));
  built.use(reader).before(async () => void (await pause()));
  for (const guard of guards) built.use(guard).before(async () => void (await pause()));
  return built.handler(handler);
}

function handlersOf(library, tools) {
  const { middy, pause, major } = tools;
  const { cognitoGroups, requireGroup, routePolicy, guardRoutes, allOf, owner } = library;
  const rule = allOf('member', owner('id'));
  const handler = async (event) => {
    await pause();
    return answerOf(event);
  };
  return {
    requireGroup: (options) =>
      chainWith(
        tools,
        cognitoGroups(options),
        [requireGroup('member'), requireGroup(owner('id'))],
        handler,
      ),
    routePolicy: (options) =>
      chainWith(tools, cognitoGroups(options), [routePolicy({ 'GET /users/{id}': rule })], handler),
    router: (options) =>
      chainWith(
        tools,
        cognitoGroups(options),
        [],
        middy.httpRouter(
          guardRoutes([{ method: 'GET', path: '/users/{id}', access: rule, handler }]),
        ),
      ),
    streaming: (options) => {
      const mode =
        major === 7
          ? { executionMode: middy.executionModeStreamifyResponse }
          : { streamifyResponse: true };
      const built = chainWith(tools, cognitoGroups(options), [requireGroup(rule)], handler, mode);
      return async (event, context) => streamed(built, event, context);
    },
  };
}

const metadata = new WeakMap();

/** Lambda's global of response streaming. It keeps apart what belongs to each response. */
function installStreaming() {
  globalThis.awslambda = {
    streamifyResponse: (handler) => handler,
    HttpResponseStream: {
      from(stream, given) {
        metadata.set(stream, given);
        return stream;
      },
    },
  };
}

async function streamed(handler, event, context) {
  const stream = new PassThrough();
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  await handler(event, stream, context);
  return { ...metadata.get(stream), body: Buffer.concat(chunks).toString() };
}

export default async function isolation({ library, major, requests = 10_000, seed = 1 }) {
  const middy = await installMiddy(major);
  const pause = pauseFrom(randomFrom(seed));
  const verifier = slowVerifier(pause);
  installStreaming();
  const failed = [];
  let tried = 0;
  const handlers = handlersOf(library, { middy, core: middy.core, pause, major });
  for (const [what, kind, options] of readersOf(library, verifier)) {
    for (const [name, build] of Object.entries(handlers)) {
      if (name === 'routePolicy' && kind === 'alb') continue;
      const reported = new Map();
      const onDecision = ({ subject, awsRequestId }) => void reported.set(awsRequestId, subject);
      const handler = build({ ...options, onDecision });
      const people = Array.from({ length: requests }, (_, index) => personAt(index));
      const answers = await Promise.all(
        people.map((person) =>
          handler(EVENTS_OF[kind](person), { awsRequestId: String(person.index) }),
        ),
      );
      tried += requests;
      const problems = people.map((person, at) => {
        const subject = reported.get(String(person.index));
        const problem = problemOf(person, answers[at]);
        return problem ?? (subject === person.claims?.sub ? undefined : `reported ${subject}`);
      });
      failed.push(
        ...problems
          .filter(Boolean)
          .slice(0, 3)
          .map((problem) => `${what}, ${name}: ${problem}`),
      );
    }
  }
  return [
    { what: `Middy ${major}: ${requests} requests at once`, tried, unit: 'requests', failed },
  ];
}
