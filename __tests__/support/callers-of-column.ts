import type { Implies, Rule } from 'middy-cognito-groups';
import { httpApiEvent, restApiEvent } from 'middy-cognito-groups/testing';
import { ISSUED, type Person } from './arbitrary-rules.js';
import { oracle } from './oracle.js';

/** One request of a caller of a column. A fact that is `undefined` is missing. */
export interface Request {
  readonly id: string | undefined;
  readonly other: string | undefined;
  readonly subject: string;
  readonly tenant: string | undefined;
  readonly customTenant: string | undefined;
  readonly scopes: readonly string[] | undefined;
  /** Seconds before the clock; negative is in the future. */
  readonly issuedAge: number;
  readonly signedInAge: number;
}

type Domain = { readonly [TKey in keyof Request]: readonly Request[TKey][] };

/** The clock of every request, in seconds. */
export const NOW = ISSUED;

const NAMED = ['orders/read', 'orders/write', 'openid'];

const subsets = (items: readonly string[]): string[][] =>
  items.reduce<string[][]>((all, item) => all.flatMap((one) => [one, [...one, item]]), [[]]);

/** At least one value on each side of every limit of a random rule, and one that is unknown. */
const AGES = [-3600, 0, 600, 1800, 7200, 172_800];

const VALUES = ['1', '2', '1/2', 'z'];

/** The values that a random rule can distinguish, the unknown one first. */
const DOMAIN: Domain = {
  id: ['%31', undefined, ...VALUES],
  other: ['%31', undefined, ...VALUES],
  subject: VALUES,
  tenant: [undefined, ...VALUES],
  customTenant: [undefined, ...VALUES],
  scopes: [undefined, ['profile'], ...subsets(NAMED).filter(({ length }) => length > 0)],
  issuedAge: AGES,
  signedInAge: AGES,
};

/** Facts that a rule does not mention keep one value. */
export function domainOf(rule: Rule): Domain {
  const text = JSON.stringify(rule);
  const mentions: { readonly [TKey in keyof Request]: boolean } = {
    id: text.includes('id'),
    other: text.includes('{other}'),
    subject: text.includes('{"owner":"id"}'),
    tenant: text.includes('"tenant"'),
    customTenant: text.includes('custom:tenant'),
    scopes: text.includes('"scope"'),
    issuedAge: text.includes('issuedWithin'),
    signedInAge: text.includes('signedInWithin'),
  };
  const kept = Object.entries(DOMAIN).map(([fact, values]) => [
    fact,
    mentions[fact as keyof Request] ? values : values.slice(-1),
  ]);
  return Object.fromEntries(kept) as Domain;
}

/** A prime that divides the size of no domain, so that its multiples reach every request. */
const STEP = 1_000_003;

/** Every request of a domain, in an order that changes all facts at once. */
export function* requestsIn(domain: Domain): Generator<Request> {
  const facts = Object.entries(domain) as [keyof Request, readonly unknown[]][];
  const count = facts.reduce((product, [, values]) => product * values.length, 1);
  for (let at = 0; at < count; at += 1) {
    let index = (at * STEP) % count;
    const request: Partial<Record<keyof Request, unknown>> = {};
    for (const [fact, values] of facts) {
      request[fact] = values[index % values.length];
      index = Math.floor(index / values.length);
    }
    yield request as unknown as Request;
  }
}

/** All groups that a group implies, and itself. */
export function closure(group: string, implies: Implies): string[] {
  const found = [group];
  for (const one of found) found.push(...(implies[one] ?? []).filter((to) => !found.includes(to)));
  return found;
}

/** The caller of a column as `evaluate` takes it; `undefined` if unauthenticated. */
function personOf(column: string, request: Request, implies: Implies): Person | undefined {
  if (column === 'not signed in') return undefined;
  const { subject, tenant, customTenant, scopes, issuedAge, signedInAge } = request;
  const isGroup = column !== 'signed in' && column !== 'a client';
  return {
    groups: isGroup ? closure(column, implies) : [],
    subject,
    type: column === 'a client' ? 'client' : 'user',
    scopes: [...(scopes ?? [])],
    issuedAt: NOW - issuedAge,
    signedInAt: NOW - signedInAge,
    claims: { tenant, 'custom:tenant': customTenant },
  };
}

function parametersOf({ id, other }: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ id, other }).filter((entry): entry is [string, string] => !!entry[1]),
  );
}

/** The same request as a gateway sends it. */
export function eventOf(column: string, request: Request, route: string, kind: number): object {
  const { subject, tenant, customTenant, scopes, issuedAge, signedInAge } = request;
  const [method = '', resource = ''] = route.split(' ');
  const options = { method, resource, path: '/any', pathParameters: parametersOf(request) };
  const claims = {
    // The kit refuses a sign-in after the token, which a guard does not look at.
    auth_time: NOW - signedInAge,
    ...(tenant === undefined ? {} : { tenant }),
    ...(customTenant === undefined ? {} : { 'custom:tenant': customTenant }),
  };
  const token = {
    subject,
    issuedAt: NOW - issuedAge,
    claims,
    ...(scopes === undefined ? {} : { scopes }),
  };
  const caller =
    column === 'not signed in'
      ? {}
      : column === 'a client'
        ? { client: true, ...token }
        : { groups: column === 'signed in' ? [] : [column], ...token };
  const builders = [
    () => restApiEvent({ ...options, ...caller }),
    () => restApiEvent({ ...options, ...caller, authorizer: 'jwt' }),
    () => httpApiEvent({ ...options, ...caller }),
    () => httpApiEvent({ ...options, ...caller, payload: '1.0' }),
  ] as const;
  return (builders[kind % builders.length] as () => object)();
}

/** What the oracle says about a request of a caller of a column. */
export function isAllowed(rule: Rule, column: string, request: Request, implies: Implies) {
  const person = personOf(column, request, implies);
  const event = { pathParameters: parametersOf(request) };
  return oracle(rule, person, event, NOW * 1000).status === 200;
}
