import { type Fields, ownFields, ownRecord } from '../lib/own-fields.js';
import { reject, separated } from './group-list.js';
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
    const claims = ownRecord(ownFields(ownFields(requestContext).authorizer).claims);
    // HTTP APIs mark their events with `version`, AppSync with `info`.
    if (claims === undefined || version !== undefined || info !== undefined) return undefined;
    return identityOf('rest-api', claims, policy, decode, true);
  },
});

function decode(list: string, claim: string, claims: Fields): string[] {
  if (typeof claims.exp === 'number') {
    return reject(claim, 'it is a string; a JWT authorizer sends an array');
  }
  if (list.startsWith('[') && list.endsWith(']')) {
    return reject(claim, 'it is in brackets, as an HTTP API sends it');
  }
  if (list.includes('\\,')) return reject(claim, 'it holds a comma after a backslash');
  return separated(list, ',', claim);
}
