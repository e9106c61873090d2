import { type CompiledRule, leavesOf, parametersOf } from '../rules/compile.js';

/** A schema in Cedar's JSON format: for `PutSchema`, for CloudFormation, and for Cedar itself. */
export type CedarSchema = Record<string, CedarNamespace>;

export interface CedarNamespace {
  entityTypes: Record<string, { memberOfTypes?: string[]; shape: CedarRecord }>;
  actions: Record<string, CedarAction>;
}

export interface CedarAction {
  appliesTo: { context: CedarRecord; principalTypes: string[]; resourceTypes: string[] };
}

export interface CedarRecord {
  type: 'Record';
  attributes: Record<string, CedarAttribute>;
}

/**
 * Every attribute is optional, because the attributes of a request depend on the token and the
 * route.
 */
export type CedarAttribute = { required: false } & (
  | { type: 'String' }
  | { type: 'Set'; element: { type: 'String' } }
  | CedarRecord
);

/**
 * The schema that the API setup of Verified Permissions creates, with only the attributes that
 * rules read. Verified Permissions puts the claims of an access token into `context.token`, and the
 * authorizer of the setup passes `context.pathParameters`.
 *
 * @param rules the rule of each action
 * @see https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/cognito-map-token-to-schema.html
 */
export function toSchema(namespace: string, rules: ReadonlyMap<string, CompiledRule>): CedarSchema {
  const isRead = [...rules.values()].some((rule) => parametersOf(rule).length > 0);
  return {
    [namespace]: {
      entityTypes: {
        UserGroup: { shape: record({}) },
        User: { shape: record(isRead ? { sub: STRING } : {}), memberOfTypes: ['UserGroup'] },
        Application: { shape: record({}) },
      },
      actions: Object.fromEntries([...rules].map(([action, rule]) => [action, toAction(rule)])),
    },
  };
}

function toAction(rule: CompiledRule): CedarAction {
  return {
    appliesTo: {
      context: contextOf(rule),
      principalTypes: ['User'],
      resourceTypes: ['Application'],
    },
  };
}

const STRING: CedarAttribute = { type: 'String', required: false };

const STRINGS: CedarAttribute = { type: 'Set', element: { type: 'String' }, required: false };

function contextOf(rule: CompiledRule): CedarRecord {
  const parameters = parametersOf(rule);
  const hasScope = leavesOf(rule).some(({ kind }) => kind === 'scope');
  const hasOwner = parameters.length > 0;
  const claims = { ...(hasScope ? { scope: STRINGS } : {}), ...(hasOwner ? { sub: STRING } : {}) };
  return record({
    ...(hasScope || hasOwner ? { token: { ...record(claims), required: false } } : {}),
    ...(hasOwner ? { pathParameters: { ...strings(parameters), required: false } } : {}),
  });
}

function record(attributes: Record<string, CedarAttribute>): CedarRecord {
  return { type: 'Record', attributes };
}

function strings(names: readonly string[]): CedarRecord {
  return record(Object.fromEntries(names.map((name) => [name, STRING])));
}
