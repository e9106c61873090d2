export type { Respond, RespondOption } from './answer.js';
export type { Auth, WithAuth } from './auth.js';
export type { ClaimName } from './claim-name.js';
export { type CognitoGroupsOptions, cognitoGroups } from './cognito-groups.js';
export type { Denial, DenialCause } from './errors.js';
export type { Identity, IdentitySource, SourceName } from './identity.js';
export { requireGroup } from './require-group.js';
