import { isRecord, ownField, ownFields } from '../lib/own-fields.js';

/**
 * Whether AWS has written an identity that no configured source recognised. This explains a 401 to
 * the operator and affects no decision. With payload 1.0, a route without an authorizer has
 * `claims: null`.
 */
export function hasUnreadIdentity(event: unknown): boolean {
  const { requestContext, identity } = ownFields(event);
  const authorizer = ownField(requestContext, 'authorizer');
  return isRecord(identity) || (isRecord(authorizer) && authorizer.claims !== null);
}
