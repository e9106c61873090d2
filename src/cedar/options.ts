import { misuse } from '../lib/misuse.js';
import { checkOptions } from '../lib/options.js';
import type { Implies } from '../rules/hierarchy.js';
import { isUserPoolId } from '../sources/issuer.js';

export interface ToCedarOptions {
  /**
   * The namespace of the policy store. The API set-up of Verified Permissions takes the letters,
   * digits and underscores of the API's name.
   */
  readonly namespace: string;
  /** The user pool of the identity source. Its id begins the id of every group. */
  readonly userPoolId: string;
  /** As in `cognitoGroups({ implies })`. A table of `defineGroups` brings its own. */
  readonly implies?: Implies | undefined;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** Those of Cedar, and those that Verified Permissions accepts as no namespace. */
const RESERVED = new Set(
  'true false if then else in is like has __cedar aws amazon cedar'.split(' '),
);

/**
 * @throws TypeError for an unknown option, and for one that is missing or malformed
 * @see https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/terminology-differences-avp-cedar.html
 */
export function checkCedarOptions(options: unknown): {
  readonly namespace: string;
  readonly userPoolId: string;
  readonly implies: unknown;
} {
  const defaults = { namespace: undefined, userPoolId: undefined, implies: undefined };
  const { namespace, userPoolId, implies } = checkOptions('toCedar', options, defaults);
  if (typeof namespace !== 'string' || !IDENTIFIER.test(namespace)) {
    return misuse('toCedar: option namespace', namespace, "a name such as 'TeamsApi'");
  }
  if (RESERVED.has(namespace)) {
    misuse('toCedar: option namespace', namespace, "a name that is not reserved: 'TeamsApi'");
  }
  if (!isUserPoolId(userPoolId)) {
    return misuse('toCedar: option userPoolId', userPoolId, "one such as 'eu-west-1_abcdefghi'");
  }
  return { namespace, userPoolId, implies };
}
