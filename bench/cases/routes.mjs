/** Tables of routes, and guarded routes behind a router. */
import httpRouter from '@middy/http-router';
import { cognitoGroups, guardRoutes, routePolicy } from 'middy-cognito-groups';
import { restEvents, routes, WANTED } from '../events.mjs';
import { besideEmptyHook, chain, empty, emptyHooks, RESPONSE } from './chain.mjs';
import { inlineGuard } from './inline.mjs';

const handler = async () => RESPONSE;

const tableOf = (list) => Object.fromEntries(list.map(({ method, path }) => [`${method} ${path}`, WANTED]));

export function policy(count) {
  const texts = restEvents(5, { routes: routes(count) });
  return chain(`routePolicy, ${count} routes`, texts, [cognitoGroups(), routePolicy(tableOf(routes(count)))]);
}

/** The same job by hand: the list of the route's groups out of an object, and `includes`. */
function inlineTable(count) {
  const texts = restEvents(5, { routes: routes(count) });
  const table = new Map(Object.entries(tableOf(routes(count))));
  const hook = inlineGuard(() => true, refuse);
  const check = {
    before: function inlineTableBefore({ event }) {
      const rule = table.get(`${event.httpMethod} ${event.resource}`);
      if (rule === undefined || !event.auth.groups.includes(rule)) refuse(403);
    },
  };
  return chain(`inline, a Map of ${count} routes`, texts, [hook, check]);
}

function refuse(status) {
  throw Object.assign(new Error(), { statusCode: status });
}

/** The router matches the path with a regular expression a route, so it is kept to ten. */
function behindRouter() {
  const list = routes(10);
  const texts = restEvents(5, { routes: list });
  const plain = list.map(({ method, path }) => ({ method, path, handler }));
  const guarded = list.map(({ method, path }) => ({ method, path, handler, access: WANTED }));
  const inline = inlineGuard((groups) => groups.includes(WANTED), refuse);
  return [
    chain('empty', texts, emptyHooks(), { inner: httpRouter(plain) }),
    chain('inline', texts, besideEmptyHook(inline), { inner: httpRouter(plain) }),
    chain('ours', texts, [cognitoGroups(), emptyHooks()[1]], { inner: httpRouter(guardRoutes(guarded)) }),
  ];
}

export const groups = {
  'route-policy': () => {
    const counts = [10, 100, 1000];
    return [empty(restEvents(5)), ...counts.map(inlineTable), ...counts.map(policy)];
  },
  'guard-routes': behindRouter,
};
