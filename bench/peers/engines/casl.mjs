/** https://casl.js.org: rules are defined from the user. Prebuilt is what it costs where the same user asks again. */
import { AbilityBuilder, createMongoAbility } from '@casl/ability';

export default async function casl({ wanted }) {
  function abilityFor(groups) {
    const { can, build } = new AbilityBuilder(createMongoAbility);
    can('read', 'Team');
    if (groups.includes(wanted)) can('update', 'Team');
    return build();
  }
  const prebuilt = abilityFor([wanted]);
  return [
    { name: 'casl, prebuilt', sync: true, check: () => prebuilt.can('update', 'Team') },
    { name: 'casl, built a request', sync: true, check: ({ groups }) => abilityFor(groups).can('update', 'Team') },
  ];
}
