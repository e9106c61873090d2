import { misuse } from '../lib/misuse.js';
import { isName } from '../lib/text.js';

/**
 * A group name as a rule may hold it, of the length that CreateGroup takes. Names are compared
 * exactly and Cognito allows no white space in them, so white space around one is a mistake.
 *
 * @throws TypeError that quotes the value
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */
export function checkGroupName(label: string, name: unknown): string {
  if (isName(name) && [...name].length <= 128) return name;
  return misuse(`${label}: the group name`, name, '1 to 128 characters, no space around them');
}
