import { ownField, ownFields, ownRecord } from '../lib/own-fields.js';
import { isBracketed, reject, separated } from './group-list.js';
import { type DetectedSource, defineSource, identityOf } from './source.js';

/**
 * The source for an HTTP API with a JWT authorizer, payload format 2.0 or 1.0.
 *
 * Reads `requestContext.authorizer.jwt.claims` (2.0) or `requestContext.authorizer.claims` (1.0),
 * which API Gateway writes after it has verified the token. A list arrives in brackets, and one
 * space separates the names: `["admin","ops"]` becomes `"[admin ops]"`. A comma or a bracket inside
 * a name is part of the name: `"[a,admin]"` is one group.
 *
 * @returns `undefined` for any other event and for a route without an authorizer. Without the
 *   claim, the caller is in no group.
 * @throws `ERR_CLAIM_FORMAT`, 500: a string without brackets, an empty name, or a value that is not
 *   a list
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * @example cognitoGroups({ source: httpApi })
 */
export const httpApi: DetectedSource = defineSource({
  name: 'http-api',
  identify(event, policy) {
    const { version, info, requestContext } = ownFields(event);
    if ((version !== '2.0' && version !== '1.0') || info !== undefined) return undefined;
    const authorizer = ownField(requestContext, 'authorizer');
    const holder = version === '2.0' ? ownField(authorizer, 'jwt') : authorizer;
    const claims = ownRecord(ownField(holder, 'claims'));
    return claims && identityOf('http-api', claims, policy, decode, true);
  },
});

function decode(list: string, claim: string): string[] {
  if (!isBracketed(list)) reject(claim, 'it is not in brackets');
  return separated(list.slice(1, -1), ' ', claim);
}
