import { groups } from './groups.ts';

const { anyOf, everyone, routePolicy, scope } = groups;

/** Who may call each route of the HTTP API and of the REST API. */
export const routes = {
  'GET /health': everyone,
  'GET /teams': anyOf('member', scope('teams/read')),
  'PUT /teams/{teamId}': 'team_manager',
  'DELETE /teams/{teamId}': 'admin',
} as const;

export const access = routePolicy(routes);
