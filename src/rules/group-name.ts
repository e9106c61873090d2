import { quote } from '../lib/options.js';

/** Cognito's CreateGroup: 1 to 128 characters. */
const LONGEST = 128;

/**
 * A group name as a rule may hold it. White space at its ends is always a slip: Cognito allows none, and names are compared exactly.
 *
 * @throws TypeError that quotes the value
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */
export function checkGroupName(label: string, name: unknown): string {
  if (typeof name !== 'string') throw new TypeError(`${label}: a group name is a string, got ${quote(name)}`);
  if (name === '')
    throw new TypeError(`${label}: a group name cannot be empty; to let any signed-in caller in, write authenticated`);
  if (name !== name.trim()) {
    throw new TypeError(`${label}: group name ${quote(name)} has white space around it; write ${quote(name.trim())}`);
  }
  if ([...name].length > LONGEST) {
    throw new TypeError(`${label}: group name ${quote(name)} is longer than Cognito's ${LONGEST} characters`);
  }
  return name;
}
