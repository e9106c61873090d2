/** What must come of a case, from the identity that made it. It shares no code with `src`. */
import { EVENTS, isDetected } from './events.mjs';
import { verdictOf } from './oracle.mjs';
import { ISSUERS } from './values.mjs';
import { arrivalOf, personOf } from './wires.mjs';

/** The hierarchy of cases that have one. */
export const IMPLIES = { admin: ['a'], a: ['b'], Admin: ['c'] };

const withImplied = (groups) => {
  const all = [...groups];
  for (let at = 0; at < all.length; at += 1)
    all.push(...(Object.hasOwn(IMPLIES, all[at]) ? IMPLIES[all[at]] : []));
  return all;
};

/** Whether the source that reads the request is the one of this event. */
function isRecognised({ kind, reader }) {
  return (
    reader === 'own' || reader === 'list' || (reader === 'detected' && isDetected(EVENTS[kind]))
  );
}

function isAcceptedToken({ kind, identity, pins, claim }, arrived) {
  const source = EVENTS[kind];
  if (source.reader === 'lambdaAuthorizer') return true;
  const { userPoolId, issuer, tokenUse, clientId } = pins;
  const [url, byDefault] = ISSUERS[identity.issuer];
  const pools = [userPoolId ?? []].flat();
  if (userPoolId !== undefined || issuer !== undefined) {
    const ofPools = pools.flatMap((id) =>
      ['cognito-idp', 'issuer-cognito-idp'].map(
        (prefix) => `https://${prefix}.eu-west-1.amazonaws.com/${id}`,
      ),
    );
    if (![...ofPools, ...[issuer ?? []].flat()].includes(url)) return false;
  } else if (claim === 'cognito:groups') {
    if (byDefault === false || (byDefault !== true && !isDetected(source))) return false;
  }
  if (tokenUse !== undefined && arrived.token_use !== tokenUse) return false;
  if (clientId === undefined) return true;
  const client = { access: arrived.client_id, id: arrived.aud }[arrived.token_use];
  return [clientId].flat().includes(client);
}

/** How the request is read, before tampering: `{ as, person }`. */
export function readingOf(testCase, arrived) {
  const { identity, kind, defined } = testCase;
  const { wire, reader } = EVENTS[kind];
  if (identity === null || !isRecognised(testCase)) return { as: 'anonymous' };
  const hasSubject = typeof arrived.sub === 'string' && arrived.sub !== '';
  if (wire === 'token' && !hasSubject) return { as: 'fault 503' };
  if (wire === 'internal' && !hasSubject) return { as: 'anonymous' };
  if (!isAcceptedToken(testCase, arrived)) return { as: 'invalid' };
  const groups = arrivalOf(identity.groups, wire);
  if (groups === 'rejected') return { as: 'fault 500' };
  if (defined?.closed && !groups.every((name) => defined.names.includes(name))) {
    return { as: 'fault 500' };
  }
  return { as: 'person', person: personOf(arrived, groups, reader !== 'lambdaAuthorizer') };
}

/** Every reading that may come of a case. */
export function readingsAfter(reading, attacked) {
  if (attacked === 'same') return [reading];
  const isAhead =
    (attacked === 'fault 500' && reading.as === 'invalid') ||
    (attacked === 'invalid' && reading.as === 'fault 503');
  return isAhead ? [reading, { as: attacked }] : [{ as: attacked }];
}

/** The person as rules see it, with implied groups. */
function principalOf(testCase, person) {
  const hasHierarchy = testCase.implies || testCase.defined?.implies;
  return person && hasHierarchy ? { ...person, groups: withImplied(person.groups) } : person;
}

/** What a guard with this rule answers: `{ status, challenge }`. */
export function answerTo(rule, testCase, reading, parameters) {
  const person = principalOf(testCase, reading.person);
  const verdict = verdictOf(rule, {
    person,
    parameters,
    now: testCase.now + testCase.milliseconds / 1000,
  });
  return verdict.status === 401 && reading.as === 'invalid'
    ? { status: 401, challenge: 'Bearer error="invalid_token"' }
    : verdict;
}

/** The rule that `routePolicy` must find. */
export function ruleInTable(table, key) {
  if (key === undefined) return undefined;
  const any = key.replace(/^[A-Z]+ (?=\/)/, 'ANY ');
  const isHttp = /^(?:GET|PUT|HEAD|OPTIONS|ANY) /.test(key);
  return table.get(key) ?? (isHttp ? table.get(any) : undefined);
}

/** The route that the router of Middy 7 must dispatch to, and the parameters of its path. */
export function routeFor(routes, method, url) {
  const path = url.length > 1 && url.endsWith('/') ? url.slice(0, -1) : url;
  const serving = (route) => {
    if (route.method === method) return true;
    return (
      route.method === 'ANY' &&
      !routes.some((other) => other.path === route.path && other.method === method)
    );
  };
  const served = [...routes.entries()].filter(([, route]) => serving(route));
  const exact = served.find(([, route]) => !route.path.includes('{') && route.path === path);
  if (exact !== undefined) return { index: exact[0], parameters: {} };
  for (const [index, route] of served) {
    const parameters = match(route.path.split('/'), url);
    if (parameters !== undefined) return { index, parameters };
  }
  return undefined;
}

function match(pattern, url) {
  if (!pattern.join('').includes('{')) return undefined;
  const isGreedy = pattern.at(-1) === '{proxy+}';
  const given = url.split('/');
  if (isGreedy) {
    const fixed = pattern.slice(0, -1);
    if (fixed.some((segment, at) => segment !== given[at])) return undefined;
    return { proxy: given.slice(fixed.length).join('/') };
  }
  if (given.at(-1) === '' && given.length === pattern.length + 1) given.pop();
  if (given.length !== pattern.length) return undefined;
  const parameters = {};
  for (const [at, segment] of pattern.entries()) {
    if (!segment.startsWith('{')) {
      if (segment !== given[at]) return undefined;
    } else if (given[at] === '') return undefined;
    else parameters[segment.slice(1, -1)] = given[at];
  }
  return parameters;
}
