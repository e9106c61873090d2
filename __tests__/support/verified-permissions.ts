import * as cedar from '@cedar-policy/cedar-wasm/nodejs';

/**
 * What Verified Permissions does with a token, written from its documents: the token becomes an
 * entity in the entities of its groups, and the engine decides. It shares no code with `src`.
 */
export const NAMESPACE = 'TeamsApi';
export const POOL = 'eu-west-1_abcdefghi';

/** The claims of one token, with JSON types. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a REST API knows of a request: the method, and the resource that it matched. */
export interface ApiRequest {
  readonly method: string;
  readonly resource: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

type Attributes = Record<string, cedar.CedarValueJson>;

/** The call of the engine that `IsAuthorizedWithToken` makes of a token. */
export function toCall(
  claims: Claims,
  { method, resource, pathParameters }: ApiRequest,
): Omit<cedar.AuthorizationCall, 'policies' | 'schema'> {
  const { 'cognito:groups': groups = [], ...others } = claims;
  const attributes = others as Attributes;
  const principal = { type: `${NAMESPACE}::User`, id: `${POOL}|${claims.sub}` };
  const parents = (groups as string[]).map((group) => ({
    type: `${NAMESPACE}::UserGroup`,
    id: `${POOL}|${group}`,
  }));
  const isAccess = claims.token_use === 'access';
  return {
    principal,
    action: { type: `${NAMESPACE}::Action`, id: `${method.toLowerCase()} ${resource}` },
    resource: { type: `${NAMESPACE}::Application`, id: NAMESPACE },
    context: {
      ...(isAccess ? { token: withScopes(attributes) } : {}),
      // The authorizer of the API setup leaves out what is empty.
      ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    },
    entities: [{ uid: principal, attrs: isAccess ? {} : attributes, parents }],
  };
}

function withScopes({ scope, ...others }: Attributes): Attributes {
  if (scope === undefined) return others;
  return {
    ...others,
    scope: String(scope)
      .split(' ')
      .filter((one) => one !== ''),
  };
}

/** A policy store: the engine with a schema and policies, both parsed once. */
export function policyStore(schema: cedar.SchemaJson<string>, policies: Record<string, string>) {
  const staticPolicies = policies;
  const answer = cedar.preparsePolicySet('store', { staticPolicies });
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
  return {
    /** The validator's findings, as `CreatePolicy` refuses them. */
    findings(): string[] {
      const validated = cedar.validate({ schema, policies: { staticPolicies } });
      if (validated.type === 'failure') return validated.errors.map(({ message }) => message);
      return validated.validationErrors.map(({ error }) => error.message);
    },
    /** @throws if a policy fails on the request, which would hide a wrong guard */
    isAllowed(claims: Claims, request: ApiRequest): boolean {
      const call = { ...toCall(claims, request), preparsedPolicySetId: 'store' };
      const decided = cedar.statefulIsAuthorized(call);
      if (decided.type === 'failure') throw new Error(JSON.stringify(decided.errors));
      const { decision, diagnostics } = decided.response;
      if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
      return decision === 'allow';
    },
  };
}
