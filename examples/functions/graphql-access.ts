import { groups } from './groups.ts';

/** Who may call each field of the GraphQL API. */
export const fields = {
  'Query.teams': 'member',
  'Mutation.renameTeam': 'team_manager',
  'Mutation.deleteTeam': 'admin',
} as const;

export const access = groups.routePolicy(fields);
