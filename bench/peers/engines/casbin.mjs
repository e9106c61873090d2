/** https://casbin.org: the RBAC model of its documentation. A role comes with the request, so each group is asked until one may. */
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';

const MODEL = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.act == p.act
`;

export default async function casbin({ wanted }) {
  const enforcer = await newEnforcer(newModelFromString(MODEL), new StringAdapter(`p, ${wanted}, team, update`));
  return [
    {
      name: 'casbin',
      iterations: 25,
      check: async ({ groups }) => {
        for (const group of groups) if (await enforcer.enforce(group, 'team', 'update')) return true;
        return false;
      },
    },
  ];
}
