import { ownField, ownFields, ownRecord } from '../lib/own-fields.js';
import { isBracketed, reject, separated } from './group-list.js';
import { type DetectedSource, defineSource, identityOf } from './source.js';

/**
 * The source for a REST API with a `COGNITO_USER_POOLS` authorizer or a JWT authorizer.
 *
 * Reads `requestContext.authorizer.claims`, which API Gateway writes after it has verified the
 * token; a Lambda authorizer cannot set that key. The Cognito authorizer converts every claim to a
 * string and joins a list with commas, without quotes: `["admin","ops"]` becomes `"admin,ops"`. The
 * JWT authorizer keeps JSON types, so its list is an array; a numeric `exp` identifies that
 * authorizer.
 *
 * @returns `undefined` for any other event and for a route without an authorizer. Without the
 *   claim, the caller is in no group.
 * @throws `ERR_CLAIM_FORMAT`, 500: an empty name, a comma after a backslash, a string in `[...]`,
 *   or a value that is not a list
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
 * @example cognitoGroups({ source: restApi })
 */
export const restApi: DetectedSource = defineSource({
  name: 'rest-api',
  identify(event, policy) {
    const { requestContext, version, info } = ownFields(event);
    // HTTP APIs mark their events with `version`, AppSync with `info`.
    if (version !== undefined || info !== undefined) return undefined;
    const claims = ownRecord(ownField(ownField(requestContext, 'authorizer'), 'claims'));
    if (claims === undefined) return undefined;
    // A JWT authorizer keeps numbers, and sends an array.
    const isNative = typeof claims.exp === 'number';
    return identityOf('rest-api', claims, policy, isNative ? undefined : decode, true);
  },
});

function decode(list: string, claim: string): string[] {
  if (isBracketed(list)) reject(claim, 'it is in brackets');
  if (list.includes('\\,')) reject(claim, 'it holds an escaped comma');
  return separated(list, ',', claim);
}
