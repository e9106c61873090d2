import { quote } from '../lib/quote.js';

/** Cognito's CreateGroup: 1 to 128 characters. */
const MAX_LENGTH = 128;

/**
 * A group name as a rule may hold it. Names are compared exactly and Cognito allows no white space
 * in them, so white space at either end is always a mistake.
 *
 * @throws TypeError that quotes the value
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */
export function checkGroupName(label: string, name: unknown): string {
  if (typeof name !== 'string') {
    throw new TypeError(`${label}: a group name is a string, got ${quote(name)}`);
  }
  if (name === '') {
    throw new TypeError(
      `${label}: a group name cannot be empty; for any group, write authenticated`,
    );
  }
  if (name !== name.trim()) {
    throw new TypeError(
      `${label}: group name ${quote(name)} has white space around it; write ${quote(name.trim())}`,
    );
  }
  if ([...name].length > MAX_LENGTH) {
    throw new TypeError(
      `${label}: group name ${quote(name)} is longer than Cognito's ${MAX_LENGTH} characters`,
    );
  }
  return name;
}
