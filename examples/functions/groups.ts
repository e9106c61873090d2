import { defineGroups } from 'middy-cognito-groups';

/** The groups of the user pool. An admin counts as a team manager, a team manager as a member. */
export const groups = defineGroups(['admin', 'team_manager', 'member'], {
  implies: { admin: ['team_manager'], team_manager: ['member'] },
});
