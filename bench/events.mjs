/** Hundreds of different callers as the JSON that the Lambda runtime would parse, in the shape that each service sends. */
import { readFileSync } from 'node:fs';

export const CALLERS = 512;

/** The group that every case asks for. */
export const WANTED = 'team_manager';

const ROLES = ['member', 'manager', 'viewer', 'billing_admin', 'auditor'];

/** The other groups of the pool. */
export const OTHERS = Array.from({ length: 140 }, (_, index) => `tenant_${index}_${ROLES[index % ROLES.length]}`);

const fixture = (name) => readFileSync(new URL(`../__tests__/fixtures/${name}-event.json`, import.meta.url), 'utf8');
const REST = fixture('rest-api');
const HTTP = fixture('http-api');
const APPSYNC = fixture('appsync');

/** The same callers in every process, so that runs can be compared: mulberry32. */
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * @param count how many groups each caller is in
 * @param allowed whether `WANTED` is one of them, at a place of its own for each caller
 * @returns one `{ subject, groups }` a caller
 */
export function callers(count, allowed = true, size = CALLERS) {
  const random = randomNumbers(count);
  return Array.from({ length: size }, (_, index) => {
    const start = random(OTHERS.length);
    const groups = Array.from({ length: count }, (_, n) => nameOf(start + n, count));
    if (allowed) groups[random(count)] = WANTED;
    return { subject: `3f1a7c52-0000-4000-8000-${String(index).padStart(12, '0')}`, groups };
  });
}

/** Lists that fit into the pool stay in it, so that an engine can be told of every name; longer ones go on with names of their own. */
function nameOf(index, count) {
  return OTHERS[count < OTHERS.length ? index % OTHERS.length : index] ?? `tenant_${index}_extra`;
}

const listOf = (count, allowed, write) => callers(count, allowed).map((caller, index) => write(caller, index));

export const restEvents = (count, { allowed = true, routes } = {}) => listOf(count, allowed, restText(routes));

function restText(routes) {
  return ({ subject, groups }, index) => {
    const event = JSON.parse(REST);
    const { claims } = event.requestContext.authorizer;
    Object.assign(claims, { sub: subject, 'cognito:groups': groups.join(','), 'cognito:username': `user-${index}` });
    // A step that is prime to any number of routes here, so that the callers ask for routes all over the table.
    const route = routes?.[(index * 7919) % routes.length];
    if (route !== undefined) Object.assign(event, { httpMethod: route.method, resource: route.path, path: route.url });
    return JSON.stringify(event);
  };
}

export const httpEvents = (count, { allowed = true } = {}) =>
  listOf(count, allowed, ({ subject, groups }, index) => {
    const event = JSON.parse(HTTP);
    const { claims } = event.requestContext.authorizer.jwt;
    Object.assign(claims, { sub: subject, 'cognito:groups': `[${groups.join(' ')}]`, username: `user-${index}` });
    return JSON.stringify(event);
  });

export const appSyncEvents = (count, { allowed = true } = {}) =>
  listOf(count, allowed, ({ subject, groups }, index) => {
    const event = JSON.parse(APPSYNC);
    const { identity } = event;
    Object.assign(identity, { sub: subject, username: `user-${index}`, groups });
    Object.assign(identity.claims, { sub: subject, 'cognito:username': `user-${index}`, 'cognito:groups': groups });
    return JSON.stringify(event);
  });

/** What nobody has verified yet: an HTTP API or a Function URL without an authorizer, and the token in the header. */
export function tokenEvent(token) {
  const event = JSON.parse(HTTP);
  delete event.requestContext.authorizer;
  event.headers.authorization = `Bearer ${token}`;
  return JSON.stringify(event);
}

/** A REST API behind an authorizer that this route does not ask for. */
export const anonymousEvents = () =>
  callers(1).map((_, index) => {
    const event = JSON.parse(REST);
    delete event.requestContext.authorizer;
    event.requestContext.requestId = `anonymous-${index}`;
    return JSON.stringify(event);
  });

/** What an engine is handed that decides from groups somebody else has read. */
export const factEvents = (count, { allowed = true } = {}) =>
  listOf(count, allowed, (caller) => JSON.stringify(caller));

/** `count` routes of one API. */
export function routes(count) {
  const methods = ['GET', 'PUT', 'POST', 'DELETE'];
  return Array.from({ length: count }, (_, index) => {
    const path = `/tenants/{tenantId}/things-${index >> 2}/{id}`;
    return { method: methods[index % 4], path, url: `/tenants/7/things-${index >> 2}/8` };
  });
}
