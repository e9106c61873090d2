/**
 * Peers as their documentation sets them up. An engine is `check(caller)`, where the caller's
 * groups have been read by somebody else; each is imported in the process of its own case only.
 */

/** https://casl.js.org: the ability is defined from the user, so it is built in every request. */
export async function casl({ wanted }) {
  const { AbilityBuilder, createMongoAbility } = await import('@casl/ability');
  return ({ groups }) => {
    const { can, build } = new AbilityBuilder(createMongoAbility);
    can('read', 'Team');
    if (groups.includes(wanted)) can('update', 'Team');
    return build().can('update', 'Team');
  };
}

const RBAC = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.act == p.act
`;

/** https://casbin.org: a role comes with the request, so each group is asked until one may. */
export async function casbin({ wanted }) {
  const { newEnforcer, newModelFromString, StringAdapter } = await import('casbin');
  const policy = new StringAdapter(`p, ${wanted}, team, update`);
  const enforcer = await newEnforcer(newModelFromString(RBAC), policy);
  return async ({ groups }) => {
    for (const group of groups) if (await enforcer.enforce(group, 'team', 'update')) return true;
    return false;
  };
}

/** https://onury.io/accesscontrol: every role has to be known, the roles are asked together. */
export async function accesscontrol({ wanted, others }) {
  const { AccessControl } = await import('accesscontrol');
  const control = new AccessControl();
  for (const group of others) control.grant(group).readAny('team');
  control.grant(wanted).updateAny('team');
  control.lock();
  return ({ groups }) => control.can(groups).updateAny('team').granted;
}

/** https://www.npmjs.com/package/express-jwt-permissions: an Express middleware. */
export async function expressJwtPermissions({ wanted }) {
  const { default: permissions } = await import('express-jwt-permissions');
  const guard = permissions({ requestProperty: 'user', permissionsProperty: 'groups' });
  const middleware = guard.check(wanted);
  return (user) => {
    let allowed = false;
    middleware({ user }, undefined, (error) => {
      allowed = error === null;
    });
    return allowed;
  };
}

/** https://www.cedarpolicy.com: groups are parents of the principal, policies are parsed once. */
export async function cedar({ wanted }) {
  const engine = await import('@cedar-policy/cedar-wasm/nodejs');
  const policy = `permit(principal in Group::"${wanted}", action == Action::"update", resource);`;
  const parsed = engine.preparsePolicySet('bench', { staticPolicies: policy });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  return ({ subject, groups }) => {
    const principal = { type: 'User', id: subject };
    const parents = groups.map((id) => ({ type: 'Group', id }));
    const { response } = engine.statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: 'update' },
      resource: { type: 'Team', id: '7' },
      context: {},
      entities: [{ uid: principal, attrs: {}, parents }],
      preparsedPolicySetId: 'bench',
    });
    return response?.decision === 'allow';
  };
}

/**
 * https://github.com/dbartholomae/middy-middleware-jwt-auth: a whole chain, on the Middy 5 that
 * it takes, with the check in the handler, as its README has it.
 */
export async function jwtAuth({ wanted, publicKey }) {
  const { default: middy } = await import('@middy/core');
  const { default: jwt } = await import('middy-middleware-jwt-auth');
  const options = {
    algorithm: jwt.EncryptionAlgorithms.RS256,
    credentialsRequired: true,
    isPayload: (payload) => Array.isArray(payload?.['cognito:groups']),
    secretOrPublicKey: publicKey.export({ type: 'spki', format: 'pem' }),
  };
  return middy()
    .use(jwt.default(options))
    .handler(async ({ auth: { payload } }) => ({
      statusCode: payload['cognito:groups'].includes(wanted) ? 200 : 403,
    }));
}
