import middy from '@middy/core';
import type { AppSyncResolverEvent } from 'aws-lambda';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { appSync } from 'middy-cognito-groups/sources';

interface RenameTeam {
  readonly teamId: string;
  readonly name: string;
}

/** Mutation.renameTeam of an AppSync API: for team managers. A denial is a GraphQL error. */
export const handler = middy<
  AppSyncResolverEvent<RenameTeam>,
  RenameTeam & { readonly renamedBy: string | undefined }
>()
  .use(cognitoGroups({ source: appSync }))
  .use(requireGroup('team_manager'))
  .handler(async (event) => ({ ...event.arguments, renamedBy: event.auth.username }));
