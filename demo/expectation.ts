import { ANYBODY, type Caller, forge } from './callers.js';
import type { GatewayRoute } from './local-aws/gateway-route.js';

/** A gateway route and who may use it, written a second time, separately from the functions. */
export interface DemoRoute extends GatewayRoute {
  readonly group?: string;
}

const HEALTH: DemoRoute = { method: 'GET', path: '/health', authorizer: false };
const LIST: DemoRoute = { method: 'GET', path: '/teams', authorizer: true, group: 'member' };
const RENAME: DemoRoute = {
  method: 'PUT',
  path: '/teams/{teamId}',
  authorizer: true,
  group: 'team_manager',
};
const DELETE: DemoRoute = {
  method: 'DELETE',
  path: '/teams/{teamId}',
  authorizer: true,
  group: 'admin',
};
/** Its authorizer is missing, so the guard finds no identity and denies every request. */
const AUDIT: DemoRoute = { method: 'GET', path: '/audit', authorizer: false, group: 'admin' };
const PREFLIGHT: DemoRoute = { method: 'OPTIONS', path: '/teams/{teamId}', authorizer: false };

export const ROUTES: readonly DemoRoute[] = [HEALTH, LIST, RENAME, DELETE, AUDIT, PREFLIGHT];

/** One request of the demo. */
export interface Attempt {
  readonly caller: Caller;
  readonly route: DemoRoute;
}

/** Every caller on every guarded route, and those who must not gain from an open one. */
export function attemptsOf(callers: readonly Caller[]): Attempt[] {
  const attempts = callers.flatMap((caller) =>
    [LIST, RENAME, DELETE].map((route) => ({ caller, route })),
  );
  const [admin, other] = [callers.find(isAdmin), callers.find((caller) => !isAdmin(caller))];
  if (admin === undefined || other === undefined)
    throw new Error('the demo needs an admin and a caller who is not an admin');
  return [
    ...attempts,
    { caller: forge(other, ['admin']), route: DELETE },
    { caller: ANYBODY, route: DELETE },
    { caller: ANYBODY, route: PREFLIGHT },
    { caller: ANYBODY, route: HEALTH },
    { caller: admin, route: AUDIT },
  ];
}

function isAdmin({ groups }: Caller): boolean {
  return groups.includes('admin');
}

export interface Expectation {
  readonly status: number;
  /** `event.auth.groups`; `undefined` if `cognitoGroups()` does not run. */
  readonly groups: readonly string[] | undefined;
  readonly reachesLambda: boolean;
}

/** The expected result, from the token and the route alone. */
export function expect({ caller, route }: Attempt): Expectation {
  if (route.authorizer && !caller.genuine)
    return { status: 401, groups: undefined, reachesLambda: false };
  if (route.method === 'OPTIONS') return { status: 204, groups: undefined, reachesLambda: true };
  const groups = route.authorizer ? caller.groups : [];
  return { status: statusFor(route, groups), groups, reachesLambda: true };
}

function statusFor({ authorizer, group }: DemoRoute, groups: readonly string[]): number {
  if (group === undefined) return 200;
  if (!authorizer) return 401;
  return new Set(groups).has(group) ? 200 : 403;
}
