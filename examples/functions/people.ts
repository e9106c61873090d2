/** People, and the status that each receives from the routes in `api-access.ts`. */
export const people = {
  callers: {
    anonymous: {},
    outsider: { groups: [] },
    member: { groups: ['member'] },
    manager: { groups: ['team_manager'] },
    admin: { groups: ['admin'] },
  },
  routes: {
    'GET /health': { anonymous: 200, outsider: 200, member: 200, manager: 200, admin: 200 },
    'GET /teams': { anonymous: 401, outsider: 403, member: 200, manager: 200, admin: 200 },
    'PUT /teams/{teamId}': {
      anonymous: 401,
      outsider: 403,
      member: 403,
      manager: 200,
      admin: 200,
    },
    'DELETE /teams/{teamId}': {
      anonymous: 401,
      outsider: 403,
      member: 403,
      manager: 403,
      admin: 200,
    },
  },
};
