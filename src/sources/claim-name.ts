import { quote } from '../lib/options.js';
import { isRecord } from '../lib/own-fields.js';

/** The name of a claim; one that users may write themselves has to say so. */
export type ClaimName = string | { readonly dangerouslyUserWritable: string };

/** The claims that users set or choose (`nonce` is the client's own): whoever reads groups from one lets the user pick them. */
const USER_WRITABLE = new Set(
  `address birthdate cognito:username email family_name gender given_name locale middle_name name nickname nonce phone_number picture
   preferred_username profile updated_at username website zoneinfo`.split(/\s+/),
);

/**
 * @returns the name of the claim to read
 * @throws TypeError for an empty name, and for a claim that users can write unless it is named as such
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function toClaim(option: unknown): string {
  const dangerous = isRecord(option) && Object.keys(option).join() === 'dangerouslyUserWritable';
  const name = dangerous ? option.dangerouslyUserWritable : option;
  if (typeof name !== 'string' || name === '' || name !== name.trim()) {
    throw new TypeError(
      `cognitoGroups: option claim is ${quote(option)}; write the name of a claim, such as 'cognito:groups'`,
    );
  }
  const userWritable = name.startsWith('custom:') || USER_WRITABLE.has(name);
  if (userWritable && !dangerous) {
    throw new TypeError(
      `cognitoGroups: option claim is ${quote(name)}, which users may be able to write themselves; ` +
        `if only administrators can, write { dangerouslyUserWritable: ${quote(name)} }`,
    );
  }
  if (dangerous && !userWritable) {
    throw new TypeError(`cognitoGroups: claim ${quote(name)} is not a user attribute; write claim: ${quote(name)}`);
  }
  return name;
}
