export {
  type AccessMatrix,
  type AccessMatrixOptions,
  accessMatrix,
} from './access-matrix.js';
export {
  type CognitoGroupsOptions,
  cognitoGroups,
  cognitoGroupsValidateOptions,
} from './cognito-groups.js';
export {
  type DefinedGroups,
  type DefineGroupsOptions,
  defineGroups,
  type UnknownGroup,
} from './define-groups.js';
export type { Auth, WithAuth } from './guard/auth-context.js';
export type { DecisionReport, OnDecision } from './guard/decision-log.js';
export type { Denial, DenialCause, VerifierCause } from './guard/denial.js';
export type { Respond, RespondOption } from './guard/response.js';
export type { Method } from './guard/route.js';
export type { MalformedKeys, RouteKey } from './guard/table-types.js';
export {
  type GuardedRoute,
  type GuardRoutesOptions,
  guardRoutes,
  type RouterRoute,
} from './guard-routes.js';
export type { ClaimName } from './lib/claim-name.js';
export type { Cell, MatrixJson, MatrixRow } from './report/matrix-json.js';
export { type GuardOf, requireGroup, type SubjectGuard } from './require-group.js';
export { routePolicy } from './route-policy.js';
export {
  allOf,
  anyOf,
  authenticated,
  everyone,
  groupTemplate,
  issuedWithin,
  noneOf,
  type OwnerOptions,
  owner,
  scope,
  signedInWithin,
  user,
} from './rules/builders.js';
export { type Decision, evaluate } from './rules/evaluate.js';
export type { Implies } from './rules/hierarchy.js';
export type { Principal } from './rules/principal.js';
export type { NestedRule, NestedRules, Rule } from './rules/rule.js';
export type { Identity, IdentitySource, SourceName } from './sources/source.js';
export type { TokenPins } from './sources/token-policy.js';
