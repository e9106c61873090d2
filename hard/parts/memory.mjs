/** Memory in use after a collection of garbage, at ten points of many requests that differ. */

import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import { createVerifier } from '../fuzz/tokens.mjs';
import { EVENTS_OF, personAt } from '../lib/people.mjs';

const POINTS = 10;

/** Code that is compiled later than the first point takes some of it. */
const MOST_GROWTH_BYTES = 3 * 1024 * 1024;

function chainsOf(library) {
  const { cognitoGroups, requireGroup, routePolicy, guardRoutes, allOf, owner } = library;
  const rule = allOf('member', owner('id'));
  const handler = async ({ auth }) => ({ statusCode: 200, body: auth.has('member') });
  const onDecision = () => undefined;
  const source = library.verifiedToken({ verifier: createVerifier(0) });
  const routes = guardRoutes([{ method: 'GET', path: '/users/{id}', access: rule, handler }]);
  return [
    ['rest', middy().use(cognitoGroups({ onDecision })).use(requireGroup(rule)).handler(handler)],
    [
      'http',
      middy()
        .use(cognitoGroups())
        .use(routePolicy({ 'GET /users/{id}': rule }))
        .handler(handler),
    ],
    ['http', middy().use(cognitoGroups()).handler(httpRouter(routes))],
    ['token', middy().use(cognitoGroups({ source })).use(requireGroup(rule)).handler(handler)],
  ];
}

/** Another issuer each time, and sometimes a claim that cannot be read. */
function eventOf(kind, index) {
  const person = personAt(index);
  if (person.claims !== undefined) {
    if (index % 2 === 0) person.claims.iss += `x${index}`;
    if (index % 7 === 0) person.claims['cognito:groups'] = [`a ${index}`, '', 'member'];
  }
  return EVENTS_OF[kind](person);
}

function bytesInUse() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

export default async function memory({ library, requests = 1_000_000 }) {
  const chains = chainsOf(library);
  const points = [];
  let index = 0;
  for (let point = 0; point <= POINTS; point += 1) {
    for (const end = index + requests / (POINTS + 1); index < end; index += 1) {
      const [kind, chain] = chains[index % chains.length];
      await chain(eventOf(kind, index), { awsRequestId: `request-${index}` }).catch(
        () => undefined,
      );
    }
    points.push(bytesInUse());
  }
  const megabytes = points.map((bytes) => (bytes / 1024 / 1024).toFixed(2));
  const growth = points.at(-1) - points[0];
  const failed = growth > MOST_GROWTH_BYTES ? [`the heap grew: ${megabytes.join(', ')} MB`] : [];
  const what = `memory in use (MB at ${points.length} points: ${megabytes.join(' ')})`;
  return [{ what, tried: index, unit: 'requests', failed }];
}
