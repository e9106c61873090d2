/** https://www.npmjs.com/package/express-jwt-permissions: an Express middleware behind one that has verified the token. */
import guardFactory from 'express-jwt-permissions';

export default async function expressJwtPermissions({ wanted }) {
  const guard = guardFactory({ requestProperty: 'user', permissionsProperty: 'groups' }).check(wanted);
  return [
    {
      name: 'express-jwt-permissions',
      sync: true,
      check: (user) => {
        let allowed = false;
        guard({ user }, undefined, (error) => {
          allowed = error === null;
        });
        return allowed;
      },
    },
  ];
}
