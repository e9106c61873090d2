import { misuse } from '../lib/misuse.js';
import { checkOptions } from '../lib/options.js';
import type { Implies } from '../rules/hierarchy.js';
import { isUserPoolId } from '../sources/issuer.js';

/** The policy store to export to, and the hierarchy of the groups. */
export interface ToCedarOptions {
  /**
   * The namespace of the policy store. The API setup of Verified Permissions uses the letters,
   * digits and underscores of the API's name.
   */
  readonly namespace: string;
  /** The id of the user pool of the identity source. The id of every group begins with it. */
  readonly userPoolId: string;
  /** The hierarchy of your `cognitoGroups({ implies })`. A table of `defineGroups` has its own. */
  readonly implies?: Implies | undefined;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** The reserved words of Cedar, and those that Verified Permissions rejects as a namespace. */
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
