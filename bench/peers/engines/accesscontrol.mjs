/** https://onury.io/accesscontrol: every role has to be known, and a caller's roles are asked together. */
import { AccessControl } from 'accesscontrol';

export default async function accesscontrol({ wanted, others }) {
  const control = new AccessControl();
  for (const group of others) control.grant(group).readAny('team');
  control.grant(wanted).updateAny('team');
  control.lock();
  return [
    {
      name: 'accesscontrol',
      sync: true,
      iterations: 50,
      check: ({ groups }) => control.can(groups).updateAny('team').granted,
    },
  ];
}
