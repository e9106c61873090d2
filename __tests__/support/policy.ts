import type { DetectedSource } from '../../src/sources/source.js';
import type { TokenPins } from '../../src/sources/token-policy.js';
import { toTokenPolicy } from '../../src/sources/token-policy.js';

/** What `cognitoGroups()` asks of a token, with these pins. */
export const policyOf = (pins: TokenPins = {}) =>
  toTokenPolicy({ claim: 'cognito:groups', ...pins });

/** The groups that a source decodes, without a chain; `undefined` for another kind of event. */
export function groupsOf(
  source: DetectedSource,
  event: object,
  pins?: TokenPins,
): readonly string[] | undefined {
  const result = source.identify(event, policyOf(pins));
  if (typeof result === 'string') throw new Error(`invalid token: ${result}`);
  return result?.groups;
}
