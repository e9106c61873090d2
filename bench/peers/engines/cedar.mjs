/** https://www.cedarpolicy.com: groups are parents of the principal, the policy set is parsed once. */
import { isAuthorized, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';

export default async function cedar({ wanted }) {
  const policies = {
    staticPolicies: `permit(principal in Group::"${wanted}", action == Action::"update", resource is Team);`,
  };
  const parsed = preparsePolicySet('bench', policies);
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));

  const request = ({ subject, groups }) => {
    const principal = { type: 'User', id: subject };
    const parents = groups.map((id) => ({ type: 'Group', id }));
    return {
      principal,
      action: { type: 'Action', id: 'update' },
      resource: { type: 'Team', id: '7' },
      context: {},
      entities: [{ uid: principal, attrs: {}, parents }],
    };
  };
  const allows = (answer) => answer.type === 'success' && answer.response.decision === 'allow';
  const slow = { sync: true, batch: 16, iterations: 25 };
  return [
    {
      name: 'cedar-wasm, policies parsed before',
      check: (caller) => allows(statefulIsAuthorized({ ...request(caller), preparsedPolicySetId: 'bench' })),
      ...slow,
    },
    { name: 'cedar-wasm', check: (caller) => allows(isAuthorized({ ...request(caller), policies })), ...slow },
  ];
}
