import { toClaim } from '../lib/claim-name.js';
import { misuse } from '../lib/misuse.js';
import { toStrings } from '../lib/options.js';
import type { Fields } from '../lib/own-fields.js';
import { isCognitoIssuer, issuersOf, isUserPoolId } from './issuer.js';

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
  findProblem(claims: Fields, isDetected: boolean): string | undefined;
}

const GROUPS_CLAIM = 'cognito:groups';

export const PIN_DEFAULTS = {
  userPoolId: undefined,
  issuer: undefined,
  tokenUse: undefined,
  clientId: undefined,
};

type Given = { readonly [TKey in keyof TokenPins | 'claim']?: unknown };

/** @throws TypeError for a malformed pin, and for one that is `undefined` */
export function toTokenPolicy(given: Given): TokenPolicy {
  const claim = toClaim('cognitoGroups: option claim', given.claim);
  const pools = toPin('userPoolId', given.userPoolId, isUserPoolId, "'eu-west-1_aBcDeFgHi'");
  const urls = toPin('issuer', given.issuer, URL.canParse, 'the URL of an issuer');
  const issuers = (pools ?? urls) && [...(pools ?? []).flatMap(issuersOf), ...(urls ?? [])];
  const clients = toPin('clientId', given.clientId, (id) => id !== '', 'an app client id');
  const { tokenUse } = given;
  if (![undefined, 'id', 'access'].includes(tokenUse as undefined)) {
    misuse('cognitoGroups: option tokenUse', tokenUse, "'id' or 'access'");
  }

  function isIssuer(iss: unknown, isDetected: boolean): boolean {
    if (issuers !== undefined) return issuers.includes(iss as string);
    if (claim !== GROUPS_CLAIM) return true;
    if (iss === undefined || iss === '') return isDetected;
    return typeof iss === 'string' && isCognitoIssuer(iss);
  }

  return {
    claim,
    findProblem({ iss, token_use: use, client_id: clientId, aud }, isDetected) {
      if (!isIssuer(iss, isDetected)) return 'its issuer (iss) is not accepted';
      if (tokenUse !== undefined && use !== tokenUse) return `its token_use is not ${tokenUse}`;
      if (clients === undefined) return undefined;
      // `token_use` selects the claim, so that neither claim can replace the other.
      const client = use === 'access' ? clientId : use === 'id' && aud;
      if (clients.includes(client as string)) return undefined;
      return 'its client (client_id or aud) is not accepted';
    },
  };
}

function toPin(
  name: string,
  value: unknown,
  check: (item: string) => boolean,
  example: string,
): readonly string[] | undefined {
  if (value === undefined) return undefined;
  return toStrings(`cognitoGroups: option ${name}`, value, check, example);
}

/**
 * An unset environment variable must not turn a pin off.
 *
 * @throws TypeError for a pin that is present and `undefined`
 */
export function checkPins(options: object): void {
  const unset = Object.keys(PIN_DEFAULTS).find(
    (name) => Object.hasOwn(options, name) && options[name as never] === undefined,
  );
  if (unset === undefined) return;
  misuse(`cognitoGroups: option ${unset}`, undefined, 'a value; undefined would accept any token');
}
