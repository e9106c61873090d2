/** `requireGroup('x')` by source and number of groups; who is refused; other rules. */
import httpErrorHandler from '@middy/http-error-handler';
import createError from 'http-errors';
import { allOf, anyOf, cognitoGroups, noneOf, requireGroup } from 'middy-cognito-groups';
import { anonymousEvents, appSyncEvents, httpEvents, OTHERS, restEvents, WANTED } from '../events.mjs';
import { besideEmptyHook, chain, empty } from './chain.mjs';
import { floor, inlineGuard, respondEarly } from './inline.mjs';

const throwError = (status) => {
  throw createError(status);
};

const ours = (texts, rule = WANTED, more = {}) => chain('ours', texts, [cognitoGroups(), requireGroup(rule)], more);

const inline = (texts, allows = (groups) => groups.includes(WANTED)) =>
  chain('inline', texts, besideEmptyHook(inlineGuard(allows, throwError)));

const allowed = (texts, rule, allows) => [empty(texts), inline(texts, allows), ours(texts, rule)];

const withFloor = (texts) => [...allowed(texts), chain('floor', texts, besideEmptyHook(floor))];

function refused(texts, status) {
  const allows = (groups) => groups.includes(WANTED);
  return [
    empty(texts),
    ours(texts, WANTED, { status }),
    chain('inline, returned early', texts, besideEmptyHook(inlineGuard(allows, respondEarly)), { status }),
    chain('inline, http-errors', texts, [httpErrorHandler({ logger: false }), inlineGuard(allows, throwError)], {
      status,
    }),
    {
      name: 'createError alone',
      texts,
      sync: true,
      call: () => createError(status),
      expect: (e) => e.status === status,
    },
  ];
}

const TEN = [WANTED, ...OTHERS.slice(100, 109)];

/** Staff who are managers of something, or administrators; nobody who is suspended. */
const NESTED = anyOf('admin', allOf(anyOf('staff', WANTED), noneOf('suspended', 'blocked')));

const nested = (groups) =>
  groups.includes('admin') ||
  ((groups.includes('staff') || groups.includes(WANTED)) &&
    !groups.includes('suspended') &&
    !groups.includes('blocked'));

export const groups = {
  'rest-1': () => withFloor(restEvents(1)),
  'rest-5': () => withFloor(restEvents(5)),
  'rest-100': () => withFloor(restEvents(100)),
  'http-1': () => withFloor(httpEvents(1)),
  'http-5': () => withFloor(httpEvents(5)),
  'http-100': () => withFloor(httpEvents(100)),
  'appsync-5': () => allowed(appSyncEvents(5)),
  'any-of-10': () => allowed(restEvents(5), anyOf(...TEN), (caller) => TEN.some((name) => caller.includes(name))),
  nested: () => allowed(restEvents(5), NESTED, nested),
  denied: () => refused(restEvents(5, { allowed: false }), 403),
  anonymous: () => refused(anonymousEvents(), 401),
};
