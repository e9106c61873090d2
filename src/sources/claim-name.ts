import { isRecord } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';

/** The name of a claim. A claim that users may write must be marked as such. */
export type ClaimName = string | { readonly dangerouslyUserWritable: string };

/** The standard claims that users can set, and `nonce`, which the client chooses. */
const USER_WRITABLE = new Set(
  `address birthdate cognito:username email family_name gender given_name locale middle_name name
   nickname nonce phone_number picture preferred_username profile updated_at username website
   zoneinfo`.split(/\s+/),
);

/**
 * @returns the name of the claim to read
 * @throws TypeError for an empty name, and for a claim that users can write and that is not marked
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function toClaim(option: unknown): string {
  const isMarked = isRecord(option) && Object.keys(option).join() === 'dangerouslyUserWritable';
  const name = isMarked ? option.dangerouslyUserWritable : option;
  if (typeof name !== 'string' || name === '' || name !== name.trim()) {
    throw new TypeError(
      `cognitoGroups: option claim is ${quote(option)}; write the name of a claim`,
    );
  }
  const isUserWritable = name.startsWith('custom:') || USER_WRITABLE.has(name);
  if (isUserWritable && !isMarked) {
    throw new TypeError(
      `cognitoGroups: option claim is ${quote(name)}, which users may be able to write; ` +
        `if only administrators can, write { dangerouslyUserWritable: ${quote(name)} }`,
    );
  }
  if (isMarked && !isUserWritable) {
    throw new TypeError(
      `cognitoGroups: claim ${quote(name)} is not a user attribute; write claim: ${quote(name)}`,
    );
  }
  return name;
}
