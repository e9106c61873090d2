import middy from '@middy/core';
import type { AppSyncResolverEvent } from 'aws-lambda';
import { appSync } from 'middy-cognito-groups/sources';
import { access, type fields } from './graphql-access.ts';
import { groups } from './groups.ts';
import { deleteTeam, listTeams, renameTeam } from './teams.ts';

type Field = keyof typeof fields;

interface Arguments {
  readonly teamId?: string;
  readonly name?: string;
}

/** What each field does. A missing field is a compile error. */
const actions: Readonly<Record<Field, (given: Arguments) => unknown>> = {
  'Query.teams': () => listTeams(),
  'Mutation.renameTeam': ({ teamId, name }) => renameTeam(teamId, name),
  'Mutation.deleteTeam': ({ teamId }) => deleteTeam(teamId),
};

/** All resolvers of the GraphQL API. A denial is a GraphQL error. */
export const handler = middy<AppSyncResolverEvent<Arguments>, unknown>()
  .use(groups.cognitoGroups({ source: appSync }))
  .use(access)
  .handler(async (event) => {
    const { parentTypeName, fieldName } = event.info;
    return actions[`${parentTypeName}.${fieldName}` as Field](event.arguments);
  });
