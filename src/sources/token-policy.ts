import { toClaim } from '../lib/claim-name.js';
import { misuse } from '../lib/misuse.js';
import type { Fields } from '../lib/own-fields.js';
import { isName } from '../lib/text.js';
import { isCognitoIssuer, isUserPoolId } from './issuer.js';
import { listOption } from './list-option.js';

/** Whose tokens are accepted. Pins are strict: a token without the claim is invalid. */
export interface TokenPins {
  /** One user pool id or a list. The claim `iss` must be the issuer of one of them. */
  readonly userPoolId?: string | readonly string[];
  /** One issuer or a list, compared exactly, for issuers that are not user pools. */
  readonly issuer?: string | readonly string[];
  /** The claim `token_use` must have this value. */
  readonly tokenUse?: 'id' | 'access';
  /**
   * One app client id or a list: the `client_id` of an access token, or the `aud` of an ID token,
   * must be one of them.
   */
  readonly clientId?: string | readonly string[];
}

/** What a source checks and reads in the claims of a token. */
export interface TokenPolicy {
  /** The claim that lists the groups. */
  readonly claim: string;
  /**
   * @param isDetected whether the source is a detected one; hand-written events for it may lack
   *   `iss`
   * @returns what is wrong with the token, without any value from it; `undefined` if it is accepted
   */
  problemOf(claims: Fields, isDetected: boolean): string | undefined;
}

const GROUPS_CLAIM = 'cognito:groups';

export const PINS = ['userPoolId', 'issuer', 'tokenUse', 'clientId'] as const;

type Given = { readonly [TKey in keyof TokenPins | 'claim']?: unknown };

/** @throws TypeError for a malformed pin; an unset environment variable must not turn one off */
export function toTokenPolicy(given: Given): TokenPolicy {
  const claim = toClaim('cognitoGroups: option claim', given.claim);
  const issuers = listOption(given, 'issuer', isUrl, 'an issuer URL');
  const pools = listOption(given, 'userPoolId', isUserPoolId, "'eu-west-1_abc'") ?? (issuers && []);
  const clients = listOption(given, 'clientId', isName, 'a client id');
  const { tokenUse } = given;
  if (Object.hasOwn(given, 'tokenUse') && tokenUse !== 'id' && tokenUse !== 'access') {
    misuse('cognitoGroups: option tokenUse', tokenUse, "'id' or 'access'");
  }
  const accepted = [...(issuers ?? [])];

  function isIssuer(iss: unknown, isDetected: boolean): boolean {
    if (accepted.includes(iss as string)) return true;
    if (pools === undefined && claim !== GROUPS_CLAIM) return true;
    if (pools === undefined && (iss === undefined || iss === '')) return isDetected;
    if (typeof iss !== 'string' || !isCognitoIssuer(iss, pools)) return false;
    // Parsing an issuer costs a tenth of a request. The limit bounds memory.
    if (accepted.length < 10) accepted.push(iss);
    return true;
  }

  return {
    claim,
    problemOf({ iss, token_use: use, client_id: clientId, aud }, isDetected) {
      if (!isIssuer(iss, isDetected)) return 'its issuer (iss) is not accepted';
      if (tokenUse !== undefined && use !== tokenUse) return 'its token_use is not accepted';
      if (clients === undefined) return undefined;
      // `token_use` selects the claim, so that neither claim can replace the other.
      const client = use === 'access' ? clientId : use === 'id' && aud;
      if (clients.includes(client as string)) return undefined;
      return 'its client_id or aud is not accepted';
    },
  };
}

function isUrl(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value);
}
