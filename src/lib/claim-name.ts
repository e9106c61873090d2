import { misuse } from './misuse.js';
import { isRecord } from './own-fields.js';
import { quote } from './quote.js';
import { isName } from './text.js';

/** The name of a claim. A claim that users may be able to write must be marked as such. */
export type ClaimName = string | { readonly dangerouslyUserWritable: string };

/** The standard claims that users can set, and `nonce`, which the client chooses. */
export const USER_WRITABLE = (
  'address birthdate cognito:username email family_name gender given_name locale middle_name ' +
  'name nickname nonce phone_number picture preferred_username profile updated_at username ' +
  'website zoneinfo'
).split(' ');

/**
 * @param label what the message starts with
 * @returns the name of the claim to read
 * @throws TypeError for an empty name, for `scope`, and for an unmarked claim that users can write
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function toClaim(label: string, claim: unknown): string {
  const isMarked = isRecord(claim) && Object.keys(claim).join() === 'dangerouslyUserWritable';
  const name = isMarked ? claim.dangerouslyUserWritable : claim;
  if (!isName(name)) return misuse(label, claim, 'a claim name');
  if (name === 'scope') misuse(label, name, 'the rule scope(...) instead');
  const isUserWritable = name.startsWith('custom:') || USER_WRITABLE.includes(name);
  if (isUserWritable === isMarked) return name;
  return misuse(
    label,
    claim,
    isMarked ? quote(name) : `{ dangerouslyUserWritable: ${quote(name)} } if users cannot write it`,
  );
}
