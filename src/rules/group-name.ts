import { misuse } from '../lib/misuse.js';
import { isName } from '../lib/text.js';

/**
 * Checks a group name, including the length that CreateGroup allows. Cognito allows no white space
 * in names, and names are compared exactly, so leading or trailing white space is a mistake.
 *
 * @throws TypeError that quotes the value
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */
export function checkGroupName(label: string, name: unknown): string {
  if (isName(name) && [...name].length <= 128) return name;
  return misuse(`${label}: the group name`, name, '1 to 128 characters, trimmed');
}
